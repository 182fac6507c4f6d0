"""Lists of items: for the home page, the desk, search and the public list. Kept in memory while nothing changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from yichuang.catalog import tables
from yichuang.catalog.models import ChannelSwitch, Implementation, Item, ItemVersion
from yichuang.catalog.models.items import in_force
from yichuang.catalog.queries import promised
from yichuang.catalog.rules import delegation, limits
from yichuang.catalog.rules.coming import asked_by_law
from yichuang.catalog.rules.guides import FOR_WHOM
from yichuang.core import clock, revision


@dataclass(frozen=True)
class ItemRow:
    """One item in a list. promised: as spoken; channels: words of the item (窗口, 网办 …); place: the region of a
    local extension item, None for a common one."""

    code: str
    name: str
    line: str
    sub_line: str
    service_objects: tuple[str, ...]
    levels: tuple[str, ...]
    type: str
    case_kind: str
    promised: str
    promised_days: int
    promised_unit: str
    fee: str
    max_visits: int
    full_online: bool
    onsite_reason: str | None
    on_application: bool
    channels: tuple[str, ...]
    cross_region: str
    result: str
    tags: tuple[str, ...]
    conditions: str
    place: str | None
    version_id: int
    version_number: int
    revision: str

    @property
    def onsite_by_law(self) -> bool:
        """Whether somebody has to come because a text says so."""
        return not self.full_online and asked_by_law(self.onsite_reason)


def items(
    *,
    line: str | None = None,
    sub_line: str | None = None,
    level: str | None = None,
    subject: str | None = None,
    life_event: str | None = None,
    tag: str | None = None,
    region: str | None = None,
    channel: str | None = None,
    on: date | None = None,
) -> list[ItemRow]:
    """Items in force on a day (today) that are not cancelled then, in catalogue order; every filter narrows.

    level: 省 市 县 乡镇 村; subject: 个人 | 单位; life_event: a key of life_events(), in its order; region: 12-digit
    code, leaves out what is not offered there and the local items of other places, and has the promise of the place
    where that is another; channel: a channel code, leaves
    out what is not done or is switched off there.
    """
    day = on or clock.today()
    rows = list(_rows(stamp(day)))
    if region:
        gone = _not_offered(region, day)
        rows = [r for r in rows if _is_of(r, region) and r.code not in gone]
        rows = promised.as_in(region, day, rows)
    if channel:
        rows = _on_channel(rows, channel, region, day)
    if life_event:
        rows = _of_life_event(rows, life_event)
    lines = {"line": line, "sub_line": sub_line}
    return [
        r
        for r in rows
        if all(value is None or getattr(r, key) == value for key, value in lines.items())
        and (level is None or level in r.levels)
        and (subject is None or subject in r.service_objects)
        and (tag is None or tag in r.tags)
    ]


@revision.kept(1)
def item_names() -> Mapping[str, str]:
    """Code of every item, of cancelled ones too → its name of today."""
    rows = Item.objects.values_list("code", "name")
    return MappingProxyType(dict(rows))


def life_events() -> list[dict[str, Any]]:
    """Life events of the home page, in order: {"key", "title", "hint", "icon", "items": [codes]}."""
    return tables.life_events()


def for_family(on: date | None = None) -> list[ItemRow]:
    """The items by which one person applies for another, whom the form names (给谁办), in the catalogue's order."""
    day = on or clock.today()
    codes = _for_family(day)
    rows = []
    for row in items(on=day):
        if row.code in codes:
            rows.append(row)
    return rows


@revision.kept(16)
def _for_family(day: date) -> frozenset[str]:
    in_force_then = stamp(day)
    versions = ItemVersion.objects.filter(pk__in=in_force_then, form__groups__has_key=FOR_WHOM)
    codes = versions.values_list("item__code", flat=True)
    return frozenset(codes)


def lines(on: date | None = None) -> list[tuple[str, int]]:
    """Business lines with the number of common items, in the order of the catalogue."""
    return list(_lines(on or clock.today()))


