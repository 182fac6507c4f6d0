"""Units, whom they serve and how they are named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Left

from yichuang.core.clock import today
from yichuang.core.errors import NotFound
from yichuang.reference.queries import prefix

from .. import tables
from ..models import Organisation, ServiceArea
from ..rules.naming import name_problem, rule_for
from .officers import in_force

# digits of a division's code
CITY = 4
COUNTY = 6
STREET = 9
# levels of units
TOWN = 4
VILLAGE = 5


@dataclass(frozen=True)
class NamingViolation:
    """A unit whose name is not the one that its own region's rule asks for."""

    code: str
    uuid: str
    name: str
    expected: str
    basis: str


def organisation(code: str) -> Organisation:
    """The unit with this code. Raises NotFound."""
    units = Organisation.objects.select_related("region", "parent")
    try:
        return units.get(code=code)
    except Organisation.DoesNotExist:
        message = f"没有编码为 {code} 的机构。"
        raise NotFound(message, field="organisation", way_out="请从列表里选。") from None


def short_name(code: str) -> str:
    """What the numbers of the unit's papers begin with: 广人社; "" for a unit that has no such name."""
    return tables.short_names().get(code, "")


def numbered_by(code: str) -> str:
    """The code of the unit in whose row the papers of this one are numbered.

    Itself where it has a short name; else the bureau above it, for
    which a hall, a town or a village acts.
    """
    names = tables.short_names()
    bureaus = _around(code, COUNTY, CITY)
    for each in (code, *bureaus):
        if each in names:
            return each
    return code


def children(code: str = "") -> QuerySet[Organisation]:
    """The active units right below, or the city bureaus for ""."""
    units = Organisation.objects.filter(active=True)
    if code:
        below = units.filter(parent__code=code)
    else:
        below = units.filter(parent=None)
    return below.select_related("region").order_by("code")


def organisations_in(region_code: str, kinds: Iterable[str] = ()) -> QuerySet[Organisation]:
    """The active units in a region and below it, of these kinds when given."""
    within = prefix(region_code)
    units = Organisation.objects.filter(active=True, region__code__startswith=within)
    if kinds:
        units = units.filter(kind__in=kinds)
    return units.select_related("region").order_by("code")


def bureau_of(region_code: str) -> Organisation:
    """The nearest bureau: of the county that holds the region, else of its city. Raises NotFound."""
    places = _around(region_code, COUNTY, CITY)
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


def _around(region_code: str, *levels: int) -> list[str]:
    """The codes of the divisions that hold the region.

    levels: of the divisions, told by the digits of their codes.
    """
    codes = []
    for digits in levels:
        head = region_code[:digits]
        codes.append(head.ljust(12, "0"))
    return codes


def serving(region_code: str, on: date | None = None) -> Organisation | None:
    """The unit that serves a village on the day, today when not given.

    For a town its station; None where there is none.
    """
    day = on or today()
    areas = ServiceArea.objects.filter(in_force(day), region_id=region_code)
    of_active = areas.filter(organisation__active=True)
    service_area = of_active.select_related("organisation__region").first()
    if service_area:
        return service_area.organisation
    stations = _town_stations().filter(region_id=region_code)
    return stations.select_related("region").first()


def _town_stations() -> QuerySet[Organisation]:
    """The active stations of towns."""
    return Organisation.objects.filter(active=True, kind=Organisation.STATION, level=TOWN)


def serving_each(region_codes: Iterable[str]) -> dict[str, Organisation]:
    """`serving` of many villages and towns today.

    Region code → its unit; a division that none serves is left out. Two
    reads, however many are asked about.
    """
    codes = list(region_codes)
    units = {}
    stations = _town_stations().filter(region_id__in=codes)
    for unit in stations.select_related("region").order_by("-pk"):
        units[unit.region_id] = unit
    areas = ServiceArea.objects.filter(in_force(today()), region_id__in=codes)
    of_active = areas.filter(organisation__active=True)
    for area in of_active.select_related("organisation__region").order_by("-pk"):
        units[area.region_id] = area.organisation
    return units


