"""What an officer has to do."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import Count, F, Q, QuerySet, Value

from yichuang.core.clock import local
from yichuang.core.prepared import Prepared, Told
from yichuang.reference.queries import calendar, prefix

from ..models import Officer, Todo
from ..rules.grants import Grant
from .leaves import stands_in_for
from .roles import TOLD_DAY, TOLD_OFFICER, scopes


def todos_of(officer: Officer, on: date | None = None) -> QuerySet[Todo]:
    """What the officer has to do, the earliest first, those without a day last.

    It is what is their own, what was passed upward to them, what a role
    of theirs reaches, and what is of a colleague on leave for whom they
    stand in.
    """
    colleagues = stands_in_for(officer, on)
    grants = scopes(officer, on).grants
    todos = _todos(officer.pk, colleagues, grants)
    return todos.order_by(F("due_on").asc(nulls_last=True), F("due_at").asc(nulls_last=True), "id")


def _todos(officer: int | Told, stood_in_for: Iterable[int], grants: Iterable[Grant]) -> QuerySet:
    """What is open of an officer, in no order.

    officer: its primary key, or where it is told at each reading.
    stood_in_for: the primary keys of colleagues whose work it does.
    grants: the roles, of which it has what they reach.
    """
    mine = Q(owner=officer) | Q(escalated_to=officer)
    for colleague in stood_in_for:
        mine |= Q(owner=colleague)
    for grant in grants:
        mine |= _reached_by(grant)
    return Todo.objects.filter(mine, done_at=None)


def _reached_by(grant: Grant) -> Q:
    """A filter on Todo: what nobody has yet and a role reaches.

    It reaches what is in its place and all below, on its line or on
    none.
    """
    below = prefix(grant.region)
    reached = Q(owner=None, role=grant.role, region__code__startswith=below)
    if grant.line:
        reached &= Q(line__in=["", grant.line])
    return reached


def todo_counts(officer: Officer, on: date) -> tuple[int, int]:
    """How much the officer has to do, for the bar: in one read.

    Returns (how many things, how many of them are past their day).
    """
    colleagues = tuple(stands_in_for(officer, on))
    grants = scopes(officer, on).grants
    reading = _todo_counts(colleagues, grants)
    return reading.first(officer=officer.pk, day=on)


@lru_cache(1024)
def _todo_counts(stood_in_for: tuple[int, ...], grants: tuple[Grant, ...]) -> Prepared:
    """The prepared read of `todo_counts`, one for each set of grants and colleagues away."""

    def counted() -> QuerySet:
        todos = _todos(TOLD_OFFICER, stood_in_for, grants)
        unordered = todos.order_by()
        together = unordered.values(once=Value(1))
        is_late = Q(due_on__lt=TOLD_DAY)
        late = Count("id", filter=is_late)
        counts = together.annotate(all=Count("id"), late=late)
        return counts.values_list("all", "late")

    return Prepared(counted)


def open_about(kind: str, subject: str) -> Todo | None:
    """The open thing to do of this kind about this subject.

    With whom it is of, and whom it was passed upward to; None where
    nothing is open.
    subject: what it is about, such as "case:<uuid>".
    """
    todos = Todo.objects.filter(kind=kind, subject=subject, done_at=None)
    of_whom = todos.select_related("owner__organisation", "escalated_to__organisation")
    return of_whom.first()


def going_up(now: datetime) -> QuerySet[Todo]:
    """What goes up at this moment.

    What servers of before opened goes up for the first time when its day
    has passed. What is done with care, and looked over later, never does.
    now: the moment, in any zone.
    """
    today = local(now).date()
    unsaid = Q(next_at=None, level=0, due_on__lt=today)
    pressing = ~Q(task=Todo.CAREFUL)
    still_open = Todo.objects.filter(pressing, done_at=None)
    return still_open.filter(Q(next_at__lte=now) | unsaid)


def _worked_before(day: date) -> date:
    """The last working day before a day.

    By the calendar of all places.
    """
    before = day - timedelta(days=1)
    while not calendar().is_working(before):
        before -= timedelta(days=1)
    return before


def stuck(place: str, on: date) -> QuerySet[Todo]:
    """The things to do of a place and all below it that lie late, the earliest first.

    They are past their day and were passed upward to nobody: nobody
    stands above those who have them.

    on: the day on which it is asked; what became late on the last
    working day is passed upward today. What is done with care is passed
    upward never.
    """
    below = prefix(place)
    here = Q(region__code__startswith=below)
    of_unit = Q(region=None, owner__organisation__region__code__startswith=below)
    pressing = ~Q(task=Todo.CAREFUL)
    late = Todo.objects.filter(pressing, done_at=None, level=0, due_on__lt=_worked_before(on))
    lying = late.filter(here | of_unit)
    of_whom = lying.select_related("region", "owner__organisation")
    return of_whom.order_by("due_on", "pk")
