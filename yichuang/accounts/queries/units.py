"""Units, whom they serve and how they are named."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.db.models.functions import Left

from yichuang.core.clock import today
from yichuang.core.errors import NotFound
from yichuang.reference.queries import prefix

from .. import tables
from ..models import Organisation, ServiceArea
from ..rules.naming import name_problem, rule_for
from .officers import in_force


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
    try:
        return Organisation.objects.select_related("region", "parent").get(code=code)
    except Organisation.DoesNotExist:
        raise NotFound(
            f"没有编码为 {code} 的机构。", field="organisation", way_out="请从列表里选。"
        ) from None


def short_name(code: str) -> str:
    """What the numbers of the unit's papers begin with: 广人社; "" for a unit that has no such name."""
    return tables.short_names().get(code, "")


def numbered_by(code: str) -> str:
    """The code of the unit in whose row the papers of this one are numbered.

    Itself where it has a short name; else the bureau above it, for which a hall, a town or a village acts."""
    names = tables.short_names()
    county = code[:6].ljust(12, "0")
    city = code[:4].ljust(12, "0")
    for each in (code, county, city):
        if each in names:
            return each
    return code


def children(code: str = "") -> QuerySet[Organisation]:
    """The active units right below, or the city bureaus for ""."""
    above = {"parent__code": code} if code else {"parent": None}
    return (
        Organisation.objects.filter(active=True, **above).select_related("region").order_by("code")
    )


def organisations_in(region_code: str, kinds: Iterable[str] = ()) -> QuerySet[Organisation]:
    """The active units in a region and below it, of these kinds when given."""
    units = Organisation.objects.filter(active=True, region__code__startswith=prefix(region_code))
    units = units.filter(kind__in=kinds) if kinds else units
    return units.select_related("region").order_by("code")


def bureau_of(region_code: str) -> Organisation:
    """The nearest bureau: of the county that holds the region, else of its city. Raises NotFound."""
    codes = [region_code[:digits].ljust(12, "0") for digits in (6, 4)]
    bureaus = Organisation.objects.filter(
        active=True, kind=Organisation.BUREAU, region_id__in=codes
    )
    bureau = bureaus.select_related("region").order_by("-level").first()
    if bureau is None:
        raise NotFound(
            "这个地方还没有接入平台的人社部门。",
            field="region",
            way_out="请换一个地方，或拨打 12333。",
        )
    return bureau


def serving(region_code: str, on: date | None = None) -> Organisation | None:
    """The unit that serves a village on the day; for a town its station; None where there is none."""
    area = ServiceArea.objects.filter(
        in_force(on or today()), region_id=region_code, organisation__active=True
    )
    service_area = area.select_related("organisation__region").first()
    if service_area:
        return service_area.organisation
    stations = Organisation.objects.filter(
        active=True, region_id=region_code, kind=Organisation.STATION, level=4
    )
    return stations.select_related("region").first()


def serving_each(region_codes: Iterable[str]) -> dict[str, Organisation]:
    """`serving` of many villages and towns today.

    Region code → its unit; a division that none serves is left out. Two
    reads, however many are asked about.
    """
    codes = list(region_codes)
    stations = Organisation.objects.filter(
        active=True, region_id__in=codes, kind=Organisation.STATION, level=4
    )
    units = {unit.region_id: unit for unit in stations.select_related("region").order_by("-pk")}
    areas = ServiceArea.objects.filter(
        in_force(today()), region_id__in=codes, organisation__active=True
    )
    for area in areas.select_related("organisation__region").order_by("-pk"):
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
    rows = Organisation.objects.filter(active=True).annotate(place=Left("region_id", digits))
    counted = rows.filter(place__in=places).order_by().values_list("place").annotate(Count("pk"))
    return {places[place]: count for place, count in counted}


def outlets(region_code: str) -> list[Organisation]:
    """Where a resident of the region can go, nearest first: village or shared station, township station, county hall
    or bureau, city hall."""
    codes = [region_code[:digits].ljust(12, "0") for digits in (9, 6, 4)]
    near = serving(region_code)
    units = Organisation.objects.filter(
        active=True, region_id__in=codes, level__lt=5
    ).select_related("region")
    rows = [row for row in units.order_by("-level", "-kind", "code") if row != near]
    halls = {row.level for row in rows if row.kind == Organisation.HALL}
    rest = [row for row in rows if row.kind != Organisation.BUREAU or row.level not in halls]
    return ([near] if near else []) + rest


def offices_of(region: str) -> dict[int, list[str]]:
    """What the units of a place and of those below it are called, and where
    they are.

    Level → names and addresses, for whoever judges whether an office
    exists.
    """
    units = Organisation.objects.filter(active=True, region__code__startswith=prefix(region))
    offices: dict[int, list[str]] = {}
    for level, name, address in units.values_list("level", "name", "address"):
        offices.setdefault(level, []).extend((name, address))
    return offices


def villages_of(organisation: Organisation, on: date | None = None) -> list[str]:
    """The codes of the villages that a unit serves on the day."""
    rows = organisation.service_areas.filter(in_force(on or today()))
    return list(rows.values_list("region_id", flat=True).order_by("region_id"))


def villages_served(units: Iterable[Organisation]) -> dict[int, int]:
    """How many villages each of these units serves today, by primary key.

    A unit that serves none is left out. One read.
    """
    rows = ServiceArea.objects.filter(in_force(today()), organisation__in=list(units))
    counted = rows.order_by().values_list("organisation_id").annotate(Count("pk"))
    return dict(counted)


def naming_violations(region_code: str = "") -> list[NamingViolation]:
    """Units in the region (everywhere for "") whose name breaks the rule of their own city's pack.

    A level, kind or place without a binding rule has none. 岳人社发〔2015〕80号 二（一） is one such rule.
    """
    rows = Organisation.objects.filter(
        active=True, region__code__startswith=prefix(region_code) if region_code else ""
    )
    violations = []
    columns = ("code", "uuid", "name", "level", "kind", "region__name", "region__city")
    for code, uuid, name, level, kind, place, city in rows.order_by("code").values_list(*columns):
        rules = tables.naming_rules(city)
        expected = name_problem(rules, level, kind, place, name)
        if expected:
            rule = rule_for(rules, level, kind, place)
            violations.append(NamingViolation(code, str(uuid), name, expected, rule.basis))
    return violations


def name_asked(organisation: Organisation, name: str) -> str:
    """The name that the rule of the unit's own city asks for when `name` is not it; "" when it is or no rule binds."""
    rules = tables.naming_rules(organisation.region.city)
    return name_problem(
        rules, organisation.level, organisation.kind, organisation.region.name, name
    )
