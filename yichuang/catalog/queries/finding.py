"""Search over what is in force: the index of catalogue.search, kept until the catalogue changes."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from yichuang.catalog import tables
from yichuang.catalog.models import ItemVersion
from yichuang.catalog.queries.lists import ItemRow, items, stamp
from yichuang.catalog.search import Index, Suggestion, service_index
from yichuang.core import clock


@dataclass(frozen=True)
class Found:
    """One item found, and why in a few Chinese words; best first."""

    row: ItemRow
    why: str
    score: float


def search(
    text: str,
    *,
    line: str | None = None,
    subject: str | None = None,
    level: str | None = None,
    life_event: str | None = None,
    region: str | None = None,
    channel: str | None = None,
    on: date | None = None,
    limit: int = 20,
) -> list[Found]:
    """Items for what somebody typed, best first, at most `limit`; the facets are those of `items`.

    life_event: a key of the home page's life events, or the id or name of a bundle. Local items of other places are
    left out; without `region` all local items are.
    """
    day = on or clock.today()
    rows = {r.code: r for r in items(region=region, channel=channel, on=day) if region or r.place is None}
    event = next((e for e in tables.life_events() if e["key"] == life_event), None)
    if event:
        rows = {code: rows[code] for code in event["items"] if code in rows}
    named = None if event else life_event
    hits = index(day).search(text, line=line, subject=subject, level=level, life_event=named, limit=1000)
    return [Found(rows[hit.code], hit.why, hit.score) for hit in hits if hit.code in rows][: max(limit, 0)]


def suggest(prefix: str, *, limit: int = 8, on: date | None = None) -> list[Suggestion]:
    """Completions of what is being typed, with the item that each leads to."""
    return index(on or clock.today()).suggest(prefix, limit)


def index(day: date) -> Index:
    """The index of everything in force on a day."""
    return _index(stamp(day))


@lru_cache(maxsize=3)
def _index(version_ids: tuple[int, ...]) -> Index:
    versions = ItemVersion.objects.defer("form").in_bulk(version_ids)
    key = hashlib.sha256(repr(sorted(v.revision for v in versions.values())).encode()).hexdigest()
    return service_index([versions[pk].definition for pk in version_ids], key)
