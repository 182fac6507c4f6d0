"""Search over what is in force, and the mark that tells when anything shown of the catalogue has changed."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from yichuang.catalog.models import ItemVersion
from yichuang.catalog.queries.lists import ItemRow, items
from yichuang.catalog.search import Index, Suggestion, service_index
from yichuang.core import clock
from yichuang.core.db import call

# every row written gets a new (ctid, xmin), so the sum of their hashes changes with any insert, update or delete
_TABLES = (
    "catalog_item",
    "catalog_itemversion",
    "catalog_implementation",
    "catalog_delegationoverride",
    "catalog_channelswitch",
)
_MARK = "select concat_ws('.', {})".format(
    ", ".join(f"(select sum(hashtext(ctid::text || xmin::text)) from {table})" for table in _TABLES)  # noqa: S608
)


@dataclass(frozen=True)
class Found:
    """One item found; why: in a few words, what made it fit."""

    item: ItemRow
    why: str


def mark(on: date | None = None) -> str:
    """A short text that changes with the day and with every change of the catalogue; one read. Pages and indexes that
    are kept in memory are kept under it."""
    row = call(_MARK)
    return sha256(f"{on or clock.today()} {row[0]}".encode()).hexdigest()[:24]


def search(
    query: str,
    *,
    region: str | None = None,
    line: str | None = None,
    subject: str | None = None,
    level: str | None = None,
    life_event: str | None = None,
    limit: int = 20,
) -> list[Found]:
    """The items that fit what somebody typed, best first, at most `limit`, among those that `region` (12 digits)
    offers; the facets as `Index.search`. Two reads; the index is built once for a catalogue."""
    rows = {row.code: row for row in items(region=region)}
    hits = _index().search(
        query, line=line, subject=subject, level=level, life_event=life_event, limit=limit if region is None else 400
    )
    return [Found(rows[hit.code], hit.why) for hit in hits if hit.code in rows][:limit]


def suggest(prefix: str, limit: int = 8) -> list[Suggestion]:
    """Completions of what is being typed, each with the item it leads to. One read."""
    return _index().suggest(prefix, limit)


def _index() -> Index:
    rows = items()
    key = sha256(",".join(str(row.version_id) for row in rows).encode()).hexdigest()
    return service_index(_Definitions(rows), key)


class _Definitions:
    """The definitions of these items, read when the index iterates over them and not before."""

    def __init__(self, rows: list[ItemRow]) -> None:
        self._rows = rows

    def __iter__(self):
        found = ItemVersion.objects.in_bulk([row.version_id for row in self._rows])
        return (found[row.version_id].definition for row in self._rows)
