"""Reports over the catalogue: one list in all places, speed-up, online share, visits, common handling."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.catalog import tables
from yichuang.catalog.models import Implementation, ItemVersion
from yichuang.catalog.models.items import in_force
from yichuang.catalog.queries.lists import ItemRow, closed_on, items
from yichuang.catalog.rules import completeness, delegation, limits
from yichuang.catalog.rules.guides import merged
from yichuang.core import clock, revision
from yichuang.reference.models import Region
from yichuang.reference.queries import calendar

SPEEDUP_TAG, SPEEDUP_TARGET = "提速办", 50.0
ONLINE_TARGET = 90.0
NET, PHONE = "portal", "mobile"  # channels of packs/catalogue/channels.yaml


BASE_WORDS = {"statutory": "法定时限", "previous": "原来的时限"}


@dataclass(frozen=True)
class Difference:
    """A place whose catalogue differs from the common one; missing, extra: (code, name) pairs."""

    region: str
    region_name: str
    missing: tuple[tuple[str, str], ...]
    extra: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Consistency:
    """Same-level places compared. local_extensions are flagged here and left out of the comparison."""

    level: str
    places: int
    items: int
    differences: tuple[Difference, ...]
    local_extensions: tuple[ItemRow, ...]


@dataclass(frozen=True)
class SpeedUp:
    """One item with its limits on one basis; below_target: on the 提速办 list and under 50 %."""

    code: str
    name: str
    base: str
    base_text: str
    promised_text: str
    promised_unit: str
    percent: float
    listed: bool
    below_target: bool

    @property
    def base_word(self) -> str:
        """What it is measured by, as people say it."""
        return BASE_WORDS[self.base]


@dataclass(frozen=True)
class OnlineBasis:
    """The fully-online rate of the catalogue (SYS-053): online / (application items - those the law wants on site).

    not_yet: the remaining items with the reason of each; rate and target in percent, no rate of nothing.
    """

    application: int
    onsite_by_law: int
    online: int
    rate: float | None
    target: float
    not_yet: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Deviation:
    """An item of the common-handling list whose mode or limit differs in a place."""

    code: str
    name: str
    region: str
    region_name: str
    what: str
    common: str
    here: str


def consistency_report(level: str, on: date | None = None) -> Consistency:
    """Compare the catalogues of all places of a level (市 县 乡镇 村) in the jurisdictions of
    packs/catalogue/places.yaml: code and name of each item that the place offers, against the common list."""
    day = on or clock.today()
    return _consistency(level, day)


@revision.kept(16)
def _consistency(level: str, day: date) -> Consistency:
    common = [r for r in items(level=level, on=day) if r.place is None]
    names = {r.code: r.name for r in common}
    extensions = tuple(r for r in items(level=level, on=day) if r.place is not None)
    places = dict(compared_places(level))
    differences = []
    for code, gone, renamed in _departures(places, set(names), day):
        extra = tuple(renamed.items())
        lacking = sorted(gone.union(renamed))
        missing = tuple((item, names[item]) for item in lacking)
        differences.append(Difference(code, places[code], missing, extra))
    return Consistency(level, len(places), len(common), tuple(differences), extensions)


@revision.kept(8)
def compared_places(level: str) -> tuple[tuple[str, str], ...]:
    """(code, full name) of the places of a level (市 县 乡镇 村) that `consistency_report` compares."""
    number = delegation.LEVEL_NUMBERS[level]
    cities = tables.places()["cities"]
    rows = Region.objects.filter(level=number, city__in=cities)
    return tuple(rows.values_list("code", "full_name"))


def _departures(places: dict[str, str], codes: set[str], day: date):
    words = defaultdict(lambda: defaultdict(dict))
    for region, item, said in _said(day):
        if item in codes:
            words[region][item].update(said)
    for place in sorted(places):
        said: dict[str, dict[str, Any]] = defaultdict(dict)
        for region in delegation.chain(place):
            for item, differences in words.get(region, {}).items():
                said[item].update(differences)
        gone = set()
        renamed = {}
        for item, differences in said.items():
            if differences.get("offered") is False:
                gone.add(item)
            elif "name" in differences:
                renamed[item] = differences["name"]
        if gone or renamed:
            yield place, gone, renamed


@revision.kept(4)
def _said(day: date) -> tuple[tuple[str, str, dict[str, Any]], ...]:
    """(place, item, what differs) of places that lack or rename an item, the wider first."""
    rows = Implementation.objects.filter(in_force(day)).order_by("region_id")
    differing = []
    for region, item, said in rows.values_list("region_id", "item__code", "differences"):
        if "offered" in said or "name" in said:
            row = (region, item, said)
            differing.append(row)
    return tuple(differing)


def speedup_list(*, below_target: bool = False) -> list[SpeedUp]:
    """Every item with a limit to compare with, slowest gain first; `below_target`: only listed ones under 50 %."""
    today = clock.today()
    rows = _speedups(today)
    if not below_target:
        return list(rows)
    return [row for row in rows if row.below_target]


@revision.kept(4)
def _speedups(day: date) -> tuple[SpeedUp, ...]:
    speedups = []
    for version in _versions(day):
        d = version.definition
        base = limits.base_of(d)
        percent = limits.speedup_of(d)
        if base is None or percent is None:
            continue
        listed = SPEEDUP_TAG in (d.get("tags") or ())
        row = SpeedUp(
            code=d["code"],
            name=d["name"],
            base=base[0],
            base_text=limits.spoken(base[1], base[2]),
            promised_text=limits.spoken(d["promised_days"], d["promised_unit"]),
            promised_unit=d["promised_unit"],
            percent=percent,
            listed=listed,
            below_target=listed and percent < SPEEDUP_TARGET,
        )
        speedups.append(row)
    speedups.sort(key=lambda row: (row.percent, row.code))
    return tuple(speedups)


def online_basis(region: str | None = None, on: date | None = None) -> OnlineBasis:
    """The rate of SYS-053 for the catalogue of a place (or the common one) on a day (today)."""
    lists = online_lists(region, on)
    rows = lists["application"]
    onsite = lists["onsite"]
    online = lists["online"]
    basis = len(rows) - len(onsite)
    online_codes = {row.code for row in online}
    not_yet = []
    for row in rows:
        if row.code not in online_codes:
            why = _why_offline(row)
            not_yet.append((row.code, row.name, why))
    rate = None
    if basis:
        rate = round(len(online) / basis * 100, 1)
    return OnlineBasis(len(rows), len(onsite), len(online), rate, ONLINE_TARGET, tuple(not_yet))


def _why_offline(row: ItemRow) -> str:
    """Why an item cannot be done wholly online today."""
    if not row.full_online:
        return row.onsite_reason or "还没有实现全程网办"
    reason = closed_on(NET).get(row.code, "")
    return f"网上办现在关着：{reason}" if reason else "网上办现在关着"


def online_lists(region: str | None = None, on: date | None = None) -> dict[str, list[ItemRow]]:
    """The items behind each number of `online_basis`: application, onsite (by law), online (wholly); and those that
    are on the net or on the phone at all: net, mobile.

    Only what is open is counted: an item whose channel is switched off, or that the place has not got there, can be
    done there by nobody, whatever its text promises.
    """
    rows = []
    for row in items(region=region, on=on):
        if row.on_application and (region or row.place is None):
            rows.append(row)
    on_net = {row.code for row in items(region=region, channel=NET, on=on)}
    on_phone = {row.code for row in items(region=region, channel=PHONE, on=on)}
    net = [row for row in rows if row.code in on_net]
    return {
        "application": rows,
        "onsite": [row for row in rows if row.onsite_by_law],
        "online": [row for row in net if row.full_online],
        "net": net,
        "mobile": [row for row in rows if row.code in on_phone],
    }


def visit_flags() -> dict[str, int]:
    """The most visits that each item allows, by code: 0 (一次不用跑) or 1 (最多跑一次)."""
    return {row.code: row.max_visits for row in items()}


def common_handling_list(scope: str | None = None) -> list[dict[str, Any]]:
    """通办事项清单: code, name, scope (跨省通办 | 全省通办), mode, fallback, multi_place, limit, contact,
    effective_from; `scope` narrows."""
    table = tables.cross_region()
    listed = []
    for item in items():
        if item.code not in table or item.place is not None:
            continue
        if scope is None or item.cross_region == scope:
            shown = {"name": item.name, "scope": item.cross_region, "limit": item.promised}
            listed.append({**table[item.code], **shown})
    return listed


def common_handling_report(on: date | None = None) -> list[Deviation]:
    """Every place where the acceptance mode or the limit of a listed item is not the common one (SYS-090)."""
    day = on or clock.today()
    rows = _deviations(day)
    return list(rows)


@revision.kept(4)
def _deviations(day: date) -> tuple[Deviation, ...]:
    table = tables.cross_region()
    common = {v.item_id: v for v in _versions(day) if v.definition["code"] in table}
    rows = Implementation.objects.filter(in_force(day), item_id__in=common).select_related("region")
    deviations = []
    for row in rows.order_by("item__code", "region_id"):
        definition = common[row.item_id].definition
        code = definition["code"]
        usual_mode = table[code]["mode"]
        mode = row.differences.get("cross_region_mode", usual_mode)
        usual_limit = _limit(definition)
        limit = _limit(merged(definition, [row.differences]))
        where = (code, definition["name"], row.region_id, row.region.full_name)
        if mode != usual_mode:
            deviations.append(Deviation(*where, "办理方式", usual_mode, mode))
        if limit != usual_limit:
            deviations.append(Deviation(*where, "承诺时限", usual_limit, limit))
    return tuple(deviations)


def completeness_report() -> list[tuple[str, str, str]]:
    """(code, element, sentence) of everything empty or unlawful in what is in force: none for a published guide."""
    table = tables.elements()
    days = calendar()
    problems = []
    for version in _versions(with_form=True):
        for problem in completeness.problems_of(version.definition, version.form, table, days):
            problems.append((version.definition["code"], problem.field, problem.message))
    return problems


def _limit(definition: dict[str, Any]) -> str:
    return limits.spoken(definition["promised_days"], definition["promised_unit"])


def _versions(on: date | None = None, *, with_form: bool = False) -> list[ItemVersion]:
    rows = items(on=on)
    queried = ItemVersion.objects.all() if with_form else ItemVersion.objects.defer("form")
    versions = queried.in_bulk([row.version_id for row in rows])
    return [versions[row.version_id] for row in rows]
