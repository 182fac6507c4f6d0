"""Reads of reference data."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet

from yichuang.core import revision, spelling
from yichuang.core.errors import Conflict, NotFound

from . import tables
from .models import CalendarYear, Region
from .rules.deadlines import Thresholds
from .rules.regions import in_scope as in_scope
from .rules.regions import is_zone
from .rules.regions import prefix as prefix
from .rules.workdays import Calendar

_DIGITS = {1: 2, 2: 4, 3: 6, 4: 9, 5: 12}


def region(code: str) -> Region:
    """The division with this 12-digit code. Raises NotFound."""
    try:
        return Region.objects.get(pk=code)
    except Region.DoesNotExist:
        raise NotFound(
            f"没有代码为 {code} 的行政区划", field="region", way_out="请从列表里选。"
        ) from None


def children(code: str = "") -> QuerySet[Region]:
    """The divisions right below `code`, or the provinces for ""."""
    return Region.objects.filter(parent_id=code or None).order_by("code")


def full_names(codes: Iterable[str]) -> list[str]:
    """The full names of these divisions, in the order of their codes.

    A code that is none is left out. One read.
    """
    rows = Region.objects.filter(pk__in=list(codes)).order_by("code")
    return list(rows.values_list("full_name", flat=True))


def children_counts(codes: Iterable[str]) -> dict[str, int]:
    """How many divisions lie right below each of these.

    One that has none below it is left out. One read.
    """
    rows = Region.objects.filter(parent_id__in=list(codes)).order_by()
    return dict(rows.values_list("parent_id").annotate(Count("pk")))


def ancestors(code: str) -> list[Region]:
    """The division and all above it, province first. Raises NotFound."""
    line = [region(code)]
    while line[0].parent_id:
        line.insert(0, line[0].parent)
    return line


def reviewing_government(code: str) -> str:
    """The people's government that reviews what the offices of a division decide: of its county for the county's, the
    towns' and the villages', of its city for the city's and for a zone's. 行政复议法 24. Raises NotFound."""
    office = region(code)
    if is_zone(code):
        seat = office.city
    else:
        seat = office.county or office.city or office.province
    reviewing = region(seat)
    return f"{reviewing.full_name}人民政府"


def search_regions(text: str, within: str = "", limit: int = 20) -> list[Region]:
    """Divisions whose full name holds every word of `text`, or whose code begins with it, the highest level first;
    inside `within` when given."""
    if within:
        regions = Region.objects.filter(code__startswith=prefix(within))
    else:
        regions = Region.objects.all()
    words = text.split()
    if not words:
        return []
    digits = spelling.code(text)
    if spelling.is_digits(digits):
        words = []
        regions = regions.filter(code__startswith=digits)
    for word in words:
        regions = regions.filter(full_name__contains=word)
    return list(regions.order_by("level", "code")[:limit])


@revision.kept(1)
def _codes() -> frozenset[str]:
    return frozenset(Region.objects.values_list("code", flat=True))


def region_exists(code: str) -> bool:
    """True for a known 12-digit code."""
    return code in _codes()


@revision.kept(4096)
def full_name(code: str) -> str:
    """The full name of the division with this 12-digit code; "" where there is none."""
    return Region.objects.filter(pk=code).values_list("full_name", flat=True).first() or ""


@revision.kept(1)
def _parents() -> frozenset[str]:
    below_another = Region.objects.filter(parent__isnull=False)
    codes = below_another.values_list("parent_id", flat=True)
    return frozenset(codes)


def region_ends(code: str) -> bool:
    """True for a known 12-digit code below which the data hold no division: nobody can be asked for a deeper one."""
    if not region_exists(code):
        return False
    return code not in _parents()


def regions_near(code: str, level: int, limit: int = 20) -> list[Region]:
    """The divisions of this level in the place `code`, or that of its ancestors; where the data end above the level,
    the last ones that they have."""
    start = prefix(code)
    regions = Region.objects
    ordered = regions.order_by("code")
    inside = ordered.filter(code__startswith=start)
    at_level = inside.filter(level=level)
    if at_level:
        return list(at_level[:limit])
    line = ancestors(code) if region_exists(code) else []
    for above in line:
        if above.level == level:
            return [above]
    higher = inside.filter(level__lt=level)
    higher = higher[:limit]
    last = []
    for division in higher:
        code = division.code
        if region_ends(code):
            last.append(division)
    return last


def calendar(region_code: str = "") -> Calendar:
    """The working calendar, with the closing time of the region (its village, town, county, city or province)."""
    if not region_code:
        return tables.calendar()
    codes = [
        region_code[:digits].ljust(12, "0") for digits in sorted(_DIGITS.values(), reverse=True)
    ]
    return tables.calendar_closing_at(tables.closing_of(codes))


def loaded_calendar(year: int) -> str:
    """The digest of the calendar of a year that was loaded last.

    Raises Conflict where this process reads another one, or none was
    loaded.
    """
    rows = CalendarYear.objects.filter(pk=year)
    loaded = rows.values_list("digest", flat=True).first()
    if loaded is None or loaded != tables.digests().get(year):
        raise Conflict(
            f"{year}年的年历和装进来的不一样", code="other_calendar", way_out="请稍后再试"
        )
    return loaded


def thresholds() -> Thresholds:
    """When a term turns yellow and red."""
    return tables.thresholds()


def element(name: str) -> dict | None:
    """The data element {name, label, type, length, source}, or None."""
    return tables.elements().get(name)


def announced(day: date) -> bool:
    """True when the State Council notice of that day's year has come as a pack."""
    return not tables.calendar().provisional(day)
