"""Whom units serve: which unit is whose, and where a resident can go."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet

from yichuang.core.clock import today

from ..models import Organisation, ServiceArea
from .places import CITY, COUNTY, STREET, around
from .roles import in_force

# levels of units
TOWN = 4
VILLAGE = 5


def serving(region_code: str, on: date | None = None) -> Organisation | None:
    """The unit that serves a village on the day, today when not given.

    For a town its station; None where there is none.
    """
    day = on or today()
    areas = _areas(day).filter(region_id=region_code)
    service_area = areas.first()
    if service_area:
        return service_area.organisation
    stations = _town_stations().filter(region_id=region_code)
    return stations.first()


def _areas(day: date) -> QuerySet[ServiceArea]:
    """What active units serve on the day: a row for each village of each.

    Each row comes with its unit, and the unit with its region.
    """
    areas = ServiceArea.objects.filter(in_force(day), organisation__active=True)
    return areas.select_related("organisation__region")


def _town_stations() -> QuerySet[Organisation]:
    """The active stations of towns, each with its region."""
    units = Organisation.objects.filter(active=True, level=TOWN)
    stations = units.filter(kind=Organisation.STATION)
    return stations.select_related("region")


def serving_each(region_codes: Iterable[str]) -> dict[str, Organisation]:
    """`serving` of many villages and towns today.

    Region code → its unit; a division that none serves is left out. The
    unit that serves a division comes before the station that stands
    there. Two reads, however many are asked about.
    """
    codes = list(region_codes)
    day = today()
    units = {}
    # of several in one place the first stays, as with `serving`
    stations = _town_stations().filter(region_id__in=codes)
    for unit in stations.order_by("-pk"):
        units[unit.region_id] = unit
    areas = _areas(day).filter(region_id__in=codes)
    for area in areas.order_by("-pk"):
        units[area.region_id] = area.organisation
    return units


def outlets(region_code: str) -> list[Organisation]:
    """Where a resident of the region can go, nearest first.

    Village or shared station, township station, county hall or bureau,
    city hall. A bureau is named only where its level has no hall.
    """
    near = serving(region_code)
    farther = _above_villages(region_code)
    others = [unit for unit in farther if unit != near]
    halls = [unit for unit in others if unit.kind == Organisation.HALL]
    levels_with_hall = {hall.level for hall in halls}
    listed = []
    if near:
        listed.append(near)
    for unit in others:
        is_bureau = unit.kind == Organisation.BUREAU
        if is_bureau and unit.level in levels_with_hall:
            continue
        listed.append(unit)
    return listed


def _above_villages(region_code: str) -> QuerySet[Organisation]:
    """The active units of the street, the county and the city that hold a region, nearest first.

    Units of the level of a village are left out.
    """
    places = around(region_code, STREET, COUNTY, CITY)
    units = Organisation.objects.filter(active=True, region_id__in=places)
    higher = units.filter(level__lt=VILLAGE)
    joined = higher.select_related("region")
    return joined.order_by("-level", "-kind", "code")


def villages_of(organisation: Organisation, on: date | None = None) -> list[str]:
    """The codes of the villages that a unit serves, in their order.

    on: the day, today when not given.
    """
    day = on or today()
    areas = organisation.service_areas.filter(in_force(day))
    codes = areas.values_list("region_id", flat=True)
    return list(codes.order_by("region_id"))


def villages_served(units: Iterable[Organisation]) -> dict[int, int]:
    """How many villages each of these units serves today.

    Primary key of the unit → the number. A unit that serves none is left
    out. One read.
    """
    serving_units = list(units)
    areas = ServiceArea.objects.filter(in_force(today()), organisation__in=serving_units)
    by_unit = areas.order_by().values_list("organisation_id")
    counted = by_unit.annotate(Count("pk"))
    return dict(counted)
