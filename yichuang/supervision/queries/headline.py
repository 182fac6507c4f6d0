"""The numbers of the first page, and the one sentence that says which is wrong, where, why and who answers."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Min, QuerySet

from yichuang.cases.models import Case
from yichuang.cases.queries.standing import overdue
from yichuang.cases.rules import states
from yichuang.catalog import queries as catalog
from yichuang.core.clock import local
from yichuang.ratings import queries as ratings
from yichuang.reference.models import Region
from yichuang.supervision import rules, tables
from yichuang.supervision.queries import figures
from yichuang.supervision.queries.figures import Span, Standing
from yichuang.supervision.tables import Headline

STUCK = states.total(
    {
        states.RECEIVED: "等受理",
        states.CORRECTING: "等申请人补正",
        states.SUPPLIED: "补正后等受理",
        states.ACCEPTED: "等审核",
        states.REVIEWING: "审核中",
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
    """Late open cases of one item in one county: how many, since when, where they are stuck, who answers."""

    county: str
    place: str
    item: str
    count: int
    oldest: datetime
    why: str
    owner: str


@dataclass(frozen=True)
class Sentence:
    """The head of the first page: title, body, and the report that lists it ("" when nothing is wrong)."""

    title: str
    body: str
    href: str = ""
    action: str = ""


def values(
    cases: QuerySet[Case], span: Span, region: str, standing: Standing | None = None
) -> dict[str, Decimal | None]:
    """The headline numbers by key (packs/targets/metrics.yaml), None where there is nothing to divide; all as of the
    end of the span. standing: as for `figures.total`."""
    counted = figures.total(cases, span, standing)
    good = ratings.totals(cases, span.since, span.until).rates.good
    last_day = local(span.now - timedelta(microseconds=1)).date()
    return {
        "on_time": counted.on_time_share,
        "online_basis": Decimal(str(catalog.online_basis(region, last_day).rate)),
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
    return Figure(line.key, line.label, text, line.unit, f"目标{rules.spoken(line.limit)}{line.unit}，达到", "met")


def overdue_groups(cases: QuerySet[Case], now: datetime, limit: int = 20) -> list[Overdue]:
    """Overdue cases by county and item, the most first."""
    late = cases.filter(overdue(now))
    rows = late.values("county", "item_code", "version__item__name").annotate(n=Count("id"), oldest=Min("due_at"))
    top = list(rows.order_by("-n", "oldest", "county")[:limit])
    names = dict(Region.objects.filter(pk__in=[row["county"].ljust(12, "0") for row in top]).values_list("pk", "name"))
    return [
        Overdue(
            county=row["county"],
            place=names.get(row["county"].ljust(12, "0"), row["county"]),
            item=row["version__item__name"],
            count=row["n"],
            oldest=row["oldest"],
            why=_why(cases, row, now),
            owner=_owner(late, row),
        )
        for row in top
    ]


def _why(cases: QuerySet[Case], row: dict, now: datetime) -> str:
    group = cases.filter(county=row["county"], item_code=row["item_code"])
    late = group.filter(overdue(now))
    stuck = Counter(dict(late.values_list("state").annotate(n=Count("id")).order_by()))
    idle = late.filter(holder__isnull=True).count()
    week = now - timedelta(days=7)
    came = group.filter(received_at__gte=week).count()
    went = group.filter(closed_at__gte=week).count()
    parts = [f"{STUCK[state]}{n}件" for state, n in stuck.most_common()]
    held = f"，其中{idle}件没人领" if idle else ""
    return f"{'、'.join(parts)}{held}；近7天收{came}件、办出{went}件"


def _owner(late: QuerySet[Case], row: dict) -> str:
    rows = late.filter(county=row["county"], item_code=row["item_code"]).values("organisation__name")
    return rows.annotate(n=Count("id")).order_by("-n")[0]["organisation__name"]


def sentence(known: dict, counted: figures.Counts, groups: list[Overdue], place: Region) -> Sentence:
    """Which number is wrong, where, why, who answers; the same facts give the same words."""
    on_time = known["on_time"]
    if groups:
        worst = groups[0]
        in_county = sum(group.count for group in groups if group.county == worst.county)
        title = f"按期办结率{rules.spoken(on_time)}%，差在{worst.place}的{worst.item}"
        body = (
            f"{place.name}逾期{counted.overdue}件，{worst.place}占{in_county}件，其中{worst.item}{worst.count}件："
            f"{worst.why}。由{worst.owner}答复。"
        )
        return Sentence(title, body, f"/console/reports/overdue/?place={worst.county}000000", f"看这{in_county}件")
    missed = next((figure for figure in shown(known) if figure.state == "late"), None)
    if missed:
        return Sentence(
            f"{missed.label}{missed.value}{missed.unit}，没有达到目标", f"{place.name}没有逾期的件。{missed.note}。"
        )
    if on_time is None and not counted.received:
        return Sentence("还没有办件", f"{place.name}这段时间没有收到申请，也没有在办的件。")
    body = f"{place.name}近30天收{counted.received}件，办结{counted.closed}件，在办{counted.open}件。"
    return Sentence("没有逾期，定了目标的数都达到了", body)