@revision.kept(16)
def _lines(day: date) -> tuple[tuple[str, int], ...]:
    counted: dict[str, int] = {}
    for row in items(on=day):
        if row.place is None:
            counted[row.line] = counted.get(row.line, 0) + 1
    return tuple(counted.items())


@revision.kept(16)
def stamp(day: date) -> tuple[int, ...]:
    """The ids of the versions in force on a day: equal as long as the catalogue is, so a key for what is kept."""
    versions = ItemVersion.objects.filter(in_force(day)).exclude(
        item__status=Item.CANCELLED, item__cancelled_on__lte=day
    )
    return tuple(versions.order_by("item_id").values_list("pk", flat=True))


@lru_cache(maxsize=8)
def _rows(stamp: tuple[int, ...]) -> tuple[ItemRow, ...]:
    versions = ItemVersion.objects.select_related("item").defer("form").in_bulk(stamp)
    rows = [_row(versions[pk]) for pk in stamp]
    return tuple(sorted(rows, key=lambda r: (r.place is not None, r.code[4:])))


def _row(version: ItemVersion) -> ItemRow:
    d = version.definition
    return ItemRow(
        code=version.item.code,
        name=d["name"],
        line=d["business_line"],
        sub_line=d["sub_line"],
        service_objects=tuple(d["service_object"]),
        levels=tuple(d["levels"]),
        type=d["type"],
        case_kind=d["case_kind"],
        promised=limits.spoken(d["promised_days"], d["promised_unit"]),
        promised_days=d["promised_days"],
        promised_unit=d["promised_unit"],
        fee=d["fee"],
        max_visits=d["max_visits"],
        full_online=d["full_online"],
        onsite_reason=d.get("onsite_reason"),
        on_application=d["on_application"],
        channels=tuple(d["channels"]),
        cross_region=d["cross_region"],
        result=d["result"],
        tags=tuple(d.get("tags") or ()),
        conditions=d["conditions"],
        place=version.item.place_id,
        version_id=version.pk,
        version_number=version.number,
        revision=version.revision,
    )


def _is_of(row: ItemRow, region: str) -> bool:
    return (
        row.place is None
        or region in delegation.chain(row.place)
        or row.place in delegation.chain(region)
    )


@revision.kept(512)
def _not_offered(region: str, day: date) -> frozenset[str]:
    rows = Implementation.objects.filter(
        in_force(day), region_id__in=delegation.chain(region), differences__has_key="offered"
    ).order_by("region_id")
    offered = dict(rows.values_list("item__code", "differences__offered"))
    return frozenset(code for code, yes in offered.items() if not yes)


def _on_channel(rows: list[ItemRow], channel: str, region: str | None, day: date) -> list[ItemRow]:
    word = tables.channels()[channel]["word"]
    off = closed_on(channel)
    added = _added(word, region, day) if region else frozenset()
    return [r for r in rows if (word in r.channels or r.code in added) and r.code not in off]


@revision.kept(16)
def closed_on(channel: str) -> Mapping[str, str]:
    """What is switched off for a channel (code).

    Code of each item → the reason, "" where none was written.
    """
    rows = ChannelSwitch.objects.filter(channel=channel, enabled=False)
    reasons = dict(rows.values_list("item__code", "reason"))
    return MappingProxyType(reasons)


@revision.kept(512)
def _added(word: str, region: str, day: date) -> frozenset[str]:
    """Items for which the place, or one above it, has added the channel."""
    rows = Implementation.objects.filter(
        in_force(day),
        region_id__in=delegation.chain(region),
        differences__channels_added__contains=[word],
    )
    return frozenset(rows.values_list("item__code", flat=True))


def _of_life_event(rows: list[ItemRow], key: str) -> list[ItemRow]:
    event = next((e for e in tables.life_events() if e["key"] == key), None)
    if event is None:
        return []
    by_code = {r.code: r for r in rows}
    return [by_code[code] for code in event["items"] if code in by_code]
