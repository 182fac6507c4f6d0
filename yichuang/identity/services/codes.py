"""Six-digit codes to a phone: each for one purpose, kept as a keyed hash, spent once."""

import hmac
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from yichuang.accounts.models import User
from yichuang.core import crypto, db, limits, spelling
from yichuang.core.errors import FieldProblem, Invalid, Problem, TooMany
from yichuang.core.limits import Limit
from yichuang.core.ports import NotConnected, Rejected, Unavailable
from yichuang.identity import rules
from yichuang.identity.models import ResetCode
from yichuang.notify import services as notify

BY_PURPOSE_AND_ADDRESS = Limit("code:purpose+address", rules.CODES_PER_DAY, timedelta(days=1))
BY_PHONE_AND_ADDRESS = Limit("code:phone+address", 8, timedelta(days=1))
BY_PHONE = Limit("code:phone", 30, timedelta(days=1))  # whoever asks: more are an attack
BY_ACCOUNT = Limit("code:account", 30, timedelta(days=1))
WRONG_CODE = "验证码不对或已经过期，请看最新一条短信，或者重新要一个"


def send(
    *,
    purpose: str,
    user: User | None,
    phone: str,
    kind: str,
    now: datetime,
    field: str = "",
    visitor: str = "",
) -> None:
    """Send a code for the `purpose` (with whatever it must be typed for again) to the phone.

    Nothing is sent when the phone or the account has had its codes of
    the day.

    user: None where nobody is meant: counted all the same and nothing
    sent, so that a stranger learns nothing.
    kind: a key of packs/messages.
    visitor: the address it comes from, where anybody may ask: five a day
    of each, so that nobody uses up another's.

    Raises TooMany (one a minute and five a day under one name, told at
    `field`), Problem with status 503 when no short message can be sent.
    """
    key = crypto.blind(purpose)
    here = [(BY_PURPOSE_AND_ADDRESS, f"{key.hex()}:{visitor}")]
    if visitor and limits.is_over(here, now):
        raise TooMany(rules.CODES_OF_THE_DAY, field=field)
    code = f"{secrets.randbelow(1_000_000):06d}"
    with transaction.atomic():
        turn = int.from_bytes(key[:8], signed=True)
        db.call("select pg_advisory_xact_lock(%s)", [turn])
        yesterday = now - timedelta(days=1)
        of_today = ResetCode.objects.filter(asked_blind=key, asked_at__gt=yesterday)
        today = of_today.order_by("-asked_at")
        if visitor:
            today = today[:1]
        times = today.values_list("asked_at", flat=True)
        refusal = rules.code_refusal(list(times), now)
        if refusal:
            raise TooMany(refusal, field=field)
        row = ResetCode.objects.create(
            asked_blind=key,
            user=user,
            code_hash=_hash(key, code),
            asked_at=now,
            expires_at=now + rules.CODE_LASTS,
        )
    if visitor:
        limits.count(here, now)
    if user and _may_be_sent(phone, user, now, visitor):
        _hand_over(kind, phone, code, f"{kind}:{row.pk}")


def check(*, purpose: str, code: str, now: datetime, field: str = "code") -> int:
    """The row of the newest code under this name when it is the one typed.

    Five wrong tries spend it. Count it outside the deed: a wrong try
    stays written. Raises Invalid at `field`.
    """
    key = crypto.blind(purpose)
    with transaction.atomic():
        rows = ResetCode.objects.select_for_update().filter(asked_blind=key)
        row = rows.order_by("-asked_at").first()
        good = False
        if row and _usable(row, now):
            stored_hash = bytes(row.code_hash)
            typed = _hash(key, code)
            good = hmac.compare_digest(stored_hash, typed)
        if row and not good:
            row.wrong_tries += 1
            row.save(update_fields=["wrong_tries"])
    if not good:
        raise _wrong(field)
    return row.pk


def spend(row_id: int, now: datetime, field: str = "code") -> ResetCode:
    """Use up a checked code, inside the deed.

    Raises Invalid when another press was faster.
    """
    rows = ResetCode.objects.select_for_update(of=["self"])
    row = rows.select_related("user").get(pk=row_id)
    if not _usable(row, now):
        raise _wrong(field)
    row.used_at = now
    row.save(update_fields=["used_at"])
    return row


def void(user: User, now: datetime) -> None:
    """Open codes of an account open nothing any more.

    It has another phone, another password, or another owner.
    """
    unused = ResetCode.objects.filter(user=user, used_at=None)
    unused.update(used_at=now)


def _wrong(field: str) -> Invalid:
    problem = FieldProblem(field, WRONG_CODE, "code")
    return Invalid([problem])


def _usable(row: ResetCode, now: datetime) -> bool:
    if row.user_id is None:
        return False
    if row.used_at is not None:
        return False
    if now >= row.expires_at:
        return False
    return row.wrong_tries < rules.CODE_TRIES


def _hash(key: bytes, code: str) -> bytes:
    return crypto.blind(f"reset:{key.hex()}:{spelling.code(code)}")


def _may_be_sent(phone: str, user: User, now: datetime, visitor: str) -> bool:
    by_phone_here = (BY_PHONE_AND_ADDRESS, f"{phone}:{visitor}")
    by_phone = (BY_PHONE, phone)
    by_account = (BY_ACCOUNT, str(user.uuid))
    try:
        limits.take([by_phone_here, by_phone, by_account], now)
    except TooMany:
        return False
    return True


def _hand_over(kind: str, phone: str, code: str, key: str) -> None:
    minutes = int(rules.CODE_LASTS.total_seconds() // 60)
    context = {"code": code, "minutes": minutes}
    try:
        notify.send_now(kind=kind, context=context, phone=phone, key=key)
    except NotConnected as fault:
        raise Problem(
            "这里还没有接通短信，发不了验证码",
            code="not_connected",
            way_out="请带证件到就近的人社窗口，当面办",
            status=503,
        ) from fault
    except (Rejected, Unavailable) as fault:
        raise Problem(
            "短信暂时发不出去",
            code="unavailable",
            way_out="请过一分钟再试；手机号换了的，请带证件到就近的人社窗口",
            status=503,
        ) from fault
