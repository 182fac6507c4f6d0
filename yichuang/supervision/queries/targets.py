"""The table of targets: each with its newest actual, gap, state, trend and who answers."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from yichuang.accounts.models import Officer
from yichuang.core.clock import local
from yichuang.core.errors import NotFound
from yichuang.supervision import metrics, rules, tables
from yichuang.supervision.models import Actual, Target
from yichuang.supervision.queries import sight

KINDS = {"target": "目标", "standard": "配备标准", "baseline": "当时报的数"}


@dataclass(frozen=True)
class Reached:
    """The newest actual number: how it came about in one sentence, the day, whether the platform counted it."""

    value: Decimal
    as_of: date
    computed: bool
    how: str


@dataclass(frozen=True)
class Row:
    """One target as the page shows it; trend: (day, value) oldest first; entries: what officers wrote down, newest
    first."""

    target: Target
    actual: Reached | None
    judged: rules.Judged
    owner: str
    entered: bool
    can_enter: bool
    trend: tuple[tuple[date, Decimal], ...]
    entries: tuple[Actual, ...] = ()

    @property
    def name(self) -> str:
        """What is measured, with the year by which it is to be reached: one plan often sets several."""
        target = self.target
        when = f"{target.date.year}年" if target.date else target.period
        if not when:
            return target.indicator
        return f"{target.indicator}（{when}）"

    @property
    def wanted(self) -> str:
        """≥90%."""
        return spoken_target(self.target)

    @property
    def reached(self) -> str:
        """91.4%, or ""."""
        if not self.actual:
            return ""
        return with_unit(self.actual.value, self.target.unit)

    @property
    def state(self) -> str:
        """State of the UI kit."""
        return rules.WORDS[self.judged.state][0]

    @property
    def words(self) -> str:
        """没达到, 差8.6%."""
        word = rules.WORDS[self.judged.state][1]
        gap = self.judged.gap
        if not gap:
            return word
        return f"{word}，差{with_unit(gap, self.target.unit)}"

    @property
    def way(self) -> str:
        """怎么算: the formula of the text, or in words what is counted where the text has none."""
        target = self.target
        if target.formula:
            return target.formula
        if target.unit == "%":
            return f"“{target.indicator}”占百分之几，文件没有写分子和分母"
        if target.unit == "flag":
            return f"“{target.indicator}”做到没有，不用算"
        return f"“{target.indicator}”有多少{target.unit}，直接数，文件没有别的算法"

    @property
    def due(self) -> str:
        """2021-06-30, 2018, 每年, 一直."""
        more = {"yearly": "每年", "ongoing": "一直", "standing": "一直"}.get(
            self.target.recurrence, ""
        )
        return str(self.target.date or self.target.period or more or "没有写")

    @property
    def source(self) -> str:
        """The document and the place in it."""
        return f"{tables.source_of(self.target.seed)} {self.target.section}"

    @property
    def kind(self) -> str:
        """目标 …"""
        return KINDS[self.target.kind]


_SIGNS = {">=": "≥", "<=": "≤", "=": "", "≈": "约"}


def spoken_target(target: Target) -> str:
    """≥90%, ≤30分钟, 做到 (a flag), 文件没有写数."""
    if target.value is None:
        return "文件没有写数"
    if target.unit == "flag":
        return "做到"
    return _SIGNS[target.operator] + with_unit(target.value, target.unit)


def with_unit(value: Decimal, unit: str) -> str:
    """91.4%, 30分钟; a flag is 做到 or 没做到; a rank 第3名."""
    if unit == "flag":
        return "做到" if value == 1 else "没做到"
    if unit == "rank":
        return f"第{rules.spoken(value)}名"
    return f"{rules.spoken(value)}{unit}"


def rows(
    officer: Officer,
    now: datetime,
    *,
    place: str = "",
    above: Collection[str] = (),
    kind: str = "",
    state: str = "",
    q: str = "",
    past: bool = False,
) -> list[Row]:
    """The targets that pass the filters, in the order of the pack. place: as the pack writes it; above: places whose
    targets bind it too; state: a key of
    rules.WORDS; q: words of the indicator; past: `now` is over, so what was written down until then is told and
    nothing is counted anew."""
    targets = Target.objects.select_related("region").order_by("code")
    if place:
        targets = targets.filter(place__in=[place, *above])
    if kind:
        targets = targets.filter(kind=kind)
    if q:
        targets = targets.filter(indicator__contains=q)
    history = _history(now) if past else _history()
    counted: dict[tuple[str, str], metrics.Measured] | None = None if past else {}
    mine = sight.regions_of(officer)
    built = [_row(target, mine, now, history, counted) for target in targets]
    return [row for row in built if not state or row.judged.state == state]


def one(code: str, officer: Officer, now: datetime) -> Row:
    """One target. Raises NotFound."""
    target = Target.objects.select_related("region").filter(code=code).first()
    if target is None:
        raise NotFound("没有这个目标", way_out="请从目标列表里选")
    return _row(target, sight.regions_of(officer), now, _history(), {})


def evidence(code: str, entry: int, officer: Officer) -> Actual:
    """The file behind a number that was entered for a target of the officer's places. Raises NotFound."""
    target = Target.objects.filter(code=code, region__isnull=False).first()
    if target and sight.allowed(officer, target.region_id):
        rows = Actual.objects.filter(
            metric=target.metric, region_id=target.region_id, file__isnull=False
        )
        actual = rows.select_related("file").filter(pk=entry).first()
        if actual:
            return actual
    raise NotFound("没有这份佐证，或不是您那里的", way_out="请从目标的填报记录里打开")


def places() -> list[str]:
    """The places that have targets, in the order of the pack."""
    return list(dict.fromkeys(Target.objects.order_by("code").values_list("place", flat=True)))


def _history(until: datetime | None = None) -> dict[tuple[str, str], list[Actual]]:
    """All that was written down (before `until`), oldest first, by metric and place."""
    by_metric_and_place = defaultdict(list)
    rows = Actual.objects.select_related("file", "officer").order_by("as_of", "id")
    for actual in rows.filter(at__lt=until) if until else rows:
        by_metric_and_place[actual.metric, actual.region_id].append(actual)
    return by_metric_and_place


def _row(target: Target, places: tuple[str, ...], now: datetime, history, counted) -> Row:
    metric = tables.metrics()[target.metric]
    known = history[target.metric, target.region_id]
    actual = _reached(target, metric, known, now, counted)
    today = local(now - timedelta(microseconds=1)).date()
    judged = rules.judge(
        operator=target.operator,
        target=target.value,
        actual=actual and actual.value,
        kind=target.kind,
        due=target.date,
        today=today,
        near_percent=tables.near_percent(),
    )
    mine = bool(target.region_id) and sight.lies_in(target.region_id, places)
    entered = metric.how == "entered"
    return Row(
        target,
        actual,
        judged,
        target.owner or metric.owner,
        entered,
        entered and mine,
        tuple((a.as_of, a.value) for a in known[-12:]),
        tuple(a for a in reversed(known) if a.source == "entered"),
    )


def _reached(target: Target, metric, known: list[Actual], now: datetime, counted) -> Reached | None:
    computed = metric.how == "computed"
    if computed and target.region_id and counted is not None:
        key = (metric.function, target.region_id)
        if key not in counted:
            counted[key] = metrics.measure(metric.function, target.region_id, now)
        measured = counted[key]
        if measured.value is None:
            return None
        return Reached(measured.value, local(now).date(), True, measured.how)
    if not known:
        return None
    last = known[-1]
    return Reached(last.value, last.as_of, computed, last.evidence)
