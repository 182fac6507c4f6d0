"""What happened in the catalogue. Nobody listens yet: bundles of items (Part 2) are made anew by both
(tests/architecture/test_events.py)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True)
class ItemPublished:
    """A new version was published; every outlet must show `revision` from `effective_from` on."""

    topic: ClassVar[str] = "catalog.ItemPublished"
    item_code: str
    version_id: int
    number: int
    revision: str
    effective_from: date


@dataclass(frozen=True)
class ItemCancelled:
    """No new case of this item from `cancelled_on` on."""

    topic: ClassVar[str] = "catalog.ItemCancelled"
    item_code: str
    cancelled_on: date
