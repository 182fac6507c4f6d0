"""Another phone for an account: online with a code to both phones."""

from datetime import datetime

from django.db import transaction

from yichuang.accounts.models import User
from yichuang.audit.services import record
from yichuang.core import spelling
from yichuang.core.errors import FieldProblem, Invalid, NotFound
from yichuang.identity import queries, rules
from yichuang.identity.models import RealName
from yichuang.identity.services import codes, proving
from yichuang.registry import services as registry


def ask_phone_codes(*, user: User, phone: str, now: datetime) -> None:
    """Send one code to the account's phone and another to the new one.

    Raises Invalid (field phone) for what is no mobile phone or the same
    one, TooMany, Problem with status 503.
    """
    real_name = _own(user)
    new_phone = spelling.phone(phone)
    wrong = rules.mobile_problem(new_phone)
    if new_phone == real_name.phone:
        wrong = "这就是现在的手机号"
    if wrong:
        problem = FieldProblem("phone", wrong, "type")
        raise Invalid([problem])
    old, new = _purposes(user, new_phone)
    _send(old, user, real_name.phone, now)
    _send(new, user, new_phone, now)


def _send(purpose: str, user: User, phone: str, now: datetime) -> None:
    """Send a code to one of the two phones.

    purpose: what it proves. Raises TooMany, Problem with status 503.
    """
    codes.send(purpose=purpose, user=user, phone=phone, kind="phone_code", now=now, field="phone")


def change_phone(*, user: User, phone: str, old_code: str, new_code: str, now: datetime) -> None:
    """Both codes came back: the account's phone changes, and the old one is told.

    Of a proved account the new one is known to be the person's, and new
    forms are filled with it.

    old_code: that of the phone of today.
    new_code: that of the phone to which it changes.
    Raises Invalid (fields old_code, new_code).
    """
    real_name = _own(user)
    new_phone = spelling.phone(phone)
    old, new = _purposes(user, new_phone)
    old_row = codes.check(purpose=old, code=old_code, now=now, field="old_code")
    new_row = codes.check(purpose=new, code=new_code, now=now, field="new_code")
    actor = queries.actor_of(user)
    with transaction.atomic():
        codes.spend(old_row, now, "old_code")
        codes.spend(new_row, now, "new_code")
        proving.move_phone(real_name=real_name, phone=new_phone, recipient=actor, now=now)
        if real_name.proved_at:
            _know(real_name, new_phone, actor, now)
        record(actor=actor, verb="identity.phone", subject=actor)


def _know(real_name: RealName, phone: str, actor: str, now: datetime) -> None:
    """Write the phone of a proved account where new applications take it from."""
    person = real_name.person
    employer = real_name.employer
    if person:
        proving.trust_phone(person=person, phone=phone, came_from="account", now=now)
        registry.update_contact(person=person, phone=phone, actor=actor)
    if employer:
        registry.update_employer_contact(employer=employer, phone=phone, actor=actor)


def _own(user: User) -> RealName:
    """Whose the account is, with the phone of today.

    Raises NotFound for an account without one.
    """
    real_name = queries.real_name(user)
    if real_name is None:
        raise NotFound("这个账号没有登记手机", way_out="请找管理员")
    return real_name


def _purposes(user: User, phone: str) -> tuple[str, str]:
    """(what the code to the old phone proves, what the one to the new phone proves).

    Both name the new phone: a code holds for this change alone.
    """
    change = f"{user.uuid}:{phone}"
    return f"phone-old:{change}", f"phone-new:{change}"
