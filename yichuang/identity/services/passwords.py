"""Changing a password, and getting back in with a code on the phone."""

from datetime import datetime, timedelta

from django.db import transaction

from yichuang.accounts import services as accounts
from yichuang.accounts.models import User
from yichuang.audit.services import record
from yichuang.core import clock, limits, spelling
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.core.limits import Limit
from yichuang.identity import queries
from yichuang.identity.models import RealName
from yichuang.identity.services import codes
from yichuang.notify import services as notify

from .registration import password_problems

BY_ADDRESS = Limit("reset:address", 60, timedelta(hours=1))
BY_ADDRESS_A_DAY = Limit("reset:address:day", 300, timedelta(days=1))
WRONG_OLD = Limit("password:old", 5, timedelta(minutes=10), locks=True)


def change_password(
    *, user: User, old: str, new: str, now: datetime, again: str | None = None
) -> User:
    """The owner's own change, other sessions end. again: the new one typed a second time. Raises Invalid (fields old,
    password, again) with everything that is wrong, TooMany after five wrong old passwords."""
    guesses = [(WRONG_OLD, str(user.uuid))]
    limits.refuse_when_over(guesses, now)
    problems = []
    if not user.check_password(old):
        limits.count(guesses, now)
        problems.append(FieldProblem("old", "原来的密码不对，忘了可以用手机验证码找回"))
    if new == old:
        problems.append(FieldProblem("password", "新密码不要和原来的一样", "password"))
    real_name = queries.real_name(user)
    problems += password_problems(new, name=user.name, known=_known(real_name), again=again)
    if problems:
        raise Invalid(problems)
    with transaction.atomic():
        return _set(user, new, now, real_name, "identity.change_password")


def ask_reset_code(*, phone: str, number: str, now: datetime, visitor: str = "") -> None:
    """Send a six-digit code to the phone of the account that has this phone and this number (ID number, or a unit's
    credit code). A phone alone opens nothing: numbers of phones are given out again.

    visitor: the address it comes from. Says nothing about whether there is such an account, and nothing when a phone
    has had its codes of the day. Raises TooMany (one a minute of one pair, five a day of it from one address, and by
    address), Problem with status 503 when no short message can be sent."""
    if visitor:
        limits.take([(BY_ADDRESS, visitor), (BY_ADDRESS_A_DAY, visitor)], now)
    real_name = queries.by_phone_and_number(phone, number)
    codes.send(
        purpose=_purpose(phone, number),
        user=real_name.user if real_name else None,
        phone=spelling.phone(phone),
        kind="reset_code",
        now=now,
        field="phone",
        visitor=visitor,
    )


def reset_password(
    *, phone: str, number: str, code: str, password: str, now: datetime, again: str | None = None
) -> User:
    """Set a new password with the newest code; five wrong tries spend it. A wait after wrong passwords ends.

    again: the password typed a second time. Raises Invalid (fields code, password, again)."""
    row_id = codes.check(purpose=_purpose(phone, number), code=code, now=now)
    with transaction.atomic():
        user = codes.spend(row_id, now).user
        real_name = queries.real_name(user)
        if problems := password_problems(
            password, name=user.name, known=_known(real_name), again=again
        ):
            raise Invalid(problems)
        return _set(user, password, now, real_name, "identity.reset_password")


def _purpose(phone: str, number: str) -> str:
    return f"{spelling.phone(phone)}:{spelling.code(number)}"


def _known(real_name: RealName | None) -> tuple[str, ...]:
    if real_name is None:
        return ()
    holder = real_name.person or real_name.handler
    code = real_name.employer.credit_code if real_name.employer else ""
    return tuple(filter(None, (real_name.phone, holder.id_number, code)))


def _set(user: User, password: str, now: datetime, real_name: RealName | None, verb: str) -> User:
    actor = queries.actor_of(user)
    accounts.set_password(actor=actor, user=user, password=password)
    codes.void(user, now)
    record(actor=actor, verb=verb, subject=actor)
    if real_name:
        tell_change(real_name, actor, now)
    return user


def tell_change(real_name: RealName, recipient: str, now: datetime) -> None:
    """Tell the account's phone that the password was changed, and the person's own phone when that is another."""
    phones = {real_name.phone}
    if real_name.person:
        phones.add(queries.trusted_phone(real_name.person))
    for serial, phone in enumerate(sorted(filter(None, phones))):
        notify.send(
            recipient=recipient,
            kind="password_changed",
            context={"time": f"{clock.local(now):%Y年%m月%d日 %H:%M}"},
            phone=phone,
            key=f"password_changed:{real_name.user.uuid}:{now.timestamp()}:{serial}",
        )
