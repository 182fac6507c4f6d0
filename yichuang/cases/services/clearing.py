"""事实清楚 taken back: the shorter statute no longer holds, and the case has the whole term of the law from acceptance.

工伤保险条例 20. Whoever reviews finds it, with a reason, before the shorter term is over.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, TermChange
from yichuang.cases.queries.permission import require
from yichuang.cases.rules.term_changes import SHORTER
from yichuang.cases.services import changing, dates, stopping
from yichuang.cases.services.journal import actor_of, lock, write
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, Invalid

NOT_SHORTER = "这件没有按“事实清楚”缩短过期限，或者已经收回"
OVER = "缩短的期限已经到期，到期以前才能收回"
LABEL = "不再按“{why}”的期限办"


@transaction.atomic
def take_back_clear(*, case_id: UUID, officer: Officer, reason: str, now: datetime) -> Case:
    """The term of the law is counted whole again, from the same acceptance.

    Raises Invalid without a reason, Conflict where no shorter statute holds,
    and from the day after its last one.
    """
    case = lock(case_id)
    require("take_back_clear", case, officer, now)
    wrong = changing.reason_lacking(reason)
    if wrong:
        raise Invalid(wrong)
    change = _require_shorter(case)
    _require_time(case, now)
    change.refused_at = now
    change.save(update_fields=["refused_at"])
    late = stopping.lateness(case, now, case.flags)
    fresh = dates.counted(case)
    facts = _facts(case, change, reason)
    facts |= dates.days_moved(case, fresh)
    if "late" in late:
        facts["late"] = True
    write(
        case,
        "take_back_clear",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        **late,
        data=facts,
    )
    dates.keep_moved(case, fresh, now)
    return case


def _require_shorter(case: Case) -> TermChange:
    """The shorter statute that holds. Raises Conflict."""
    changes = case.term_changes.filter(kind=SHORTER, refused_at__isnull=True)
    change = changes.first()
    if change is None:
        raise Conflict(NOT_SHORTER, code="wrong_state", way_out="请刷新看最新情况")
    return change


def _require_time(case: Case, now: datetime) -> None:
    """The shorter term still runs. Raises Conflict."""
    last = case.statutory_due
    if last and local(now).date() > last:
        raise Conflict(OVER, code="too_late", way_out="请尽快作决定")


def _facts(case: Case, change: TermChange, reason: str) -> dict[str, str]:
    """What the trail and the paper of the step tell of it: the term runs from acceptance, as before."""
    begun = local(case.accepted_at).date()
    return {
        "label": LABEL.format(why=change.reason),
        "reason": reason.strip(),
        "basis": change.basis,
        "on_day": begun.isoformat(),
    }
