"""What all changes of a case's terms have in common: a row that says why, and the dates as they are from then on."""

from datetime import date, datetime

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, TermChange
from yichuang.cases.rules.term_changes import EXTENSION
from yichuang.cases.services import dates, stopping
from yichuang.cases.services.journal import actor_of, write
from yichuang.core.clock import local
from yichuang.core.errors import FieldProblem


def reason_lacking(reason: str) -> list[FieldProblem]:
    """A change is told with its reason."""
    if reason.strip():
        return []
    problem = FieldProblem("reason", "请写明理由，申请人会看到", "required")
    return [problem]


def change_of(
    case: Case,
    officer: Officer,
    now: datetime,
    *,
    reason: str,
    basis: str,
    until: date | None = None,
) -> TermChange:
    """A change that is about to be written, of today: an extension, unless it is made another."""
    return TermChange(
        case=case,
        kind=EXTENSION,
        on_day=local(now).date(),
        until=until,
        reason=reason,
        basis=basis,
        asked_by=officer,
        asked_at=now,
    )


def move(
    case: Case, verb: str, flags: list[str], facts: dict, officer: Officer, now: datetime
) -> None:
    """Write the dates as the changes of the terms have them now; what is late already stays late.

    flags: those that the step leaves on the case.
    facts: what it tells beside the day that moved.
    """
    late = stopping.lateness(case, now, flags)
    if "late" in late:
        facts["late"] = True
    case.clock_changed = True
    fresh = dates.counted(case)
    facts |= dates.days_moved(case, fresh)
    write(
        case,
        verb,
        actor=actor_of(officer),
        officer=officer,
        now=now,
        clock_changed=True,
        alarm="green",
        **late,
        **fresh,
        data=facts,
    )
