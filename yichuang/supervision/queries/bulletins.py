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
    bulletin = Bulletin.objects.select_related("region", "made_by").filter(uuid=uuid).first()
    if bulletin is None or not sight.allowed(officer, bulletin.region_id):
        raise NotFound("没有这期月报", way_out="请从月报列表里选")
    return bulletin


def figures_of(officer: Officer, region: Region, month: date, now: datetime) -> dict:
    """What the paper needs (packs/papers/bulletin.yaml): period, summary, figures, charts, targets, matters, sources.

    Every figure is as of the end of its month, from what had happened by then; a month that is not over is counted up
    to `now` and says so. So a bulletin of a past month is the same whenever it is made."""
    span = _span(month, now)
    span_before = _span(_month_before(month), now)
    reach = sight.reach_of(officer, region.code)
    cases = reach.cases()
    late = past.overdue_at(cases, span.until)
    late_before = past.overdue_at(cases, span_before.until)
    standing = Standing.at(span.until, late)
    standing_before = Standing.at(span_before.until, late_before)
    places = figures.by_place(reach, span, region, standing)
    counts = figures.together(places)
    counts_before = figures.total(reach, span_before, standing_before)
    shares = headline.values(reach, span, region.code, counts)
    shares_before = headline.values(reach, span_before, region.code, counts_before)
    groups = _groups(late, span.until)
    return {
        "period": _period(month, now),
        "summary": _summary(region, counts, shares, groups),
        "figures": {
            "columns": ["指标", "本月", "上月", "变化"],
            "rows": _rows(counts, counts_before, shares, shares_before),
        },
        "charts": _charts(places, figures.by_channel(reach, span)),
        "targets": _targets(officer, region, span.now, past=span.now < now),
        "matters": [_matter(group, span.until) for group in groups[:8]],
        "sources": _sources(),
    }


def counted(bulletin: Bulletin, officer: Officer, what: str, *, before: bool) -> QuerySet[Case]:
    """The cases behind a number of a bulletin, of its month or (before) of the month before it. what: a name of
    `Counts`. They are read from what had happened by then."""
    month = bulletin.month
    if before:
        month = _month_before(month)
    span = _span(month, bulletin.made_at)
    cases = sight.cases_of(officer, bulletin.region_id)
    late = {}
    if what == "overdue":
        late = past.overdue_at(cases, span.until)
    standing = Standing.at(span.until, late)
    return cases.filter(figures.conditions(span, standing)[what])


def _month_before(month: date) -> date:
    last_day = month.replace(day=1) - timedelta(days=1)
    return last_day.replace(day=1)


def _span(month: date, now: datetime) -> Span:
    first_day, day_after = rules.month_bounds(month)
    since = _midnight(first_day)
    end = _midnight(day_after)
    until = end
    if since <= now:
        until = min(end, now + timedelta(seconds=1))
    return Span(since, until, min(end, now))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=SHANGHAI)


def _period(month: date, now: datetime) -> str:
    today = local(now).date()
    text = f"{month.year}年{month.month}月"
    if rules.month_bounds(month)[1] > today:
        return f"{text}（截至{today.month}月{today.day}日）"
    return text


def _groups(late: dict[int, datetime], moment: datetime) -> list[Overdue]:
    """The late cases by county and item, the most first; where they were stuck and who had them, as of the moment.
    late: due moments by case."""
    rows = Case.objects.filter(pk__in=late).order_by("due_at", "id")
    columns = ("id", "county", "item_code", "version__item__name", "organisation__name")
    rows_of_group: dict[tuple[str, str], list[tuple]] = defaultdict(list)
    for row in rows.values_list(*columns):
        _, county, code, _, _ = row
        rows_of_group[county, code].append(row)
    places = _names(rows_of_group)
    stood = past.stood(late, moment)
    groups = []
    for (county, code), members in rows_of_group.items():
        cases, _, _, items, owners = zip(*members, strict=True)
        owner, _ = Counter(owners).most_common(1)[0]
        group = Overdue(
            county=county,
            place=places.get(county, county),
            code=code,
            item=items[0],
            count=len(members),
            oldest=min(late[case] for case in cases),
            why=_why([stood[case] for case in cases]),
            owner=owner,
        )
        groups.append(group)
    return sorted(groups, key=lambda group: (-group.count, group.oldest, group.county))


def _names(grouped: dict[tuple[str, str], list]) -> dict[str, str]:
    codes = {county.ljust(12, "0"): county for county, _ in grouped}
    names = Region.objects.filter(pk__in=codes).values_list("pk", "name")
    return {codes[code]: name for code, name in names}


