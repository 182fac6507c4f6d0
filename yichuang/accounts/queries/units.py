"""Units and where they stand."""

from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.db.models.functions import Left

from yichuang.core.errors import NotFound
from yichuang.reference.queries import prefix

from ..models import Organisation
from .places import CITY, COUNTY, around


def organisation(code: str) -> Organisation:
    """The unit with this code, active or not, with its region and the unit above it.

    Raises NotFound.
    """
    units = Organisation.objects.select_related("region", "parent")
    try:
        return units.get(code=code)
    except Organisation.DoesNotExist:
        message = f"没有编码为 {code} 的机构。"
        raise NotFound(message, field="organisation", way_out="请从列表里选。") from None


def children(code: str = "") -> QuerySet[Organisation]:
    """The active units right below a unit, in the order of their codes.

    code: of the unit; "" for those that stand below none: the city
    bureaus.
    """
    units = Organisation.objects.filter(active=True)
    if code:
        below = units.filter(parent__code=code)
    else:
        below = units.filter(parent=None)
    return below.select_related("region").order_by("code")


def organisations_in(region_code: str, kinds: Iterable[str] = ()) -> QuerySet[Organisation]:
    """The active units in a region and below it.

    kinds: of which they are; none for any.
    """
    units = _active_within(region_code)
    if kinds:
        units = units.filter(kind__in=kinds)
    return units.select_related("region").order_by("code")


def _active_within(region_code: str) -> QuerySet[Organisation]:
    """The active units in a region and below it, in no order."""
    within = prefix(region_code)
    return Organisation.objects.filter(active=True, region__code__startswith=within)


def bureau_of(region_code: str) -> Organisation:
    """The nearest bureau: of the county that holds the region, else of its city.

    Raises NotFound where neither has one.
    """
    places = around(region_code, COUNTY, CITY)
    units = Organisation.objects.filter(active=True, region_id__in=places)
    bureaus = units.filter(kind=Organisation.BUREAU)
    nearest_first = bureaus.select_related("region").order_by("-level")
    bureau = nearest_first.first()
    if bureau is None:
        raise NotFound(
            "这个地方还没有接入平台的人社部门。",
            field="region",
            way_out="请换一个地方，或拨打 12333。",
        )
    return bureau


def units_below(region_codes: Iterable[str]) -> dict[str, int]:
    """How many active units stand in each of these divisions, and below it.

    The divisions are of one level. One that has no unit is left out. One
    read.
    """
    codes = list(region_codes)
    if not codes:
        return {}
    digits = max(len(prefix(code)) for code in codes)
    code_of = {code[:digits]: code for code in codes}
    place = Left("region_id", digits)
    units = Organisation.objects.filter(active=True)
    placed = units.annotate(place=place)
    rows = placed.filter(place__in=code_of)
    by_place = rows.order_by().values_list("place")
    counted = by_place.annotate(Count("pk"))
    numbers = {}
    for head, number in counted:
        code = code_of[head]
        numbers[code] = number
    return numbers


def offices_of(region: str) -> dict[int, list[str]]:
    """What the units of a place and of those below it are called, and where they are.

    Level → names and addresses, for whoever judges whether an office
    exists.
    region: the 12-digit code of the place.
    """
    units = _active_within(region)
    rows = units.values_list("level", "name", "address")
    offices: dict[int, list[str]] = {}
    for level, name, address in rows:
        texts = offices.setdefault(level, [])
        texts += (name, address)
    return offices
