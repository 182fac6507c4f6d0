"""Whose cases and whose places a supervisor sees."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries.reach import Reach
from yichuang.cases.queries.scope import visible_to
from yichuang.core.errors import Forbidden
from yichuang.reference.models import Region
from yichuang.reference.queries import in_scope, prefix, region

ROLES = ("supervisor", "catalogue_admin")


def reach_of(officer: Officer, place: str = "") -> Reach:
    """What the officer supervises, in `place` when given."""
    grants = accounts.scopes(officer).of("supervisor").grants
    return Reach(grants, prefix(place) if place else "")


def cases_of(officer: Officer, place: str = "") -> QuerySet[Case]:
    """The cases that the officer supervises, in `place` when given."""
    return reach_of(officer, place).cases()


def addresses_of(officer: Officer, numbers: list[str]) -> dict[str, str]:
    """Number of a case → address of its page, of those that the officer supervises. One read."""
    rows = cases_of(officer).filter(number__in=numbers).values_list("number", "uuid")
    return {number: f"/desk/cases/{uuid}/" for number, uuid in rows}


def counted_for(officer: Officer, roles: tuple[str, ...]) -> QuerySet[Case]:
    """The cases of the places where the officer holds one of the roles, to be counted only, never to be shown."""
    return Case.objects.filter(visible_to(officer, roles))


def home_region(officer: Officer) -> Region:
    """The widest place of the officer's supervision. Raises Forbidden without one."""
    regions = accounts.scopes(officer).of(*ROLES).regions
    if not regions:
        raise Forbidden("您没有可以监督的地方", way_out="请联系管理员开通")
    return region(min(regions, key=lambda code: (len(prefix(code)), code)))


def allowed(officer: Officer, place: str) -> bool:
    """Whether a place lies within what the officer supervises."""
    return lies_in(place, regions_of(officer))


def regions_of(officer: Officer) -> tuple[str, ...]:
    """The places that the officer supervises: read once for a page that asks about many."""
    return accounts.scopes(officer).of(*ROLES).regions


def lies_in(place: str, regions: Iterable[str]) -> bool:
    """Whether a place lies within one of the regions."""
    return any(in_scope(place, mine) for mine in regions)


def places_of(officer: Officer) -> Q:
    """A filter on what has a region: it lies within what the officer supervises."""
    inside = Q(pk__in=[])
    for mine in regions_of(officer):
        inside |= Q(region__code__startswith=prefix(mine))
    return inside


def place_or_home(officer: Officer, place: str) -> Region:
    """The place asked for, when it is the officer's; otherwise the officer's own. Raises Forbidden for another's."""
    if not place:
        return home_region(officer)
    if not allowed(officer, place):
        raise Forbidden("这个地方不归您监督", way_out="请从自己的地方往下看")
    return region(place)
