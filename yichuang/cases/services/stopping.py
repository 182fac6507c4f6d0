"""What all stops of a clock have in common: none on the last day, and dates that are counted anew when they end."""

from datetime import date, datetime
from typing import Any

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.rules.flags import LATE, noted
from yichuang.cases.services import dates, pauses
from yichuang.core.clock import local
from yichuang.core.errors import Conflict

Columns = dict[str, Any]
LAST_DAY = "今天就是最后一天：停止计时从明天算起，明天已经过期，停不住了"
OVER = "期限已经过了，不能再停"


def require_time(case: Case, now: datetime) -> None:
    """A stop begins tomorrow, and what is over by then it does not stop.

    A promise that has passed stays late; the statute may still be stopped.
    Raises Conflict.
    """
    today = local(now).date()
    due = local(case.due_at).date()
    if today == due:
        raise _late(LAST_DAY)
    if today < due:
        return
    statute = case.statutory_due
    if statute is None or today >= statute:
        raise _late(OVER)


def require_time_to_accept(case: Case, now: datetime) -> None:
    """The same of the clock of acceptance alone. Raises Conflict."""
    last = case.accept_by
    if last is None:
        raise _late(OVER)
    today = local(now).date()
    if today == last:
        raise _late(LAST_DAY)
    if today > last:
        raise _late(OVER)


def lateness(case: Case, now: datetime, flags: list[str]) -> Columns:
    """What is late stays late, whatever moves the date: columns for `journal.write`.

    flags: those that the step leaves on the case.
    """
    if not case.late and now <= case.due_at:
        return {"flags": flags}
    return {"late": True, "flags": noted(flags, LATE)}


def run_again(case: Case, officer: Officer | None, now: datetime) -> Columns:
    """The pause that lasts is over today: the dates as they are from now on."""
    columns = pauses.end(case=case, officer=officer, now=now)
    fresh = dates.counted(case)
    return {**columns, **fresh, "alarm": "green"}


def day_said(day: date | None) -> str:
    """A day as the trail keeps it, "" for none."""
    if day is None:
        return ""
    return day.isoformat()


def _late(message: str) -> Conflict:
    return Conflict(message, code="too_late", way_out="请在期限里作决定，或者看能不能依法延长")