def _why(members: list[past.Stood]) -> str:
    stuck = Counter(one.state for one in members)
    parts = [f"{headline.STUCK[state]}{count}件" for state, count in stuck.most_common()]
    why = "、".join(parts)
    idle = sum(not one.held for one in members)
    if idle:
        why += f"，其中{idle}件没人领"
    return why


def _matter(group: Overdue, moment: datetime) -> str:
    days = timing.days_overdue(group.oldest, moment - timedelta(microseconds=1))
    longest = f"，最久的{days}天" if days else ""
    return f"{group.place}{group.item}逾期{group.count}件{longest}：{group.why}。请{group.owner}办完并说明原因。"


def _summary(region: Region, counts: Counts, shares: dict, groups: list) -> list[str]:
    text = (
        f"{region.name}收到申请{counts.received}件，办结{counts.closed}件，"
        f"不予受理{counts.refused}件，在办{counts.open}件"
    )
    on_time = shares["on_time"]
    if on_time is not None:
        text += f"，按期办结率{rules.spoken(on_time)}%。"
    else:
        text += "，没有到期的件。"
    if not counts.overdue:
        return [text + "没有逾期没办完的件。"]
    worst = groups[0]
    text += f"逾期没办完{counts.overdue}件，最多的是{worst.place}的{worst.item}，{worst.count}件。"
    return [text]


def _rows(counts: Counts, before: Counts, shares: dict, shares_before: dict) -> list[list[str]]:
    numbers = [
        ("收到申请（件）", counts.received, before.received),
        ("办结（件）", counts.closed, before.closed),
        ("不予受理（件）", counts.refused, before.refused),
        ("撤回、退件、作废（件）", counts.dropped, before.dropped),
        ("在办（件）", counts.open, before.open),
        ("逾期才办结（件）", counts.late, before.late),
        ("逾期没办完（件）", counts.overdue, before.overdue),
    ]
    rows = []
    for label, now, then in numbers:
        change = _change(now - then)
        rows.append([label, str(now), str(then), change])
    for one in tables.headlines():
        now = shares[one.key]
        then = shares_before[one.key]
        if now is None or then is None:
            change = "—"
        else:
            change = _change(now - then, "个百分点")
        rows.append([one.label, _percent(now), _percent(then), change])
    return rows


def _change(difference, unit: str = "") -> str:
    number = rules.spoken(Decimal(difference))
    if difference > 0:
        return f"+{number}{unit}"
    if not difference:
        return "持平"
    return f"{number}{unit}"


def _percent(value: Decimal | None) -> str:
    return "—" if value is None else f"{rules.spoken(value)}%"


def _charts(places: list[Counts], channels: list[tuple[str, int]]) -> list[dict]:
    received = [[row.label, row.received] for row in places]
    late = [[row.label, row.late + row.overdue] for row in places]
    used_channels = [[name, count] for name, count in channels if count]
    drawn = [
        ("各地收到申请", received),
        ("各地逾期（含逾期才办结）", late),
        ("从哪里申请", used_channels),
    ]
    return [{"title": title, "unit": "件", "bars": bars} for title, bars in drawn if bars]


def _targets(officer: Officer, region: Region, now: datetime, *, past: bool) -> dict:
    above = [place.name for place in reference.ancestors(region.code) if place.pk != region.pk]
    rows = targets.rows(officer, now, place=region.name, above=above, past=past)
    lines = []
    for row in rows:
        target = row.target
        if target.kind == "baseline":
            continue
        name = row.name
        if target.place != region.name:
            name = f"{target.place}：{row.name}"
        reached = row.reached or "还没有数据"
        lines.append([name, row.wanted, reached, row.words, row.owner])
    return {
        "columns": ["目标", "要求", "实际", "差距", "谁来答"],
        "rows": lines or [["没有文件目标", "", "", "", ""]],
    }


def _sources() -> list[str]:
    return [
        "办件数由平台按办件记录计算；按期以承诺时限为准，等申请人补材料的时间不算。",
        "上月在办加本月收到，等于本月办结、不予受理、撤回退件作废和在办之和；逾期才不予受理的也算逾期才办结。",
        "按期办结率＝按期的÷（办结＋不予受理＋逾期没办完）；全程网办率＝可全程网办÷（依申请－法规要求到场）。",
        "好评率＝（非常满意＋满意＋基本满意）÷全部评价，没有评的不算好评。",
        "平台算不出的目标由单位填报并附依据；没有填的写“还没有数据”。",
        "所有数都截至本期最后一天（没有过完的月截至做月报的时候），以后办的、评的、填的都不算在里面。",
    ]
