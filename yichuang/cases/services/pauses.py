"""The clock of a case stands and runs again: the pause is kept with its reason, the case knows since when it stands."""

from datetime import date, datetime, timedelta
from typing import Any

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Pause
from yichuang.cases.rules.pauses import KINDS
from yichuang.core.clock import local
from yichuang.core.errors import Conflict

DAY = timedelta(days=1)


def begin(
    *,
    case: Case,
    kind: str,
    now: datetime,
    officer: Officer | None,
    cause: str = "",
    basis: str = "",
    planned_until: date | None = None,
    reason: str = "",
    notice: str = "",
) -> dict[str, Any]:
    """Let the clock of a locked case stand; gives the columns that `journal.write` is to set.

    A stop begins the day after its paper (ADR 73); what begins a term anew is no stop, and stands from today.

    kind: a code of rules/pauses.py; cause: which stop or suspension of the case's rule it is; basis: its article;
    reason: in words; both the kind's where ""; notice: number of the paper that tells it.
    Raises Conflict when the clock stands already."""
    if case.paused_since:
        raise Conflict("这件的时限已经停着", code="wrong_state", way_out="请刷新看最新情况")
    first = local(now).date()
    if not KINDS[kind].restarts:
        first += DAY
    Pause.objects.create(
        case=case,
        kind=kind,
        cause=cause,
        from_on=first,
        planned_until=planned_until,
        reason=reason or KINDS[kind].label,
        basis=basis or KINDS[kind].basis,
        notice=notice,
        begun_by=officer,
    )
    return {"paused_since": first}


def end(*, case: Case, now: datetime, officer: Officer | None = None) -> dict[str, Any]:
    """Let the clock of a locked case run again; gives the columns to set, none when it did not stand.

    The day of the end is stopped; what ends on the day of its notice has stopped none."""
    if case.paused_since is None:
        return {}
    Pause.objects.filter(case=case, until_on=None).update(
        until_on=local(now).date(), ended_by=officer
    )
    return {"paused_since": None}


def lasting(case: Case) -> Pause | None:
    """The pause that lasts; None while the clock runs."""
    return Pause.objects.filter(case=case, until_on=None).first()
