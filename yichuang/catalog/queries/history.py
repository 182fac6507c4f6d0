"""All versions of an item, for whoever wants to see what was in force when."""

from dataclasses import dataclass
from datetime import date

from yichuang.catalog.models import ItemVersion


@dataclass(frozen=True)
class PastVersion:
    """One version: its number, the days it is in force (until: the first day it no longer is, None: open)."""

    id: int
    number: int
    since: date
    until: date | None
    revision: str


def versions(code: str) -> list[PastVersion]:
    """Every published version of item `code`, newest first; [] for an unknown one."""
    rows = ItemVersion.objects.filter(item__code=code).order_by("-number")
    return [
        PastVersion(*row)
        for row in rows.values_list("id", "number", "effective_from", "effective_to", "revision")
    ]
