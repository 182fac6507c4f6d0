"""The roles of officers, and what they may do on a day."""

from collections.abc import Iterable
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigAutoField, BigIntegerField, DateField, Q, QuerySet, TextField

from yichuang.core.clock import today
from yichuang.core.prepared import Among, Prepared, Told

from ..models import Assignment, Officer
from ..rules.grants import Grant, Scope
from .places import EVERY_LEVEL, around

# what the prepared reads are told
TOLD_DAY = Told("day", DateField())
TOLD_OFFICER = Told("officer", BigAutoField())
TOLD_OFFICERS = Told("officers", ArrayField(BigIntegerField()))
_LINE = Told("line", TextField())
_PLACES = Told("places", ArrayField(TextField()))
_ROLE = Told("role", TextField())


def in_force(on: date | Told) -> Q:
    """Rows whose valid_from..valid_to holds the day, both ends included.

    A row without a last day holds every day from its first on.
    """
    begun = Q(valid_from__lte=on)
    not_ended = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    return begun & not_ended


def giving(on: date | Told) -> Q:
    """Assignments that give something on the day.

    Those `in_force`, without those that were taken back in its course.
    """
    taken_back = Q(ended_at__isnull=False, valid_to=on)
    return in_force(on) & ~taken_back


@Prepared
def _grants() -> QuerySet[Assignment]:
    """The prepared read of `scopes`.

    (role, line, region) of each assignment, the first granted first.
    """
    rows = Assignment.objects.filter(giving(TOLD_DAY), officer_id=TOLD_OFFICER)
    in_order = rows.order_by("pk")
    return in_order.values_list("role", "line", "region_id")


def scopes(officer: Officer, on: date | None = None) -> Scope:
    """What the officer may do on the day, today when not given.

    One query, none for an officer `on_duty` today.
    """
    day = on or today()
    if officer.kept_scope:
        day_of_scope, scope = officer.kept_scope
        if day_of_scope == day:
            return scope
    rows = _grants(officer=officer.pk, day=day)
    grants = tuple(Grant(*row) for row in rows)
    return Scope(grants)


def has_role(
    officer: Officer,
    role: str,
    line: str | None = None,
    region: str | None = None,
    on: date | None = None,
) -> bool:
    """Whether the active officer holds `role` on the day.

    line: the business line; None for any.
    region: the 12-digit code of the place; None for any.
    """
    if not officer.active:
        return False
    scope = scopes(officer, on)
    return scope.allows(role, line, region)


def ended_on(days: tuple[date, date]) -> QuerySet[Officer]:
    """The officers one of whose roles had its last day on one of these days.

    days: the first and the last of them, both included.
    """
    ended = Assignment.objects.filter(valid_to__range=days)
    holders = ended.values("officer_id")
    return Officer.objects.filter(pk__in=holders)


@Prepared
def _grants_among() -> QuerySet[Assignment]:
    """The prepared read of `scopes_among`.

    (officer, role, line, region) of each assignment, the first granted
    first.
    """
    rows = Assignment.objects.filter(giving(TOLD_DAY), Among("officer_id", TOLD_OFFICERS))
    in_order = rows.order_by("pk")
    return in_order.values_list("officer_id", "role", "line", "region_id")


def scopes_among(officers: Iterable[Officer], on: date) -> dict[int, Scope]:
    """What each of these officers may do on the day, by primary key.

    Who may do nothing has an empty scope. One read, however many they
    are.
    """
    grants_of: dict[int, list[Grant]] = {officer.pk: [] for officer in officers}
    keys = list(grants_of)
    rows = _grants_among(officers=keys, day=on)
    for key, role, line, region in rows:
        grant = Grant(role, line, region)
        grants_of[key].append(grant)
    scope_of = {}
    for key, grants in grants_of.items():
        scope_of[key] = Scope(tuple(grants))
    return scope_of


def _holding(*conditions: Q) -> QuerySet[Officer]:
    """The active officers with the told role in one of the told places on the told day.

    conditions: what else is asked of the assignment by which they hold
    it.
    """
    granted = Assignment.objects.filter(giving(TOLD_DAY), *conditions, role=_ROLE)
    in_places = Among("region_id", _PLACES)
    rows = granted.filter(in_places, officer__active=True)
    holders = rows.values("officer_id")
    officers = Officer.objects.filter(pk__in=holders)
    joined = officers.select_related("user", "organisation")
    return joined.order_by("employee_no")


_holding_anywhere = Prepared(_holding)


@Prepared
def _holding_on_line() -> QuerySet[Officer]:
    """`_holding`, of one line: a role without a line holds on each."""
    on_line = Q(line="") | Q(line=_LINE)
    return _holding(on_line)


def officers_with(
    role: str, region: str, line: str | None = None, on: date | None = None
) -> list[Officer]:
    """Active officers who hold `role` on the day, by employee number.

    region: the 12-digit code of the place; a role holds below, too.
    line: the business line; None for any.
    """
    places = around(region, *EVERY_LEVEL)
    day = on or today()
    if line is None:
        return _holding_anywhere(role=role, places=places, day=day)
    return _holding_on_line(role=role, places=places, day=day, line=line)
