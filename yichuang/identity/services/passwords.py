"""Changing a password, and getting back in with a code on the phone."""

import hmac
import secrets
from datetime import datetime, timedelta

from axes.utils import reset as unlock
from django.db import transaction

from yichuang.accounts import services as accounts
from yichuang.accounts.models import User
from yichuang.audit.services import record
from yichuang.core import clock, crypto, db, limits, spelling
from yichuang.core.errors import FieldProblem, Invalid, Problem, TooMany
from yichuang.core.limits import Limit
from yichuang.core.ports import NotConnected, Rejected, Unavailable
from yichuang.identity import queries, rules
from yichuang.identity.models import RealName, ResetCode
from yichuang.notify import services as notify

from .registration import password_problems

BY_ADDRESS = Limit("reset:address", 60, timedelta(hours=1))
BY_ADDRESS_A_DAY = Limit("reset:address:day", 300, timedelta(days=1))
BY_PHONE = Limit("reset:phone", 8, timedelta(days=1))
WRONG_CODE = "验证码不对或已经过期，请看最新一条短信，或者重新要一个"


@transaction.atomic
def change_password(*, user: User, old: str, new: str, now: datetime) -> User:
    """The owner's own change, other sessions end. Raises Invalid (fields old, password)."""
    problems = [] if user.check_password(old) else [FieldProblem("old", "原来的密码不对，忘了可以用手机验证码找回")]
    if new == old:
        problems.append(FieldProblem("password", "新密码不要和原来的一样", "password"))
    real_name = queries.real_name(user)
    problems += password_problems(new, name=user.name, known=_known(real_name))
    if problems:
        raise Invalid(problems)
    return _set(user, new, now, real_name, "identity.change_password")


def ask_reset_code(*, identifier: str, now: datetime, visitor: str = "") -> None:
    """Send a six-digit code to the phone of whoever signs in with `identifier` (phone, ID number, credit code).

    visitor: the address it comes from. Says nothing about whether there is such an account, and nothing when a phone
    has had its codes of the day under other names. Raises TooMany (one a minute and five a day of one identifier, and
    by address), Problem with status 503 when no short message can be sent."""
    if visitor:
        limits.take([(BY_ADDRESS, visitor), (BY_ADDRESS_A_DAY, visitor)], now)
    asked = crypto.blind(spelling.code(identifier))
    code = f"{secrets.randbelow(1_000_000):06d}"
    with transaction.atomic():
        db.call("select pg_advisory_xact_lock(%s)", [int.from_bytes(asked[:8], signed=True)])
        today = ResetCode.objects.filter(asked_blind=asked, asked_at__gt=now - timedelta(days=1)).order_by("-asked_at")
        if refusal := rules.code_refusal(list(today.values_list("asked_at", flat=True)), now):
            raise TooMany(refusal, field="identifier")
        user = queries.user_for(identifier)
        real_name = queries.real_name(user) if user else None
        row = ResetCode.objects.create(
            asked_blind=asked,
            user=user if real_name else None,
            code_hash=_hash(asked, code),
            asked_at=now,
            expires_at=now + rules.CODE_LASTS,
        )
    if real_name and _may_be_sent(real_name.phone, now):
        _send_code(real_name.phone, code, f"reset_code:{row.pk}")


def _may_be_sent(phone: str, now: datetime) -> bool:
    try:
        limits.take([(BY_PHONE, phone)], now)
    except TooMany:
        return False
    return True


def reset_password(*, identifier: str, code: str, password: str, now: datetime) -> User:
    """Set a new password with the newest code; five wrong tries spend it. A lock-out by wrong passwords ends.

    Raises Invalid (fields code, password)."""
    asked = crypto.blind(spelling.code(identifier))
    with transaction.atomic():
        row = ResetCode.objects.select_for_update().filter(asked_blind=asked).order_by("-asked_at").first()
        good = row is not None and _usable(row, now) and hmac.compare_digest(bytes(row.code_hash), _hash(asked, code))
        if row and not good:
            row.wrong_tries += 1
            row.save(update_fields=["wrong_tries"])
    if not good:
        raise Invalid([FieldProblem("code", WRONG_CODE, "code")])
    return _spend(row.pk, password, now)


@transaction.atomic
def _spend(row_id: int, password: str, now: datetime) -> User:
    row = ResetCode.objects.select_for_update(of=["self"]).select_related("user").get(pk=row_id)
    if not _usable(row, now):
        raise Invalid([FieldProblem("code", WRONG_CODE, "code")])
    real_name = queries.real_name(row.user)
    if problems := password_problems(password, name=row.user.name, known=_known(real_name)):
        raise Invalid(problems)
    row.used_at = now
    row.save(update_fields=["used_at"])
    unlock(username=row.user.username)
    return _set(row.user, password, now, real_name, "identity.reset_password")


def _usable(row: ResetCode, now: datetime) -> bool:
    return bool(row.user_id and row.used_at is None and now < row.expires_at and row.wrong_tries < rules.CODE_TRIES)


def _hash(asked: bytes, code: str) -> bytes:
    return crypto.blind(f"reset:{asked.hex()}:{spelling.code(code)}")


def _known(real_name: RealName | None) -> tuple[str, ...]:
    if real_name is None:
        return ()
    holder = real_name.person or real_name.handler
    code = real_name.employer.credit_code if real_name.employer else ""
    return tuple(filter(None, (real_name.phone, holder.id_number, code)))


def _send_code(phone: str, code: str, key: str) -> None:
    minutes = int(rules.CODE_LASTS.total_seconds() // 60)
    try:
        notify.send_now(kind="reset_code", context={"code": code, "minutes": minutes}, phone=phone, key=key)
    except NotConnected as fault:
        raise Problem(
            "这里还没有接通短信，发不了验证码",
            code="not_connected",
            way_out="请带证件到就近的人社窗口重置密码",
            status=503,
        ) from fault
    except (Rejected, Unavailable) as fault:
        raise Problem(
            "短信暂时发不出去",
            code="unavailable",
            way_out="请过一分钟再试；手机号换了的，请带证件到就近的人社窗口重置密码",
            status=503,
        ) from fault


def _set(user: User, password: str, now: datetime, real_name: RealName | None, verb: str) -> User:
    actor = queries.actor_of(user)
    accounts.set_password(actor=actor, user=user, password=password)
    record(actor=actor, verb=verb, subject=actor)
    if real_name:
        notify.send(
            recipient=actor,
            kind="password_changed",
            context={"time": f"{clock.local(now):%Y年%m月%d日 %H:%M}"},
            phone=real_name.phone,
            key=f"password_changed:{user.uuid}:{now.timestamp()}",
        )
    return user