def units_below(region_codes: Iterable[str]) -> dict[str, int]:
    """How many active units stand in each of these divisions, and below it.

    The divisions are of one level. One that has no unit is left out. One
    read.
    """
    codes = list(region_codes)
    if not codes:
        return {}
    digits = max(len(prefix(code)) for code in codes)
    places = {code[:digits]: code for code in codes}
    units = Organisation.objects.filter(active=True)
    placed = units.annotate(place=Left("region_id", digits))
    rows = placed.filter(place__in=places).order_by()
    by_place = rows.values_list("place")
    counted = by_place.annotate(Count("pk"))
    return {places[place]: count for place, count in counted}


def outlets(region_code: str) -> list[Organisation]:
    """Where a resident of the region can go, nearest first.

    Village or shared station, township station, county hall or bureau,
    city hall. A bureau is named only where its level has no hall.
    """
    near = serving(region_code)
    places = _around(region_code, STREET, COUNTY, CITY)
    units = Organisation.objects.filter(active=True, region_id__in=places, level__lt=VILLAGE)
    nearest_first = units.select_related("region").order_by("-level", "-kind", "code")
    others = [unit for unit in nearest_first if unit != near]
    levels_with_hall = {unit.level for unit in others if unit.kind == Organisation.HALL}
    listed = []
    if near:
        listed.append(near)
    for unit in others:
        is_bureau = unit.kind == Organisation.BUREAU
        if is_bureau and unit.level in levels_with_hall:
            continue
        listed.append(unit)
    return listed


def offices_of(region: str) -> dict[int, list[str]]:
    """What the units of a place and of those below it are called, and where they are.

    Level → names and addresses, for whoever judges whether an office
    exists.
    """
    within = prefix(region)
    units = Organisation.objects.filter(active=True, region__code__startswith=within)
    offices: dict[int, list[str]] = {}
    for level, name, address in units.values_list("level", "name", "address"):
        offices.setdefault(level, []).extend((name, address))
    return offices


def villages_of(organisation: Organisation, on: date | None = None) -> list[str]:
    """The codes of the villages that a unit serves on the day."""
    day = on or today()
    areas = organisation.service_areas.filter(in_force(day))
    codes = areas.values_list("region_id", flat=True)
    return list(codes.order_by("region_id"))


def villages_served(units: Iterable[Organisation]) -> dict[int, int]:
    """How many villages each of these units serves today, by primary key.

    A unit that serves none is left out. One read.
    """
    areas = ServiceArea.objects.filter(in_force(today()), organisation__in=list(units))
    by_unit = areas.order_by().values_list("organisation_id")
    return dict(by_unit.annotate(Count("pk")))


def naming_violations(region_code: str = "") -> list[NamingViolation]:
    """Units whose name breaks the rule of their own city's pack.

    region_code: where to look; "" for everywhere.

    A level, kind or place without a binding rule has none.
    岳人社发〔2015〕80号 二（一） is one such rule.
    """
    within = prefix(region_code) if region_code else ""
    every = Organisation.objects.filter(active=True, region__code__startswith=within)
    units = every.filter(_with_binding_rules())
    columns = ("code", "uuid", "name", "level", "kind", "region__name", "region__city")
    rows = units.order_by("code").values_list(*columns)
    violations = []
    for code, uuid, name, level, kind, place, city in rows:
        rules = tables.naming_rules(city)
        expected = name_problem(rules, level, kind, place, name)
        if not expected:
            continue
        rule = rule_for(rules, level, kind, place)
        violation = NamingViolation(code, str(uuid), name, expected, rule.basis)
        violations.append(violation)
    return violations


def _with_binding_rules() -> Q:
    """A filter on Organisation: a binding rule of its city may be its own.

    Few kinds have one, and most units are of other kinds.
    """
    bound = Q(pk__in=[])
    for city in tables.named_cities():
        for rule in tables.naming_rules(city):
            if not rule.binding:
                continue
            bound |= Q(region__city=city, level=rule.level, kind=rule.kind)
    return bound


def name_asked(organisation: Organisation, name: str) -> str:
    """The name that the rule of the unit's own city asks for when `name` is not it.

    "" when it is, and where no rule binds.
    """
    region = organisation.region
    rules = tables.naming_rules(region.city)
    return name_problem(rules, organisation.level, organisation.kind, region.name, name)
