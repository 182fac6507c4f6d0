"""What an officer has to do, and who is away."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import Count, F, Min, Q, QuerySet, Value

from yichuang.core import revision
from yichuang.core.clock import today
from yichuang.core.prepared import Prepared, Told
from yichuang.reference.queries import prefix

from ..models import Leave, Officer, Todo
from ..rules.grants import Grant
from .officers import TOLD_DAY, TOLD_OFFICER, scopes


def todos_of(officer: Officer, on: date | None = None) -> QuerySet[Todo]:
    """What the officer has to do: their own, what was passed upward to them, what a role of theirs reaches, and what is
    of a colleague on leave for whom they stand in; the earliest first, those without a day last."""
    rows = _todos(officer.pk, stands_in_for(officer, on), scopes(officer, on).grants)
    return rows.order_by(F("due_on").asc(nulls_last=True), "id")


def _todos(officer: int | Told, stood_in_for: Iterable[int], grants: Iterable[Grant]) -> QuerySet:
    mine = Q(owner=officer) | Q(escalated_to=officer)
    for colleague in stood_in_for:
        mine |= Q(owner=colleague)
    for grant in grants:
        mine |= _reached_by(grant)
    return Todo.objects.filter(mine, done_at=None)


def _reached_by(grant: Grant) -> Q:
    """A filter on Todo: what nobody has yet and a role reaches, in its place and all below, on its line or on none."""
    below = prefix(grant.region)
    reached = Q(owner=None, role=grant.role, region__code__startswith=below)
    if grant.line:
        reached &= Q(line__in=["", grant.line])
    return reached


def todo_counts(officer: Officer, on: date) -> tuple[int, int]:
    """(how many things the officer has to do, how many of them are past their day): for the bar, in one read."""
    stood_in_for = tuple(stands_in_for(officer, on))
    counted = _todo_counts(stood_in_for, scopes(officer, on).grants)
    return counted.first(officer=officer.pk, day=on)


@lru_cache(1024)
def _todo_counts(stood_in_for: tuple[int, ...], grants: tuple[Grant, ...]) -> Prepared:
    """The prepared read of `todo_counts`, one for each set of grants and colleagues away."""

    def counted() -> QuerySet:
        todos = _todos(TOLD_OFFICER, stood_in_for, grants).order_by()
        together = todos.values(once=Value(1))
        late = Count("id", filter=Q(due_on__lt=TOLD_DAY))
        counts = together.annotate(all=Count("id"), late=late)
        return counts.values_list("all", "late")

    return Prepared(counted)


def open_about(kind: str, subject: str) -> Todo | None:
    """The open thing to do of this kind about this subject."""
    todos = Todo.objects
    joined = todos.select_related("owner__organisation", "escalated_to__organisation")
    rows = joined.filter(kind=kind, subject=subject, done_at=None)
    return rows.first()


def stuck(place: str, on: date) -> tuple[int, date | None]:
    """(how many things to do of a place and all below it are past their day and were passed upward to nobody, the
    earliest of these days): nobody stands above those who have them. on: the day on which it is asked; what became late
    yesterday is passed upward today."""
    below = prefix(place)
    here = Q(region__code__startswith=below)
    of_unit = Q(region=None, owner__organisation__region__code__startswith=below)
    yesterday = on - timedelta(days=1)
    todos = Todo.objects
    late = todos.filter(done_at=None, level=0, due_on__lt=yesterday)
    lying = late.filter(here | of_unit)
    counted = lying.aggregate(count=Count("pk"), first=Min("due_on"))
    count = counted["count"]
    first = counted["first"]
    return count, first


def running_leaves(first_day: date, last_day: date) -> QuerySet[Leave]:
    """Leaves that touch any of the days, both ends included."""
    back = Q(ended_on__isnull=True) | Q(ended_on__gt=first_day)
    return Leave.objects.filter(back, first_day__lte=last_day, last_day__gte=first_day)


def is_away(officer_id: int, on: date | None = None) -> bool:
    """Whether the officer is on leave on the day."""
    absent = [one for one, _, _ in _away(on or today())]
    return officer_id in absent


def stands_in_for(officer: Officer, on: date | None = None) -> list[int]:
    """The primary keys of the colleagues on leave whose things to do are the officer's: as their deputy, or in the same
    unit where no deputy was named."""
    colleagues = []
    for absent, deputy, unit in _away(on or today()):
        if absent == officer.pk:
            continue
        named = deputy == officer.pk
        same_unit = deputy is None and unit == officer.organisation_id
        if named or same_unit:
            colleagues.append(absent)
    return colleagues


def standing_in(officer: Officer, on: date | None = None) -> list[Officer]:
    """The deputies of an officer who is on leave on the day; nobody for one who is there or named no deputy."""
    deputies = []
    for absent, deputy, _ in _away(on or today()):
        if absent == officer.pk and deputy:
            deputies.append(deputy)
    return list(Officer.objects.filter(pk__in=deputies, active=True))


def leaves_of(officer: Officer, on: date) -> list[Leave]:
    """The leaves of an officer that last on the day or are still to come, the earliest first."""
    rows = running_leaves(on, date.max).filter(officer=officer)
    return list(rows.select_related("deputy").order_by("first_day"))


@revision.kept(4)
def _away(day: date) -> tuple[tuple[int, int | None, int], ...]:
    """(officer, deputy or None, unit) of everyone on leave on the day, by primary keys."""
    rows = running_leaves(day, day).values_list(
        "officer_id", "deputy_id", "officer__organisation_id"
    )
    return tuple(rows.order_by("officer_id"))
