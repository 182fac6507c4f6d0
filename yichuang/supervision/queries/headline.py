"""The numbers of the first page, and the one sentence that says which is wrong, where, why and who answers."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Min, Q, QuerySet

from yichuang.cases.models import Case
from yichuang.cases.queries.reach import Reach
from yichuang.cases.queries.standing import overdue
from yichuang.cases.rules import states
from yichuang.catalog import queries as catalog
from yichuang.catalog.models import Item
from yichuang.core.clock import local
from yichuang.ratings import queries as ratings
from yichuang.reference.models import Region
from yichuang.supervision import rules, tables
from yichuang.supervision.queries import figures
from yichuang.supervision.queries.figures import Span
from yichuang.supervision.tables import Headline

STUCK = states.total(
    {
        states.RECEIVED: "等受理",
        states.CORRECTING: "等申请人补正",
        states.SUPPLIED: "补正后等受理",
        states.ACCEPTED: "等审核",
        states.REVIEWING: "审核中",
        states.SPECIAL: "特别程序中",
        states.SUSPENDED: "中止着",
        states.AWAITING: "等申请人补材料",
        states.SECOND: "等第二人复核",
        states.APPROVED: "等办结",
        states.DENIED: "等办结",
    },
    states.OPEN,
)


@dataclass(frozen=True)
class Figure:
    """One number with its line: state late | met | "" (no line, or no data), note in words."""

    key: str
    label: str
    value: str | None
    unit: str
    note: str
    state: str


@dataclass(frozen=True)
class Overdue:
    """Late open cases of one item in one county: how many, since when, where they are stuck, who answers.
    code and item: the item's; in_county: how many of all items are late there."""

    county: str
    place: str
    code: str
    item: str
    count: int
    oldest: datetime
    why: str
    owner: str
    in_county: int = 0


@dataclass(frozen=True)
class Sentence:
    """The head of the first page: title, body, and the report that lists it ("" when nothing is wrong)."""

    title: str
    body: str
    href: str = ""
    action: str = ""


def values(
    reach: Reach, span: Span, region: str, counted: figures.Counts
) -> dict[str, Decimal | None]:
    """The headline numbers by key (packs/targets/metrics.yaml), None where there is nothing to divide; all as of the
    end of the span. counted: `figures.total` of these cases in the span."""
    good = ratings.totals(reach, span.since, span.until).rates.good
    online = None
    last_day = local(span.now - timedelta(microseconds=1)).date()
    rate = catalog.online_basis(region, last_day).rate
    if rate is not None:
        online = Decimal(str(rate))
    return {
        "on_time": counted.on_time_share,
        "online_basis": online,
        "online_share": counted.online_share,
        "instant_share": counted.instant_share,
        "good_ratings": None if good is None else Decimal(str(good)),
    }


def shown(known: dict[str, Decimal | None]) -> list[Figure]:
    """The figures as the page shows them."""
    return [_figure(one, known[one.key]) for one in tables.headlines()]


def _figure(line: Headline, value: Decimal | None) -> Figure:
    text = None if value is None else rules.spoken(value)
    if value is None:
        return Figure(line.key, line.label, None, line.unit, "还没有数据", "")
    if line.limit is None:
        return Figure(line.key, line.label, text, line.unit, "没有定目标", "")
    gap = max(line.limit - value, Decimal(0))
    if gap:
        note = f"目标{rules.spoken(line.limit)}{line.unit}，差{rules.spoken(gap)}"
        return Figure(line.key, line.label, text, line.unit, note, "late")
    return Figure(
        line.key,
        line.label,
        text,
        line.unit,
        f"目标{rules.spoken(line.limit)}{line.unit}，达到",
        "met",
    )


def overdue_groups(cases: QuerySet[Case], now: datetime, limit: int = 20) -> list[Overdue]:
    """Overdue cases by county and item, the most first; seven reads, however many there are."""
    groups = _largest_groups(cases, now, limit)
    _add_where_stuck(groups, cases, now)
    largest = list(groups.values())
    came = _lately(cases, largest, "received_at", now)
    went = _lately(cases, largest, "closed_at", now)
    places = _place_names(largest)
    items = _item_names(largest)
    overdue = []
    for group in largest:
        place = places.get(group.county, group.county)
        lately = f"近7天收{came[group.key]}件、办出{went[group.key]}件"
        overdue_here = Overdue(
            county=group.county,
            place=place,
            code=group.item_code,
            item=items[group.item_code],
            count=group.count,
            oldest=group.oldest,
            why=f"{group.stuck()}；{lately}",
            owner=group.owner,
            in_county=group.in_county,
        )
        overdue.append(overdue_here)
    return overdue


