"""Looking a case up by its number and its six-digit password: five wrong tries lock the number for half an hour."""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.audit.services import record
from yichuang.cases.models import Case, TrackingTry
from yichuang.cases.queries import cases
from yichuang.cases.rules import numbers
from yichuang.cases.services.journal import lock
from yichuang.cases.services.submit import password_hash
from yichuang.core import crypto, spelling
from yichuang.core.errors import FieldProblem, Invalid, NotFound, TooMany

WRONG_TRIES = 5
ADDRESS_TRIES = 30
LOCKED_FOR = timedelta(minutes=30)


def track(*, number: str, password: str, address: str, now: datetime) -> Case:
    """The case, for anyone who has both. address: where the request comes from, limited too.

    Raises Invalid for a number that cannot exist (no try is counted), NotFound for a wrong pair, TooMany when
    locked. A wrong number and a wrong password look the same."""
    number = spelling.code(number)
    if not numbers.is_case_number(number):
        raise Invalid([FieldProblem("number", "办件编号是21位数字，请照收件凭证再核对一遍", "type")])
    keys = {f"number:{number}": WRONG_TRIES, f"address:{crypto.blind(address).hex()[:32]}": ADDRESS_TRIES}
    tries = _refuse_locked(keys, now)
    case = cases.tracked(number)
    right = case and hmac.compare_digest(bytes(case.password_hash), password_hash(case.uuid, spelling.code(password)))
    if not right:
        _count(keys, now)
        raise NotFound("编号或密码不对", way_out=f"请照收件凭证再核对；连错{WRONG_TRIES}次要等30分钟，急用请打12333")
    if tries:
        TrackingTry.objects.filter(key=f"number:{number}").delete()
    record(actor="public:tracking", verb="case.track", subject=case.ref)
    return case


@transaction.atomic
def renew_password(*, case_id: UUID, actor: str) -> str:
    """A new six-digit query password, told once; the old one ends. The caller has checked whose case it is."""
    case = lock(case_id)
    password = numbers.query_password()
    Case.objects.filter(pk=case.pk).update(password_hash=password_hash(case.uuid, password))
    TrackingTry.objects.filter(key=f"number:{case.number}").delete()
    record(actor=actor, verb="case.renew_password", subject=case.ref)
    return password


def _refuse_locked(keys: dict[str, int], now: datetime) -> int:
    """How many of the keys had wrong tries lately. Raises TooMany for one with too many."""
    tries = list(TrackingTry.objects.filter(key__in=keys, since__gt=now - LOCKED_FOR))
    for row in tries:
        if row.wrong >= keys[row.key]:
            until = (row.since + LOCKED_FOR).astimezone(now.tzinfo)
            raise TooMany("错的次数太多，先停一会儿", way_out=f"请在 {until:%H:%M} 以后再试，急用请打12333")
    return len(tries)


@transaction.atomic
def _count(keys: dict[str, int], now: datetime) -> None:
    for key in sorted(keys):
        row, made = TrackingTry.objects.select_for_update().get_or_create(key=key, defaults={"since": now, "wrong": 1})
        if made:
            continue
        row.since, row.wrong = (row.since, row.wrong + 1) if row.since > now - LOCKED_FOR else (now, 1)
        if row.wrong >= keys[key]:
            row.since = now  # the half hour begins with the last wrong try
        row.save(update_fields=["since", "wrong"])
