"""Which places had words of their own for which items, and when: for who reads the versions of many cases at once."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from yichuang.catalog.models import Implementation


class Words(NamedTuple):
    """One list of a place for an item, by its key. until: its last day, None while it holds."""

    pk: int
    code: str
    region: str
    since: date
    until: date | None

    def hold_on(self, day: date) -> bool:
        """Whether the list is in force on a day."""
        if day < self.since:
            return False
        return self.until is None or day <= self.until


def words_of(codes: Iterable[str], regions: Iterable[str]) -> list[Words]:
    """What these places have said of these items at any time.

    By place, the widest first, as it is laid over the common text. One
    read.
    """
    rows = Implementation.objects.filter(item__code__in=list(codes), region_id__in=list(regions))
    fields = ("pk", "item__code", "region_id", "effective_from", "effective_to")
    ordered = rows.order_by("region_id", "pk")
    return [Words(*row) for row in ordered.values_list(*fields)]
