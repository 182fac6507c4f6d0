"""Who is on leave, and who does their work meanwhile.

A leave is planned in whole days. Who does the work is read on the day,
so that nothing is handed over, and nothing has to be handed back.
"""

from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet

from yichuang.core import revision
from yichuang.core.clock import today

from ..models import Leave, Officer


class Absence(NamedTuple):
    """One officer who is on leave on a day.

    officer: the primary key of who is away.
    deputy: that of who was named for them; None for nobody.
    unit: that of the unit of who is away.
    """

    officer: int
    deputy: int | None
    unit: int

    def falls_to(self, officer: Officer) -> bool:
        """Whether it is this officer who does the work meanwhile.

        The deputy does it alone; where nobody was named it is done by
        all of the unit.
        """
        if self.deputy is None:
            return self.unit == officer.organisation_id
        return self.deputy == officer.pk


def running_leaves(first_day: date, last_day: date) -> QuerySet[Leave]:
    """Leaves that touch any of the days, both ends included.

    Who came back early is there again from `ended_on` on, so that the
    leave touches the days before it only.
    """
    back = Q(ended_on__isnull=True) | Q(ended_on__gt=first_day)
    return Leave.objects.filter(back, first_day__lte=last_day, last_day__gte=first_day)


def leaves_of(officer: Officer, on: date) -> list[Leave]:
    """The leaves of an officer that last on the day or are still to come, the earliest first."""
    leaves = running_leaves(on, date.max).filter(officer=officer)
    return list(leaves.select_related("deputy").order_by("first_day"))


@revision.kept(4)
def _away(day: date) -> tuple[Absence, ...]:
    """Everyone who is on leave on the day."""
    leaves = running_leaves(day, day).order_by("officer_id")
    rows = leaves.values_list("officer_id", "deputy_id", "officer__organisation_id")
    return tuple(Absence(*row) for row in rows)


def _absences_of(officer_id: int, on: date | None) -> list[Absence]:
    """What says that the officer is on leave on the day; nothing of one who is there."""
    everyone = _away(on or today())
    return [absence for absence in everyone if absence.officer == officer_id]


def is_away(officer_id: int, on: date | None = None) -> bool:
    """Whether the officer is on leave on the day, today where none is named."""
    return bool(_absences_of(officer_id, on))


def standing_in(officer: Officer, on: date | None = None) -> list[Officer]:
    """The deputies of an officer who is on leave on the day, today where none is named.

    Nobody for one who is there, or named no deputy.
    """
    absences = _absences_of(officer.pk, on)
    deputies = [absence.deputy for absence in absences if absence.deputy]
    return list(Officer.objects.filter(pk__in=deputies, active=True))


def stands_in_for(officer: Officer, on: date | None = None) -> list[int]:
    """The primary keys of the colleagues on leave whose things to do are the officer's.

    on: the day, today where none is named.
    """
    colleagues = []
    for absence in _away(on or today()):
        if absence.officer != officer.pk and absence.falls_to(officer):
            colleagues.append(absence.officer)
    return colleagues
