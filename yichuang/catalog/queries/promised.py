"""What places promise, on the rows of a list: a list of a place says the days of the place."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from django.db.models import QuerySet

from yichuang.catalog.models import Implementation
from yichuang.catalog.models.items import in_force
from yichuang.catalog.rules import delegation, limits
from yichuang.core import revision

DAYS = "promised_days"
UNIT = "promised_unit"


def as_in(region: str, day: date, rows: list) -> list:
    """The rows with the days that the place promises.

    rows: `lists.ItemRow`.
    """
    promises = _promises(region, day)
    promised = []
    for row in rows:
        promise = promises.get(row.code)
        if promise:
            row = _promising(row, *promise)
        promised.append(row)
    return promised


def _promising(row, days: int, unit: str):
    text = limits.spoken(days, unit)
    return replace(row, promised=text, promised_days=days, promised_unit=unit)


@revision.kept(512)
def _promises(region: str, day: date) -> Mapping[str, tuple[int, str]]:
    """Code of an item → days and their unit.

    Of the place, else of the nearest above it that says some.
    """
    said = {}
    for row in _that_promise(region, day):
        code = row.item.code
        differences = row.differences
        said[code] = (differences[DAYS], differences[UNIT])
    return MappingProxyType(said)


def _that_promise(region: str, day: date) -> QuerySet[Implementation]:
    """The widest first."""
    places = delegation.chain(region)
    rows = Implementation.objects.select_related("item")
    of_places = rows.filter(in_force(day), region_id__in=places, differences__has_keys=[DAYS, UNIT])
    return of_places.order_by("region_id")
