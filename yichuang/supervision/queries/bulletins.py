"""The figures of a month, ready to be frozen, and the bulletins made."""

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries import past
from yichuang.cases.rules import timing
from yichuang.core.clock import SHANGHAI, local
from yichuang.core.errors import NotFound
from yichuang.reference import queries as reference
from yichuang.reference.models import Region
from yichuang.supervision import rules, tables
from yichuang.supervision.models import Bulletin
from yichuang.supervision.queries import figures, headline, sight, targets
from yichuang.supervision.queries.figures import Counts, Span, Standing
from yichuang.supervision.queries.headline import Overdue


def of_officer(officer: Officer) -> QuerySet[Bulletin]:
    """The bulletins of the officer's places, newest first."""
    return (
        Bulletin.objects.filter(sight.places_of(officer))
        .select_related("region", "made_by")
        .order_by("-month", "-as_of")
    )


def one(uuid, officer: Officer) -> Bulletin:
    """A bulletin of the officer's places. Raises NotFound."""
    found = Bulletin.objects.select_related("region", "made_by").filter(uuid=uuid).first()
    if found is None or not sight.allowed(officer, found.region_id):
        raise NotFound("没有这期月报", way_out="请从月报列表里选")
    return found


def figures_of(officer: Officer, region: Region, month: date, now: datetime) -> dict:
    """What the paper needs (packs/papers/bulletin.yaml): period, summary, figures, charts, targets, matters, sources.

    Every figure is as of the end of its month, from what had happened by then; a month that is not over is counted up
    to `now` and says so. So a bulletin of a past month is the same whenever it is made."""
    span, before = _span(month, now), _span((month.replace(day=1) - timedelta(days=1)), now)
    reach = sight.reach_of(officer, region.code)
    cases = reach.cases()
    late = past.overdue_at(cases, span.until)
    standing = Standing.at(span.until, late)
    standing_before = Standing.at(before.until, past.overdue_at(cases, before.until))
    counted, earlier = (
        figures.total(reach, span, standing),
        figures.total(reach, before, standing_before),
    )
    known = headline.values(reach, span, region.code, counted)
    known_before = headline.values(reach, before, region.code, earlier)
    groups = _groups(late, span.until)
    places = figures.by_place(reach, span, region, standing)
    return {
        "period": _period(month, now),
        "summary": _summary(region, counted, known, groups),
        "figures": {
            "columns": ["指标", "本月", "上月", "变化"],
            "rows": _rows(counted, earlier, known, known_before),
        },
        "charts": _charts(places, figures.by_channel(reach, span)),
        "targets": _targets(officer, region, span.now, past=span.now < now),
        "matters": [_matter(group, span.until) for group in groups[:8]],
        "sources": _sources(),
    }


def counted(bulletin: Bulletin, officer: Officer, what: str, *, before: bool) -> QuerySet[Case]:
    """The cases behind a number of a bulletin, of its month or (before) of the month before it. what: received,
    closed, late or overdue. They are read from what had happened by then."""
    month = bulletin.month
    if before:
        month = (month.replace(day=1) - timedelta(days=1)).replace(day=1)
    span = _span(month, bulletin.made_at)
    cases = sight.cases_of(officer, bulletin.region_id)
    late = past.overdue_at(cases, span.until) if what == "overdue" else {}
    standing = Standing.at(span.until, late)
    return cases.filter(figures.conditions(span, standing)[what])


def _span(month: date, now: datetime) -> Span:
    first, after = (
        datetime.combine(d, datetime.min.time(), tzinfo=SHANGHAI) for d in rules.month_bounds(month)
    )
    return Span(
        first, min(after, now + timedelta(seconds=1)) if first <= now else after, min(after, now)
    )


def _period(month: date, now: datetime) -> str:
    today = local(now).date()
    text = f"{month.year}年{month.month}月"
    return (
        f"{text}（截至{today.month}月{today.day}日）"
        if rules.month_bounds(month)[1] > today
        else text
    )


def _groups(late: dict[int, datetime], moment: datetime) -> list[Overdue]:
    """The late cases by county and item, the most first; where they were stuck and who had them, as of the moment.
    late: due moments by case."""
    rows = Case.objects.filter(pk__in=late).order_by("due_at", "id")
    columns = ("id", "county", "item_code", "version__item__name", "organisation__name")
    grouped: dict[tuple[str, str], list[tuple]] = defaultdict(list)
    for row in rows.values_list(*columns):
        grouped[row[1], row[2]].append(row)
    places, stood = _names(grouped), past.stood(late, moment)
    found = []
    for (county, code), members in grouped.items():
        owners = Counter(row[4] for row in members)
        found.append(
            Overdue(
                county=county,
                place=places.get(county, county),
                code=code,
                item=members[0][3],
                count=len(members),
                oldest=min(late[row[0]] for row in members),
                why=_why([stood[row[0]] for row in members]),
                owner=owners.most_common(1)[0][0],
            )
        )
    return sorted(found, key=lambda group: (-group.count, group.oldest, group.county))


