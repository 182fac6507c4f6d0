"""Search over what is in force, and the mark that tells when anything shown of the catalogue has changed."""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from yichuang.catalog import tables
from yichuang.catalog.models import ItemVersion
from yichuang.catalog.queries.lists import ItemRow, items, stamp
from yichuang.catalog.search import Index, Suggestion, service_index
from yichuang.catalog.search.answers import Answer, answer_to
from yichuang.catalog.search.elsewhere import Elsewhere, Vocabulary, owner_of
from yichuang.core import clock, packs, revision
from yichuang.core.watching import WARMERS

_ALL = 1000


@dataclass(frozen=True)
class Found:
    """One item found; why: in a few words, what made it fit."""

    item: ItemRow
    why: str


def mark(on: date | None = None) -> str:
    """A short text that changes with the day, with the packs in use and with every change of the catalogue, of units
    and of divisions; one read of one row. Pages and indexes that are kept in memory are kept under it."""
    number, _ = revision.exact()
    return f"{on or clock.today()}.{number:x}.{packs.in_use()[:12]}"


def search(
    query: str,
    *,
    region: str | None = None,
    line: str | None = None,
    subject: str | None = None,
    level: str | None = None,
    life_event: str | None = None,
    channel: str | None = None,
    on: date | None = None,
    limit: int = 20,
) -> list[Found]:
    """The items that fit what somebody typed, best first, at most `limit`, among those that `items` gives for
    `region`, `channel` and the day; items that a place adds only with a `region`.

    line, subject, level: as `Index.search`; life_event: a key of the home page's life events, or the id or name of a
    bundle. A few small reads; the index is built once for a catalogue.
    """
    day = on or clock.today()
    rows = {
        row.code: row
        for row in items(region=region, channel=channel, on=day)
        if region or row.place is None
    }
    event = next((e for e in tables.life_events() if e["key"] == life_event), None)
    if event:
        rows = {code: rows[code] for code in event["items"] if code in rows}
    named = None if event else life_event
    hits = _index(day).search(
        query, line=line, subject=subject, level=level, life_event=named, limit=_ALL
    )
    return [Found(rows[hit.code], hit.why) for hit in hits if hit.code in rows][: max(limit, 0)]


def done_elsewhere(query: str) -> Elsewhere | None:
    """Who does what the query asks for, when another authority does.

    None when it may be ours: a paper that others give is a condition beside a word of our field.
    """
    rows, empty = tables.elsewhere()
    own_words = tables.words_of_our_field()
    vocabulary = Vocabulary(empty, own_words)
    return owner_of(query, rows, vocabulary)


def answered_at_once(query: str) -> Answer | None:
    """The page of ours that answers the question without any item (几点上班, 最低工资多少), or None."""
    rows, empty = tables.answers()
    return answer_to(query, rows, empty)


def suggest(prefix: str, limit: int = 8, *, on: date | None = None) -> list[Suggestion]:
    """Completions of what is being typed, each with the item it leads to. One read."""
    return _index(on or clock.today()).suggest(prefix, limit)


def _index(day: date) -> Index:
    return _built(stamp(day))


@WARMERS.register("search")
def _warm() -> None:
    """The index is built before the first visitor asks."""
    _index(clock.today())


@packs.kept(3)
def _built(version_ids: tuple[int, ...]) -> Index:
    versions = ItemVersion.objects.defer("form").in_bulk(version_ids)
    key = sha256(",".join([packs.in_use(), *map(str, version_ids)]).encode()).hexdigest()
    return service_index([versions[pk].definition for pk in version_ids], key)
