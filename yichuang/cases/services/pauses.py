"""The clock of a case stands and runs again: the pause is kept with its reason, the case knows since when it stands."""

from datetime import date, datetime
from typing import Any

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Pause
from yichuang.cases.rules.pauses import KINDS
from yichuang.core.clock import local
from yichuang.core.errors import Conflict


def begin(
    *,
    case: Case,
    kind: str,
    now: datetime,
    officer: Officer | None,
    planned_until: date | None = None,
    reason: str = "",
    notice: str = "",
) -> dict[str, Any]:
    """Let the clock of a locked case stand from today; gives the columns that `journal.write` is to set.

    kind: a code of rules/pauses.py; reason: in words ("": the kind's); notice: number of the paper that tells it.
    Raises Conflict when the clock stands already."""
    if case.paused_since:
        raise Conflict("这件的时限已经停着", code="wrong_state", way_out="请刷新看最新情况")
    today = local(now).date()
    Pause.objects.create(
        case=case,
        kind=kind,
        from_on=today,
        planned_until=planned_until,
        reason=reason or KINDS[kind].label,
        basis=KINDS[kind].basis,
        notice=notice,
        begun_by=officer,
    )
    return {"paused_since": today}


def end(*, case: Case, now: datetime, officer: Officer | None = None) -> dict[str, Any]:
    """Let the clock of a locked case run again; gives the columns to set, none when it did not stand."""
    if case.paused_since is None:
        return {}
    Pause.objects.filter(case=case, until_on=None).update(
        until_on=local(now).date(), ended_by=officer
    )
    return {"paused_since": None}
