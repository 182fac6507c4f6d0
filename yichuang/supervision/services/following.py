"""What goes with a case to whoever has it next, or ends with it.

Its 督办, and what there is to do because of its colour and of its clock.
"""

from datetime import datetime
from uuid import UUID

from django.db.models import Value

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
    urged = unanswered.annotate(what=Value(URGED)).order_by()
    alarmed = alarms.open_todos(case_id).annotate(what=Value(ALARMED)).order_by()
    clocked = tasks_of_clock.open_todos(case_id).annotate(what=Value(CLOCKED)).order_by()
    unsigned = tasks_of_clock.unsigned_checks(case_id).annotate(what=Value(CLOCKED)).order_by()
    others = [rows.values_list("what") for rows in (alarmed, clocked, unsigned)]
    companions = urged.values_list("what").union(*others)
    return {what for (what,) in companions}
