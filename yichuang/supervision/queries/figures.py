"""Cases counted: by place, line, day; on time or late; each from the rows themselves, nothing estimated.

By county and line, days that are over are read as sums (cases/queries/days.py), by item weeks; the rest of a span from
its cases."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate

from yichuang.cases.models import Case
from yichuang.cases.queries import past
from yichuang.cases.queries.reach import Reach
from yichuang.cases.queries.scope import COUNTY_DIGITS
from yichuang.cases.queries.standing import clock_stands
from yichuang.catalog.models import Item
from yichuang.core.clock import SHANGHAI, local
from yichuang.reference.models import Region
from yichuang.reference.queries import prefix
from yichuang.supervision import rules
from yichuang.supervision.queries import spans
from yichuang.supervision.queries.spans import BY_ITEM, CHANNELS, TOGETHER, By, Rows, count

_DIGITS = {2: 4, 3: 6, 4: 9, 5: 12}


@dataclass(frozen=True)
class Span:
    """[since, until) of receipt and closing; now: the moment at which open cases are looked at."""

    since: datetime
    until: datetime
    now: datetime

    @classmethod
    def days(cls, count: int, now: datetime) -> "Span":
        """The last `count` days, today included."""
        today = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
        first = today - timedelta(days=count - 1)
        return cls(first, now + timedelta(seconds=1), now)


Part = tuple[Q, dict[str, Q]]


@dataclass(frozen=True)
class Standing:
    """Filters on Case that say which are open and which of those are late: as of now, or as of a moment that is past
    (cases/queries/past.py). parts: (filter, what its cases are counted as); each is found by an index of its own.
    moment: the one that is past; late_part: the part that says which were late then."""

    parts: tuple[Part, ...]
    moment: datetime | None = None
    late_part: Part | None = None

    @classmethod
    def present(cls, now: datetime) -> "Standing":
        """As the rows say."""
        # `overdue` of what is open: the index has no more
        late = Q(due_at__lt=now) & ~clock_stands()
        part = (Q(open=True), {"open": Q(), "overdue": late})
        return cls((part,))

    @classmethod
    def at(cls, moment: datetime, late: Iterable[int]) -> "Standing":
        """As it was; late: the cases of `past.overdue_at` of the moment."""
        still_open, closed_since = past.open_at(moment)
        were_late = Q(pk__in=list(late))
        as_open = {"open": Q()}
        late_part = (were_late, {"overdue": Q()})
        parts = ((still_open, as_open), (closed_since, as_open), late_part)
        return cls(parts, moment, late_part)


@dataclass(frozen=True)
class Counts:
    """Numbers of a span, under a name.

    received, closed, refused (不予受理) and dropped (撤回, 退件, 作废) in the span; late: closed or refused after the
    due moment; open and overdue: as of its end; instant: 即办件 closed in the span, within: those of them within 30
    minutes of business; online: received by net or phone app.

    What was open before and what came is what ended in one of the three ways and what is open.
    """

    key: str
    label: str
    received: int = 0
    closed: int = 0
    refused: int = 0
    dropped: int = 0
    late: int = 0
    open: int = 0
    overdue: int = 0
    instant: int = 0
    within: int = 0
    online: int = 0

    @property
    def done(self) -> int:
        """What the office ended: closed or refused."""
        return self.closed + self.refused

    @property
    def on_time_share(self) -> Decimal | None:
        """按期办结率: done on time out of all that was done or should have been."""
        return rules.share(self.done - self.late, self.done + self.overdue)

    @property
    def late_share(self) -> Decimal | None:
        """逾期率: the rest of it."""
        return rules.share(self.late + self.overdue, self.done + self.overdue)

    @property
    def instant_share(self) -> Decimal | None:
        """即办件 within 30 minutes."""
        return rules.share(self.within, self.instant)

    @property
    def online_share(self) -> Decimal | None:
        """网上办理占比 over real applications."""
        return rules.share(self.online, self.received)


def total(reach: Reach, span: Span, standing: Standing | None = None) -> Counts:
    """All of them in one row. standing: what was open and late (None: what is now)."""
    rows = _grouped(reach, span, TOGETHER, standing)
    return Counts("", "合计", **spans.summed(rows))


def together(rows: Iterable[Counts]) -> Counts:
    """Rows that have no case in common, in one."""
    counted: Counter[str] = Counter()
    for row in rows:
        for name, number in vars(row).items():
            if isinstance(number, int):
                counted[name] += number
    return Counts("", "合计", **counted)


def by_place(
    reach: Reach, span: Span, above: Region, standing: Standing | None = None
) -> list[Counts]:
    """One row for each place right below `above` (and one for cases filed at `above` itself), also without cases.
    standing: as for `total`."""
    level = min(above.level + 1, 5)
    digits = _DIGITS[level]
    by = By("region_id", digits)
    if digits == COUNTY_DIGITS:  # the county stands in the indexes, in its order
        by = By("county")
    elif digits < COUNTY_DIGITS:
        by = By("county", digits)
    rows = _counts_of(_grouped(reach, span, by, standing))
    places_below = Region.objects.filter(parent=above).order_by("code")
    below = []
    for code, name in places_below.values_list("code", "name"):
        row = rows.pop(code[:digits], None)
        below.append(_named(row, code, name))
    here = [_named(row, above.code, f"{above.name}本级") for row in rows.values()]
    return here + below


def by_line(reach: Reach, span: Span) -> list[Counts]:
    """One row for each business line, the most received first."""
    rows = _counts_of(_grouped(reach, span, By("line")))
    return sorted(rows.values(), key=lambda row: (-row.received, row.key))


def by_item(reach: Reach, span: Span) -> list[Counts]:
    """One row for each item, the most late first."""
    rows = _counts_of(_grouped(reach, span, BY_ITEM))
    items = Item.objects.filter(code__in=list(rows))
    names = dict(items.values_list("code", "name"))
    named = [_named(row, code, names[code]) for code, row in rows.items()]

    def most_late_first(row: Counts) -> tuple:
        late = row.late + row.overdue
        return -late, -row.received, row.label

    return sorted(named, key=most_late_first)


def by_day(reach: Reach, span: Span) -> list[Counts]:
    """One row for each day of receipt in the span, days without any included."""
    rows = reach.cases().filter(received_at__gte=span.since, received_at__lt=span.until)
    day = TruncDate("received_at", tzinfo=SHANGHAI)
    counted: Rows = {}
    for condition, measures in _wholes(span, Standing.present(span.now)):
        keyed = rows.filter(condition).values(key=day)
        spans.add_counted(counted, keyed.annotate(**_counts(measures)))
    counts_by_day = _counts_of(counted)
    last = local(span.until - timedelta(seconds=1)).date()
    date = local(span.since).date()
    by_date = []
    while date <= last:
        key = date.isoformat()
        row = _named(counts_by_day.get(key), key, f"{date.month}月{date.day}日")
        by_date.append(row)
        date += timedelta(days=1)
    return by_date


def within_row(cases: QuerySet[Case], by: str, key: str, above: Region) -> QuerySet[Case]:
    """The cases of one row of `by_place` (place), `by_line`, `by_item`, `by_channel` or `by_day`; all of them for an
    empty key."""
    if not key:
        return cases
    if by == "place":
        here = cases.filter(region__code__startswith=prefix(key))
        if key != above.code:
            return here
        return cases.filter(region=above)
    if by == "day":
        return cases.annotate(day=TruncDate("received_at", tzinfo=SHANGHAI)).filter(day=key)
    return cases.filter(**{_COLUMNS[by]: key})


_COLUMNS = {"line": "line", "item": "item_code", "channel": "channel"}


def row_label(by: str, key: str) -> str:
    """How a list of what one row of `by_line`, `by_item` or `by_channel` counts is titled; "" for the other rows."""
    if by == "channel" and key:
        return CHANNELS.get(int(key), "")
    if by == "item":
        return Item.objects.filter(code=key).values_list("name", flat=True).first() or ""
    return key if by == "line" else ""


def by_channel(reach: Reach, span: Span) -> list[tuple[str, int]]:
    """(name, applications received in the span) of every channel."""
    rows: Rows = {}
    spans.add(rows, reach, TOGETHER, spans.CAME, spans.BY_CHANNEL, span.since, span.until)
    totals = spans.summed(rows)
    return [(name, totals[str(number)]) for number, name in CHANNELS.items()]


def instant_minutes(reach: Reach, since: datetime, until: datetime) -> tuple[int, int, int]:
    """即办件 closed in the span: how many, how many of them have minutes of business, and the sum of these."""
    rows: Rows = {}
    spans.add(rows, reach, TOGETHER, spans.ENDED, spans.MINUTES, since, until)
    totals = spans.summed(rows)
    return totals["instant"], totals["timed"], totals["minutes"]


def _grouped(reach: Reach, span: Span, by: By, standing: Standing | None = None) -> Rows:
    standing = standing or Standing.present(span.now)
    rows: Rows = {}
    if by == BY_ITEM:
        spans.add_by_item(rows, reach, span.since, span.until)
    else:
        spans.add(rows, reach, by, spans.CAME, spans.RECEIPTS, span.since, span.until)
        spans.add(rows, reach, by, spans.ENDED, spans.ENDS, span.since, span.until)
    parts = standing.parts
    if standing.moment and spans.add_open(rows, reach, by, standing.moment):
        parts = (standing.late_part,)
    for condition, measures in parts:
        keyed = reach.cases().filter(condition).values(key=by.value)
        spans.add_counted(rows, keyed.annotate(**_counts(measures)))
    return rows


def _counts_of(rows: Rows) -> dict[str, Counts]:
    return {key: Counts(key, key, **rows[key]) for key in sorted(rows)}


def conditions(span: Span, standing: Standing) -> dict[str, Q]:
    """What each number of `Counts` counts, as filters on Case: the number and the list that it opens are one thing."""
    filters: dict[str, Q] = {}
    for span_condition, parts in _wholes(span, standing):
        for name, part in parts.items():
            condition = span_condition & part
            if name in filters:
                filters[name] |= condition
            else:
                filters[name] = condition
    return filters


def _wholes(span: Span, standing: Standing) -> list[tuple[Q, dict[str, Q]]]:
    """What came in, what ended, what is open: each with its own condition, so that each is found by its own index."""
    received = spans.CAME.between(span.since, span.until)
    closed = spans.ENDED.between(span.since, span.until)
    came = {name: measure.which for name, measure in spans.RECEIPTS.items()}
    ended = {name: measure.which for name, measure in spans.ENDS.items()}
    return [(received, came), (closed, ended), *standing.parts]


def _counts(conditions: dict[str, Q]) -> dict[str, Count]:
    return {f"n_{name}": count(condition) for name, condition in conditions.items()}


def _named(row: Counts | None, key: str, label: str) -> Counts:
    if row is None:
        return Counts(key, label)
    return replace(row, key=key, label=label)
