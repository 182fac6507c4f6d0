"""The dates that a case keeps: counted when its papers are complete, and anew when a year is announced."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.cases.models import Case
from yichuang.cases.queries import pauses, versions
from yichuang.cases.rules import timing
from yichuang.cases.services.journal import lock, write
from yichuang.core.clock import local
from yichuang.reference import queries as reference


def counted_from(
    case: Case, definition: dict, clock_from: datetime, accepted_at: datetime | None = None
) -> dict:
    """Column values of a clock that starts at `clock_from`. definition: the elements of the case's version;
    accepted_at: the moment of a case that is just being accepted."""
    due = timing.due(
        clock_from=clock_from,
        definition=definition,
        stops=pauses.stops(case),
        calendar=reference.calendar(case.region_id),
        thresholds=reference.thresholds(),
        accepted_at=accepted_at or case.accepted_at,
    )
    statutory_due = due.statutory.due if due.statutory else None
    return {
        "clock_from": clock_from,
        "due_at": due.at,
        "yellow_on": due.yellow_on,
        "red_on": due.red_on,
        "statutory_due": statutory_due,
        "due_provisional": due.promised.provisional,
    }


def provisional() -> list[UUID]:
    """Open cases whose date rests on a year that was not announced when it was counted."""
    rows = Case.objects.filter(open=True, due_provisional=True)
    found = rows.values_list("uuid", flat=True)
    return list(found)


def moved_by_acceptance(case: Case, now: datetime) -> dict:
    """Column values of a case that is accepted now, when its term begins only there (`timing.waits`); else none."""
    definition = versions.of_case(case).definition
    if not timing.waits(definition):
        return {}
    return counted_from(case, definition, case.clock_from, now)


def keep_moved(case: Case, fresh: dict, now: datetime) -> None:
    """Write the dates that acceptance moved, as a step that tells the old day and the new one."""
    before = _day(case.due_at)
    after = _day(fresh["due_at"])
    if before == after:
        return
    told = {"from": before, "to": after}
    write(case, "recount", actor="system", now=now, data=told, alarm="green", **fresh)


def _day(moment: datetime) -> str:
    day = local(moment).date()
    return day.isoformat()


@transaction.atomic
def recount(*, case_id: UUID, now: datetime) -> bool:
    """Count a provisional date anew; True when the year's pack changed or confirmed it. 国务院办公厅 yearly notice."""
    case = lock(case_id)
    if not (case.open and case.due_provisional):
        return False
    version = versions.of_case(case)
    fresh = counted_from(case, version.definition, case.clock_from)
    is_unchanged = fresh["due_at"] == case.due_at
    if fresh["due_provisional"] and is_unchanged:
        return False
    told = {"from": _day(case.due_at), "to": _day(fresh["due_at"])}
    write(case, "recount", actor="system", now=now, data=told, **fresh)
    return True
