"""Whether somebody was told in time if the case is accepted, and what whoever accepts finds beside it."""

from datetime import datetime

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, TermChange
from yichuang.cases.rules.flags import HEARD_LATE, noted
from yichuang.cases.rules.term_changes import SHORTER
from yichuang.cases.services import dates, deeming
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Invalid

NOT_SHORTER = "这个事项没有因为事实清楚而缩短的期限"


def require_answerable(case: Case, doing: str, now: datetime) -> None:
    """The answer is still ours to give: the law has not given it, and acceptance does not wait.

    doing: what is tried, in words.
    Raises Conflict.
    """
    if case.paused_since:
        message = f"这件暂缓受理着，不能{doing}"
        raise Conflict(message, code="wrong_state", way_out="请先按“不再暂缓受理”")
    deeming.require_not_deemed(case, doing, now)


def flags_of(case: Case, now: datetime) -> list[str]:
    """The flags with the fault of who is told after the last day; unchanged for who is told in time."""
    if is_late(case, now):
        return noted(case.flags, HEARD_LATE)
    return case.flags


def is_late(case: Case, now: datetime) -> bool:
    """Whether the last day for saying anything has passed; never of a version that has none."""
    return case.accept_by is not None and local(now).date() > case.accept_by


def find_clear(case: Case, officer: Officer, now: datetime) -> dict[str, bool]:
    """The condition of the shorter statute holds, as who accepts finds: the columns to set.

    Raises Invalid where the rule has no shorter one.
    """
    shorter = dates.terms_of(case).shorter
    if shorter is None:
        raise Invalid([FieldProblem("clear", NOT_SHORTER, "list")])
    TermChange.objects.create(
        case=case,
        kind=SHORTER,
        on_day=local(now).date(),
        days=shorter.span.days,
        unit=shorter.span.unit,
        reason=shorter.why,
        basis=shorter.basis,
        asked_by=officer,
        asked_at=now,
    )
    case.clock_changed = True
    return {"clock_changed": True}
