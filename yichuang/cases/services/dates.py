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
    calendar = reference.calendar(case.region_id)
    stops = pauses.stops(case)
    due = timing.due(
        clock_from=clock_from,
        definition=definition,
        stops=stops,
        calendar=calendar,
        thresholds=reference.thresholds(),
        accepted_at=accepted_at or case.accepted_at,
    )
    last = None
    if due.statutory:
        last = due.statutory.due
    return {
        "clock_from": clock_from,
        "due_at": due.at,
        "yellow_on": due.yellow_on,
        "red_on": due.red_on,
        "statutory_due": last,
        "due_provisional": due.promised.provisional,
    }


def provisional() -> list[UUID]:
    """Open cases whose date rests on a year that was not announced when it was counted."""
    waiting = Case.objects.filter(open=True, due_provisional=True)
    uuids = waiting.values_list("uuid", flat=True)
    return list(uuids)


def moved_by_acceptance(case: Case, now: datetime) -> dict:
    """Column values of a case that is accepted now, when its term begins only there (`timing.waits`); else none."""
    definition = versions.of_case(case).definition
    if not timing.waits(definition):
        return {}
    return counted_from(case, definition, case.clock_from, now)


def keep_moved(case: Case, fresh: dict, now: datetime) -> None:
    """Write the dates that acceptance moved, as a step that tells the old day and the new one."""
    before = local(case.due_at).date()
    after = local(fresh["due_at"]).date()
    if before == after:
        return
    _keep(case, fresh | {"alarm": "green"}, now)


@transaction.atomic
def recount(*, case_id: UUID, now: datetime) -> bool:
    """Count a provisional date anew; True when the year's pack, or the law as it is counted now, changed or confirmed
    it. The applicant is told once of another day. 国务院办公厅 yearly notice."""
    case = lock(case_id)
    if not case.open:
        return False
    if not case.due_provisional:
        return False
    definition = versions.of_case(case).definition
    fresh = counted_from(case, definition, case.clock_from)
    same = fresh["due_at"] == case.due_at
    if fresh["due_provisional"] and same:
        return False
    if same:
        _keep(case, fresh, now)
        return True
    in_time = now <= fresh["due_at"]
    marks = {"alarm": "green", "late": False} if in_time else {}
    _keep(case, fresh | marks, now, moved=True)
    return True


def _keep(case: Case, fresh: dict, now: datetime, **more) -> None:
    """Write the dates as a step that tells the old day and the new one."""
    before = local(case.due_at).date()
    after = local(fresh["due_at"]).date()
    days = {"from": before.isoformat(), "to": after.isoformat(), **more}
    write(case, "recount", actor="system", now=now, data=days, **fresh)
