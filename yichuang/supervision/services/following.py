"""What goes with a case to whoever has it next, or ends with it.

Its 督办, and what there is to do because of its colour and of its clock.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet, Value

from yichuang.cases.services import tasks_of_clock
from yichuang.supervision.models import Urging
from yichuang.supervision.services import alarms, urging

URGED, ALARMED, CLOCKED = "urged", "alarmed", "clocked"


def follow(*, case_id: UUID, now: datetime) -> None:
    """After a case changed hands, or is due on another day.

    One read for nearly every case, with which nothing goes.
    """
    companions = _companions(case_id)
    if URGED in companions:
        urging.follow(case_id=case_id, now=now)
    if ALARMED in companions:
        alarms.ease(case_id=case_id, now=now)
    if CLOCKED in companions:
        tasks_of_clock.end_with_case(case_id, now)


def _companions(case_id: UUID) -> set[str]:
    """Which of them there are, in one read.

    None for nearly every case.
    """
    unanswered = Urging.objects.filter(case__uuid=case_id, ending="", answered_at=None)
    urged = _as(URGED, unanswered)
    coloured = alarms.open_todos(case_id)
    alarmed = _as(ALARMED, coloured)
    clocked = tasks_of_clock.open_todos(case_id)
    unsigned = tasks_of_clock.unsigned_checks(case_id)
    others = [_as(CLOCKED, clocked), _as(CLOCKED, unsigned)]
    companions = urged.union(alarmed, *others)
    return {what for (what,) in companions}


def _as(what: str, rows: QuerySet) -> QuerySet:
    """The rows, each only as the name of what it is."""
    named = rows.annotate(what=Value(what))
    return named.order_by().values_list("what")