def _names(grouped: dict[tuple[str, str], list]) -> dict[str, str]:
    codes = {county.ljust(12, "0"): county for county, _ in grouped}
    names = Region.objects.filter(pk__in=codes).values_list("pk", "name")
    return {codes[code]: name for code, name in names}


def _why(members: list[past.Stood]) -> str:
    stuck = Counter(one.state for one in members)
    parts = [f"{headline.STUCK[state]}{count}件" for state, count in stuck.most_common()]
    idle = sum(not one.held for one in members)
    return "、".join(parts) + (f"，其中{idle}件没人领" if idle else "")


def _matter(group: Overdue, moment: datetime) -> str:
    days = timing.days_overdue(group.oldest, moment - timedelta(microseconds=1))
    longest = f"，最久的{days}天" if days else ""
    return f"{group.place}{group.item}逾期{group.count}件{longest}：{group.why}。请{group.owner}办完并说明原因。"


def _summary(region: Region, counted: Counts, known: dict, groups: list) -> list[str]:
    on_time = known["on_time"]
    text = (
        f"{region.name}收到申请{counted.received}件，办结{counted.closed}件，在办{counted.open}件"
    )
    text += f"，按期办结率{rules.spoken(on_time)}%。" if on_time is not None else "，没有到期的件。"
    if not counted.overdue:
        return [text + "没有逾期没办完的件。"]
    worst = groups[0]
    return [
        text
        + f"逾期没办完{counted.overdue}件，最多的是{worst.place}的{worst.item}，{worst.count}件。"
    ]


def _rows(counted: Counts, earlier: Counts, known: dict, known_before: dict) -> list[list[str]]:
    pairs = [
        ("收到申请（件）", counted.received, earlier.received),
        ("办结（件）", counted.closed, earlier.closed),
        ("逾期才办结（件）", counted.late, earlier.late),
        ("逾期没办完（件）", counted.overdue, earlier.overdue),
    ]
    found = [[label, str(now), str(then), _change(now - then)] for label, now, then in pairs]
    for one in tables.headlines():
        now, then = known[one.key], known_before[one.key]
        change = "—" if now is None or then is None else _change(now - then, "个百分点")
        found.append([one.label, _percent(now), _percent(then), change])
    return found


def _change(difference, unit: str = "") -> str:
    number = rules.spoken(Decimal(difference))
    return (
        f"+{number}{unit}" if difference > 0 else ("持平" if not difference else f"{number}{unit}")
    )


def _percent(value: Decimal | None) -> str:
    return "—" if value is None else f"{rules.spoken(value)}%"


def _charts(places: list[Counts], channels: list[tuple[str, int]]) -> list[dict]:
    drawn = [
        ("各地收到申请", "件", [[row.label, row.received] for row in places]),
        ("各地逾期（含逾期才办结）", "件", [[row.label, row.late + row.overdue] for row in places]),
        ("从哪里申请", "件", [[name, n] for name, n in channels if n]),
    ]
    return [{"title": title, "unit": unit, "bars": bars} for title, unit, bars in drawn if bars]


def _targets(officer: Officer, region: Region, now: datetime, *, past: bool) -> dict:
    above = [place.name for place in reference.ancestors(region.code) if place.pk != region.pk]
    rows = targets.rows(officer, now, place=region.name, above=above, past=past)
    told = []
    for row in rows:
        if row.target.kind == "baseline":
            continue
        target = row.target
        whose = "" if target.place == region.name else f"{target.place}："
        reached = row.reached or "还没有数据"
        told.append([f"{whose}{target.indicator}", row.wanted, reached, row.words, row.owner])
    return {
        "columns": ["目标", "要求", "实际", "差距", "谁来答"],
        "rows": told or [["没有文件目标", "", "", "", ""]],
    }


def _sources() -> list[str]:
    return [
        "办件数由平台按办件记录计算；按期以承诺时限为准，等申请人补材料的时间不算。",
        "按期办结率＝按期办结÷（办结＋逾期没办完）；全程网办率＝可全程网办÷（依申请－法规要求到场）。",
        "好评率＝（非常满意＋满意＋基本满意）÷全部评价，没有评的不算好评。",
        "平台算不出的目标由单位填报并附依据；没有填的写“还没有数据”。",
        "所有数都截至本期最后一天（没有过完的月截至做月报的时候），以后办的、评的、填的都不算在里面。",
    ]
