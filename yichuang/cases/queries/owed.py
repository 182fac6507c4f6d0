"""Papers that are still to follow (先办后补).

Of one case, and of all cases for the jobs of the night and of the morning.
"""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from yichuang.cases.models import Case, CaseEvent, Material, Pause
from yichuang.cases.rules.states import ACCEPTED, AWAITING, IN_TURN, REVIEWING

UNDER_REVIEW = (ACCEPTED, REVIEWING)


def of_case(case: Case) -> list[Material]:
    """The papers of a case that have not come.

    In the order of the list.
    """
    rows = _to_follow().filter(case=case)
    return list(rows.order_by("code"))


def to_supply(case: Case) -> list[Material]:
    """The papers of a case that its applicant may bring now.

    Those that follow, and those that others are asked for and have not found,
    also while nobody has answered.
    """
    last = {}
    rows = Material.objects.filter(case=case).select_related("query")
    for row in rows.order_by("round", "id"):
        last[row.code] = row
    open_rows = []
    for code in sorted(last):
        row = last[code]
        if row.source in (Material.LATER, Material.ASKED):
            open_rows.append(row)
    return open_rows


def overdue(today: date) -> Iterator[UUID]:
    """Cases under review of which a paper should have been here.

    Those whose clock stands already are left out.
    """
    rows = _to_follow().filter(
        due_on__lt=today, case__state__in=UNDER_REVIEW, case__paused_since=None
    )
    yield from _cases(rows)


def to_come(today: date) -> Iterator[UUID]:
    """Cases that somebody works on and of which a paper is still to come in time."""
    rows = _to_follow().filter(due_on__gt=today, case__state__in=IN_TURN)
    yield from _cases(rows)


def waited_out(today: date) -> Iterator[UUID]:
    """Cases whose wait for a paper has ended by itself."""
    rows = Pause.objects.filter(
        kind="awaiting", until_on=None, planned_until__lt=today, case__state=AWAITING
    )
    yield from _cases(rows)


def is_in_review(case: Case) -> bool:
    """Whether its review has begun.

    Whatever the case waits for now.
    """
    begun = CaseEvent.objects.filter(case=case, kind="begin_review")
    return begun.exists()


def has_waited(case: Case) -> bool:
    """Whether it waited for a paper before.

    Nobody waits twice for what was promised once.
    """
    waits = Pause.objects.filter(case=case, kind="awaiting")
    return waits.exists()


def is_reminded(case: Case, day: date) -> bool:
    """Whether the applicant was reminded on a day."""
    reminders = CaseEvent.objects.filter(case=case, kind="remind", at__date=day)
    return reminders.exists()


def _to_follow() -> QuerySet[Material]:
    """Every paper that was to follow and has not come."""
    return Material.objects.filter(source=Material.LATER, supplied_at=None)


def _cases(rows: QuerySet) -> Iterator[UUID]:
    """Each case once, the oldest first.

    rows: of anything that belongs to a case.
    """
    ordered = rows.order_by("case_id")
    uuids = ordered.values_list("case__uuid", flat=True)
    yield from dict.fromkeys(uuids)
