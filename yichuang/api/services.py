"""Keys: issue, revoke, admit, and the record of who was turned away."""

import secrets
from datetime import date, datetime

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import F

from yichuang.api import leases, rules, tables
from yichuang.api.models import ApiKey, QuotaUse
from yichuang.api.rules import Caller
from yichuang.audit.services import record
from yichuang.core import clock, db, packs
from yichuang.core.errors import (
    Conflict,
    FieldProblem,
    Forbidden,
    Invalid,
    NotFound,
    Problem,
    TooMany,
)

_ADMIT = "select * from api_admit(%s, %s, %s, %s)"
_recorded_refusals: dict[
    tuple[str, str], datetime
] = {}  # refusals recorded in this minute: a flood of calls is not one of rows


@transaction.atomic
def issue_key(
    *,
    name: str,
    channel: int,
    source: str,
    scopes: list[str],
    actor: str,
    daily_quota: int = 100_000,
    minute_quota: int = 600,
    expires_on: date | None = None,
    place: str | None = None,
    text: str = "",
) -> tuple[ApiKey, str]:
    """A new key and its text, which is shown this once. place: whose it is (12 digits), None: the platform's; a source
    has one place in whatever letters, since its keys see the same cases. text: only for the demo's fixed keys. Raises
    Invalid."""
    if wrong := rules.key_problem(
        channel=channel, scopes=scopes, source=source, expires_on=expires_on, today=clock.today()
    ):
        raise Invalid([wrong], wrong.message)
    if ApiKey.objects.filter(source__iexact=source).exclude(place_id=place).exists():
        taken = FieldProblem("source", "这个来源是别处的合作方在用的，请换一个", "taken")
        raise Invalid([taken], taken.message)
    text = text or f"yc-{secrets.token_urlsafe(30)}"
    key = ApiKey.objects.create(
        name=name,
        key_hash=rules.key_hash(text),
        channel=channel,
        source=source,
        scopes=scopes,
        daily_quota=daily_quota,
        minute_quota=minute_quota,
        expires_on=expires_on,
        place_id=place,
    )
    record(
        actor=actor,
        verb="api.key.issue",
        subject=f"key:{key.id}",
        data={"scopes": scopes, "channel": channel},
    )
    return key, text


@transaction.atomic
def revoke_key(*, key_id: int, actor: str) -> ApiKey:
    """The key is refused from now on. Raises NotFound, Conflict for one that is closed."""
    key = ApiKey.objects.select_for_update().filter(pk=key_id).first()
    if key is None:
        raise NotFound("没有这个密钥")
    if not key.active:
        raise Conflict("这个密钥已经停用", code="ended", way_out="要用请再发一个")
    key.active = False
    key.save(update_fields=["active"])
    leases.forget(bytes(key.key_hash))
    record(actor=actor, verb="api.key.revoke", subject=f"key:{key.id}")
    return key


@packs.kept()
def _demo_hashes() -> frozenset[bytes]:
    return frozenset(rules.key_hash(row["text"]) for row in tables.demo_keys())


def admit(*, text: str, scope: str, now: datetime) -> Caller:
    """Who calls with this key, counted against its quotas. One round trip, or none while a lease lasts.

    Raises Problem 401 for a key that is missing, unknown, revoked or expired, Forbidden without the scope, TooMany
    (with `retry_after` seconds) beyond a quota. What is refused is recorded."""
    if not text:
        raise _refused(
            "missing_key", 401, "这个地址要有密钥才能用", "请在请求头 X-Api-Key 里带上密钥"
        )
    key_hash = rules.key_hash(text)
    if not settings.DEMO and key_hash in _demo_hashes():
        raise _refused("unknown_key", 401, "没有这个密钥", "请找渠道管理员核对密钥")
    caller = leases.take(key_hash, now.replace(second=0, microsecond=0)) or _caller_asked_for(
        key_hash, now
    )
    if scope not in caller.scopes:
        give_back(caller, now)
        refuse(actor=caller.actor, subject=f"key:{caller.id}", code="scope", now=now)
        raise Forbidden(
            f"这个密钥不能{rules.SCOPES[scope]}",
            code="scope",
            way_out=f"请找渠道管理员给它加上权限 {scope}",
        )
    return caller


def give_back(caller: Caller, now: datetime) -> None:
    """A call that was refused does not count in the day of its key; in its minute it does, so that nobody hammers."""
    use = QuotaUse.objects.filter(key_id=caller.id, day=clock.local(now).date(), n__gt=0)
    use.update(n=F("n") - 1)


def refuse(*, actor: str, subject: str, code: str, now: datetime) -> None:
    """Record that a call was turned away: once a minute for each subject and reason."""
    minute = now.replace(second=0, microsecond=0)
    if _recorded_refusals.get((subject, code)) == minute:
        return
    if len(_recorded_refusals) > 10_000:
        _recorded_refusals.clear()
    _recorded_refusals[subject, code] = minute
    record(actor=actor, verb="api.refuse", subject=subject, data={"code": code})


def _caller_asked_for(key_hash: bytes, now: datetime) -> Caller:
    minute = now.replace(second=0, microsecond=0)
    calls, back = (1, 0) if connection.in_atomic_block else leases.to_ask_for(key_hash, minute)
    row = _admitted(key_hash, now.date(), minute, calls - back)
    if row is None:
        refuse(actor="api:unknown", subject="key:unknown", code="bad_key", now=now)
        raise _refused(
            "bad_key", 401, "密钥不对，或已停用、过期", "请核对密钥，或找渠道管理员重新发一个"
        )
    caller = Caller(row[0], row[1], row[2], row[3], frozenset(row[4]))
    others = {"used_day": row[7] - calls, "used_minute": row[8] - calls}
    granted = min(calls, row[5] - others["used_day"], row[6] - others["used_minute"])
    if granted < 1:
        _admitted(key_hash, now.date(), minute, -calls)
        wait = rules.seconds_to_wait(now, quota_day=row[5], quota_minute=row[6], **others)
        refuse(actor=caller.actor, subject=f"key:{caller.id}", code="quota", now=now)
        raise TooMany(
            "这个密钥调用得太多了", code="quota", way_out=f"请在{wait}秒以后再试", retry_after=wait
        )
    if not connection.in_atomic_block:
        leases.keep(key_hash, caller, minute, minute_quota=row[6], counted=calls, granted=granted)
    return caller


def _admitted(*arguments):
    try:
        return db.call(_ADMIT, arguments)
    except (
        OperationalError
    ):  # a kept connection that the server has closed since: the next one is new
        return db.call(_ADMIT, arguments)


def _refused(code: str, status: int, message: str, way_out: str) -> Problem:
    return Problem(message, code=code, status=status, way_out=way_out)
