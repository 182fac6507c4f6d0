"""Cases in a list: what a supervisor sees of each beside its number, how late it is and whether it is asked about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from yichuang.cases.models import Case
from yichuang.cases.rules import timing
from yichuang.cases.rules.states import STATES
from yichuang.core.clock import local
from yichuang.sites.ui import urged
from yichuang.supervision.queries import urgings


@dataclass(frozen=True)
class CaseRow:
    """state: where the case stands, in words; late: how long after its day it still is or was ended, "" in time;
    urged: the mark of its 督办, {} without one."""

    case: Case
    state: str
    late: str
    urged: dict[str, str]


def rows_of(cases: Iterable[Case], now: datetime) -> list[CaseRow]:
    """The rows of a list of cases. One read beside the cases."""
    listed = list(cases)
    asked_about = urgings.standing_of(listed)
    today = local(now).date()
    rows = []
    for case in listed:
        urging = asked_about.get(case.pk)
        rows.append(
            CaseRow(
                case=case,
                state=STATES[case.state].label,
                late=_late(case, now),
                urged=urged.mark(urging, today),
            )
        )
    return rows


def _late(case: Case, now: datetime) -> str:
    """A stopped clock is not late, whatever the day."""
    if case.open and case.paused_since:
        return ""
    until = case.closed_at or now
    days = timing.days_overdue(case.due_at, until)
    return f"{days}天" if days else ""