@dataclass
class _Group:
    """Late cases of one item in one county; in_county: how many of all items are late there."""

    county: str
    item_code: str
    count: int
    oldest: datetime
    in_county: int
    idle: int = 0
    states: Counter = field(default_factory=Counter)
    owners: Counter = field(default_factory=Counter)

    @property
    def key(self) -> tuple[str, str]:
        return self.county, self.item_code

    def add(self, row: dict) -> None:
        """Add some of its cases: those that one unit has in one state."""
        self.idle += row["idle"]
        self.states[row["state"]] += row["n"]
        self.owners[row["organisation__name"]] += row["n"]

    @property
    def owner(self) -> str:
        """The unit that has the most of them."""
        (name, _), *_ = self.owners.most_common(1)
        return name

    def stuck(self) -> str:
        """等审核3件、审核中1件，其中2件没人领."""
        parts = [f"{STUCK[state]}{count}件" for state, count in self.states.most_common()]
        held = f"，其中{self.idle}件没人领" if self.idle else ""
        return "、".join(parts) + held


Groups = dict[tuple[str, str], _Group]  # by county and item


def _largest_groups(cases: QuerySet[Case], now: datetime, limit: int) -> Groups:
    """The groups with the most late cases, the most first.

    Of the cases is read what stands in their index.
    """
    late = cases.filter(overdue(now))
    grouped = late.values_list("county", "item_code")
    counted = grouped.annotate(n=Count("*"), oldest=Min("due_at"))
    rows = counted.order_by("-n", "oldest", "county", "item_code")
    counties = late.values_list("county").annotate(n=Count("*"))
    in_county = dict(counties.order_by())
    groups = {}
    for row in rows[:limit]:
        county, item, count, oldest = row
        group = _Group(
            county=county, item_code=item, count=count, oldest=oldest, in_county=in_county[county]
        )
        groups[group.key] = group
    return groups


def _add_where_stuck(groups: Groups, cases: QuerySet[Case], now: datetime) -> None:
    """Add to each group in which states and units its cases are, and how many nobody has in hand."""
    counties = {county for county, _ in groups}
    items = {item for _, item in groups}
    late = cases.filter(overdue(now))
    about = late.filter(county__in=counties, item_code__in=items)
    grouped = about.values("county", "item_code", "state", "organisation__name")
    idle = Count("id", filter=Q(holder=None))
    rows = grouped.annotate(n=Count("*"), idle=idle)
    for row in rows.order_by("state", "organisation__name"):
        key = row["county"], row["item_code"]
        if key in groups:
            groups[key].add(row)


def _lately(cases: QuerySet[Case], groups: list[_Group], moment: str, now: datetime) -> Counter:
    """How many cases of the groups came in, or ended, in the last seven days."""
    counties = {group.county for group in groups}
    items = {group.item_code for group in groups}
    since = now - timedelta(days=7)
    rows = cases.filter(county__in=counties, item_code__in=items)
    lately = rows.filter(**{f"{moment}__gte": since})
    counted = lately.values_list("county", "item_code").annotate(n=Count("*"))
    by_group: Counter = Counter()
    for county, item, count in counted.order_by():
        by_group[county, item] = count
    return by_group


def _place_names(groups: list[_Group]) -> dict[str, str]:
    codes = {group.county.ljust(12, "0") for group in groups}
    return {
        code[:6]: name
        for code, name in Region.objects.filter(pk__in=codes).values_list("pk", "name")
    }


def _item_names(groups: list[_Group]) -> dict[str, str]:
    codes = {group.item_code for group in groups}
    items = Item.objects.filter(code__in=codes)
    return dict(items.values_list("code", "name"))


def sentence(
    known: dict, counted: figures.Counts, groups: list[Overdue], place: Region
) -> Sentence:
    """Which number is wrong, where, why, who answers; the same facts give the same words."""
    on_time = known["on_time"]
    if groups:
        worst = groups[0]
        in_county = worst.in_county
        title = f"按期办结率{rules.spoken(on_time)}%，差在{worst.place}的{worst.item}"
        body = (
            f"{place.name}逾期{counted.overdue}件，{worst.place}占{in_county}件，其中{worst.item}{worst.count}件："
            f"{worst.why}。由{worst.owner}答复。"
        )
        return Sentence(
            title,
            body,
            f"/console/cases/list/?place={worst.county}000000&what=overdue",
            f"看这{in_county}件",
        )
    missed = next((figure for figure in shown(known) if figure.state == "late"), None)
    if missed:
        return Sentence(
            f"{missed.label}{missed.value}{missed.unit}，没有达到目标",
            f"{place.name}没有逾期的件。{missed.note}。",
        )
    if on_time is None and not counted.received:
        return Sentence("还没有办件", f"{place.name}这段时间没有收到申请，也没有在办的件。")
    body = (
        f"{place.name}近30天收{counted.received}件，办结{counted.closed}件，"
        f"不予受理{counted.refused}件，在办{counted.open}件。"
    )
    return Sentence("没有逾期，定了目标的数都达到了", body)
