"""How it becomes known that the person or unit itself has an account: name and number are known to others too."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from yichuang.accounts import services as accounts
from yichuang.accounts.models import User
from yichuang.audit.services import record
from yichuang.core import crypto, limits, spelling
from yichuang.core.errors import Conflict, FieldProblem, Forbidden, Invalid, NotFound
from yichuang.core.limits import Limit
from yichuang.identity import queries
from yichuang.identity.models import LegalRepresentative, RealName, TrustedPhone
from yichuang.identity.services import codes, handling
from yichuang.notify import services as notify
from yichuang.registry.models import Employer, Person

WRONG_PHONES = Limit("representative:phone", 5, timedelta(days=1), locks=True)
NOT_HIS_PHONE = "这个账号不是用这个手机号开的。号码没填错的话，可能有人冒用单位开了账号，请不要同意，马上打12333"
Settle = Callable[[Employer, Person], None]  # of a unit and its handler
TO_THE_WINDOW = "请带证件到就近的人社窗口，当面核对以后就能看到"


def ask_proof_code(*, user: User, now: datetime) -> None:
    """Send a code to the phone that is known to be this person's.

    Not a digit of it is told before the proof.

    Raises Conflict when there is nothing to prove or no such phone,
    TooMany, Problem with status 503.
    """
    real_name = _unproved(user)
    phone = _phone_of_window(real_name)
    if not phone:
        raise Conflict(
            "没有您在窗口留过的手机号，网上核对不了", code="no_phone", way_out=TO_THE_WINDOW
        )
    codes.send(
        purpose=_purpose(user), user=user, phone=phone, kind="proof_code", now=now, field="code"
    )


def _phone_of_window(real_name: RealName) -> str:
    """The phone that the person left at a window, "" where there is none.

    A unit leaves none: its account is proved by somebody.
    """
    person = real_name.person
    if person is None:
        return ""
    return queries.trusted_phone(person)


def prove_by_code(*, user: User, code: str, now: datetime) -> None:
    """The code came back: the person holds the phone that they left at a window.

    Raises Conflict when there is nothing to prove, Invalid (field code).
    """
    real_name = _unproved(user)
    purpose = _purpose(user)
    row_id = codes.check(purpose=purpose, code=code, now=now)
    with transaction.atomic():
        codes.spend(row_id, now)
        actor = queries.actor_of(user)
        mark_proved(real_name=real_name, by="code", actor=actor, now=now)


def authorise(
    *, representative: User, unit: User, phone: str, now: datetime, settle: Settle | None = None
) -> None:
    """The legal representative lets the handler in, whose phone they know from elsewhere.

    Anybody may have opened the unit's account in the handler's name. The
    password that was chosen then ends with its sessions; the handler
    sets another with a code to that phone.

    settle: what else the yes settles, in one transaction with it; a
    wrong phone is counted outside.

    Raises Forbidden for an account that is not itself proved, NotFound
    for a unit that does not wait for its owner, Invalid (field phone)
    for another phone than the account's, TooMany after five of them a
    day.
    """
    sight = queries.sight_of(representative)
    real_name = waiting_account(representative=representative, unit=unit)
    _look_at_phone(real_name, phone, now)
    by = f"legal_rep:{sight.subject.uuid}"
    with transaction.atomic():
        handling.hold(real_name)
        handling.hand_to(real_name=real_name, handler=real_name.handler, until=None)
        mark_proved(real_name=real_name, by=by, actor=sight.actor, now=now)
        password = secrets.token_urlsafe(32)
        accounts.set_password(actor=sight.actor, user=unit, password=password)
        codes.void(unit, now)
        if settle:
            settle(real_name.employer, real_name.handler)


def _look_at_phone(real_name: RealName, phone: str, now: datetime) -> None:
    """Whether the account was opened with this phone.

    Another one counts as a try. Raises Invalid (field phone), TooMany.
    """
    unit = str(real_name.user.uuid)
    tries = [(WRONG_PHONES, unit)]
    limits.refuse_when_over(tries, now)
    if spelling.phone(phone) == real_name.phone:
        return
    limits.count(tries, now)
    problem = FieldProblem("phone", NOT_HIS_PHONE, "mismatch")
    raise Invalid([problem])


def waiting_account(*, representative: User, unit: User) -> RealName:
    """The unit's account that waits for this legal representative.

    Raises Forbidden, NotFound as `authorise`.
    """
    sight = queries.sight_of(representative)
    if sight is None or not sight.everything or not sight.is_person:
        raise Forbidden("请先核对您本人的身份", way_out=TO_THE_WINDOW)
    for account in queries.waiting_for_representative(sight.subject):
        if account.user_id == unit.pk:
            return account
    raise NotFound("没有这个等您同意的单位账号", way_out="请刷新页面再看")


@transaction.atomic
def mark_proved(*, real_name: RealName, by: str, actor: str, now: datetime) -> None:
    """Write down that, and how, the account is known to be its owner's, and tell them.

    A second time changes nothing.

    by: "code", "window:<officer>", "legal_rep:<person>".
    """
    account = RealName.objects.filter(pk=real_name.pk, proved_at=None)
    changed = account.update(proved_at=now, proved_by=by)
    if not changed:
        return
    real_name.proved_at = now
    real_name.proved_by = by
    owner = real_name.person or real_name.employer
    subject = queries.subject_key(owner)
    way, _, _ = by.partition(":")
    record(actor=actor, verb="identity.prove", subject=subject, data={"by": way})
    kind = "account_proved"
    if way == "legal_rep":
        kind = "account_agreed"
    notify.send(
        recipient=subject,
        kind=kind,
        context={},
        phone=real_name.phone,
        key=f"account_proved:{real_name.user.uuid}:{now.timestamp()}",
    )


def trust_phone(*, person: Person, phone: str, came_from: str, now: datetime) -> None:
    """Keep the phone that is known to be this person's.

    It was seen beside their document, or changed by a proved account.

    came_from: "account", or the window.
    """
    values = {"phone": phone, "came_from": came_from, "at": now}
    TrustedPhone.objects.update_or_create(person=person, defaults=values)


def represent(*, employer: Employer, person: Person, came_from: str, now: datetime) -> None:
    """Keep who stands for a unit, as read in its licence."""
    values = {"person": person, "came_from": came_from, "at": now}
    LegalRepresentative.objects.update_or_create(employer=employer, defaults=values)


def move_phone(*, real_name: RealName, phone: str, recipient: str, now: datetime) -> None:
    """The account's phone becomes another one; the old one is told. 个人信息保护法 51.

    recipient: whose the account is, as audit writes it.
    """
    old = real_name.phone
    if old == phone:
        return
    real_name.phone = phone
    real_name.phone_blind = crypto.blind(phone)
    real_name.save(update_fields=["phone", "phone_blind"])
    codes.void(real_name.user, now)
    notify.send(
        recipient=recipient,
        kind="phone_changed",
        context={"tail": phone[-4:]},
        phone=old,
        key=f"phone_changed:{real_name.user.uuid}:{now.timestamp()}",
    )


def _unproved(user: User) -> RealName:
    """The account, which nobody has proved by now. Raises Conflict."""
    real_name = queries.real_name(user)
    if real_name is None or real_name.proved_at:
        raise Conflict("这个账号不用再核对了", way_out="请到“我的事”里看")
    return real_name


def _purpose(user: User) -> str:
    """What a code of the proof is sent for."""
    return f"prove:{user.uuid}"
