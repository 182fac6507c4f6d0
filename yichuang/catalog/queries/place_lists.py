"""地方实施清单: what a place says of an item, today and on days to come.

And what it follows where it says nothing: the lists of the places above it,
then the unified text.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from yichuang.catalog.models import Implementation, Item, ItemVersion
from yichuang.catalog.models.items import in_force
from yichuang.catalog.rules import delegation
from yichuang.catalog.rules.guides import merged
from yichuang.core import clock
from yichuang.reference.rules.regions import prefix

PROMISED = "promised_days"
UNIFIED = "统一承诺"
ENDED = Q(effective_to=F("effective_from"))  # taken back before it began


@dataclass(frozen=True)
class Above:
    """What the places above one say in their lists.

    differences: by key, the nearest place last; names: who said each of them
    last.
    """

    differences: dict[str, Any]
    names: dict[str, str]


@dataclass(frozen=True)
class Promise:
    """A number of days that holds in a place from a day on.

    whose: the words that say who promised it.
    """

    day: date
    number: int
    unit: str
    whose: str


def implementations(code: str = "", on: date | None = None) -> QuerySet[Implementation]:
    """What places say differently on a day (today), of one item or all."""
    day = on or clock.today()
    rows = _of_item(code)
    return rows.filter(in_force(day))


def implementations_to_come(code: str = "") -> QuerySet[Implementation]:
    """What is agreed to and begins on a later day, of one item or all.

    What was taken back before its day came is not among it.
    """
    today = clock.today()
    rows = _of_item(code)
    later = rows.filter(effective_from__gt=today)
    return later.exclude(ENDED)


def _of_item(code: str) -> QuerySet[Implementation]:
    """In the order of items, places and days.

    Of all items for an empty code.
    """
    rows = Implementation.objects.select_related("item", "region")
    if code:
        rows = rows.filter(item__code=code)
    return rows.order_by("item__code", "region_id", "effective_from")


def said_above(code: str, region: str) -> Above:
    """What the places above `region` say differently today.

    It is what the place follows where it says nothing itself.
    """
    differences: dict[str, Any] = {}
    names: dict[str, str] = {}
    ancestors = _ancestors(region)
    rows = implementations(code)
    for row in rows.filter(region_id__in=ancestors):
        differences = merged(differences, [row.differences])
        for key in row.differences:
            names[key] = row.region.name
    return Above(differences, names)


def promises_above(item: Item, region: str, on: date) -> list[Promise]:
    """What would hold in `region` without a word of its own.

    On a day, and from each later day that brings another unified text or
    another list of a place above it.
    """
    ancestors = _ancestors(region)
    every = Implementation.objects.filter(item=item, region_id__in=ancestors)
    lists = every.exclude(ENDED).select_related("region").order_by("region_id")
    versions = item.versions.order_by("-number")
    promises = []
    for day in _days_of_change(on, lists, versions):
        promise = _promise_on(day, lists, versions)
        promises.append(promise)
    return promises


def _promise_on(
    day: date, lists: QuerySet[Implementation], versions: QuerySet[ItemVersion]
) -> Promise:
    """The promise of the unified text, or of the nearest place that gives
    one.
    """
    then = in_force(day)
    version = versions.filter(then).first()
    if version is None:
        version = versions.first()
    promise = _promise(day, version.definition, UNIFIED)
    for row in lists.filter(then):
        if PROMISED in row.differences:
            whose = f"{row.region.name}承诺"
            promise = _promise(day, row.differences, whose)
    return promise


def _promise(day: date, says: Mapping[str, Any], whose: str) -> Promise:
    number = says[PROMISED]
    unit = says["promised_unit"]
    return Promise(day, number, unit, whose)


def _days_of_change(
    on: date, lists: QuerySet[Implementation], versions: QuerySet[ItemVersion]
) -> list[date]:
    """A day, and each after it on which something becomes different.

    A text or a list begins then, or ends.
    """
    days = {on}
    for rows in (lists, versions):
        for begins, ends in rows.values_list("effective_from", "effective_to"):
            days.add(begins)
            days.add(ends or on)
    later = [day for day in days if day >= on]
    return sorted(later)


def promising_below(item: Item, region: str, on: date) -> QuerySet[Implementation]:
    """What places inside `region` promise themselves for an item, on a day or
    later.
    """
    ahead = Q(effective_to__isnull=True) | Q(effective_to__gt=on)
    head = prefix(region)
    rows = Implementation.objects.select_related("region").exclude(ENDED)
    of_item = rows.filter(ahead, item=item, differences__has_key=PROMISED)
    inside = of_item.filter(region__code__startswith=head)
    return inside.exclude(region_id=region).order_by("region_id")


def _ancestors(region: str) -> tuple[str, ...]:
    """The places above it.

    The widest first.
    """
    *above, _ = delegation.chain(region)
    return tuple(above)
