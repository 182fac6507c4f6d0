"""Cases counted: by place, line, day; on time or late; each from the rows themselves, nothing estimated."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Case as When
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models import When as Then
from django.db.models.functions import Left, TruncDate

from yichuang.cases.models import Case
from yichuang.cases.queries import past
from yichuang.cases.queries.scope import COUNTY_DIGITS
from yichuang.cases.queries.standing import overdue
from yichuang.cases.rules import states
from yichuang.cases.rules.timing import INSTANT_MINUTES
from yichuang.catalog.models import Item
from yichuang.core.clock import SHANGHAI, local
from yichuang.reference.models import Region
from yichuang.reference.queries import prefix
from yichuang.supervision import rules

ONLINE_CHANNELS = (2, 3)
CHANNELS = {1: "窗口", 2: "网上", 3: "手机", 4: "自助机", 5: "电话", 6: "村级点"}
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
        start = local(now).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(
            days=count - 1
        )
        return cls(start, now + timedelta(seconds=1), now)


@dataclass(frozen=True)
class Standing:
    """Filters on Case that say which are open and which of those are late: as of now, or as of a moment that is past
    (cases/queries/past.py). parts: (filter, what its cases are counted as); each is found by an index of its own."""

    parts: tuple[tuple[Q, dict[str, Q]], ...]

    @classmethod
    def present(cls, now: datetime) -> "Standing":
        """As the rows say."""
        counted = {
            "open": Q(),
            "overdue": overdue(now),
        }
        part = (Q(open=True), counted)
        return cls((part,))

    @classmethod
    def at(cls, moment: datetime, late: Iterable[int]) -> "Standing":
        """As it was; late: the cases of `past.overdue_at` of the moment."""
        still, since = past.open_at(moment)
        were_late = Q(pk__in=list(late))
        return cls(
            (
                (still, {"open": Q()}),
                (since, {"open": Q()}),
                (were_late, {"overdue": Q()}),
            )
        )


@dataclass(frozen=True)
class Counts:
    """received and closed in the span; late: closed after the due moment; open and overdue: as of its end; instant:
    即办件 closed in the span, within: those of them within 30 minutes of business; online: received by net or phone
    app."""

    key: str
    label: str
    received: int = 0
    closed: int = 0
    late: int = 0
    open: int = 0
    overdue: int = 0
    instant: int = 0
    within: int = 0
    online: int = 0

    @property
    def on_time_share(self) -> Decimal | None:
        """按期办结率: closed on time out of all that was closed or should have been."""
        return rules.share(self.closed - self.late, self.closed + self.overdue)

    @property
    def late_share(self) -> Decimal | None:
        """逾期率: the rest of it."""
        return rules.share(self.late + self.overdue, self.closed + self.overdue)

    @property
    def instant_share(self) -> Decimal | None:
        """即办件 within 30 minutes."""
        return rules.share(self.within, self.instant)

    @property
    def online_share(self) -> Decimal | None:
        """网上办理占比 over real applications."""
        return rules.share(self.online, self.received)


def total(cases: QuerySet[Case], span: Span, standing: Standing | None = None) -> Counts:
    """All of them in one row. standing: what was open and late (None: what is now)."""
    standing = standing or Standing.present(span.now)
    counted: Counter[str] = Counter()
    for condition, measures in _parts(span, standing):
        row = cases.filter(condition).aggregate(**measures)
        counted.update(_plain(row))
    return Counts("", "合计", **counted)


def by_place(
    cases: QuerySet[Case], span: Span, above: Region, standing: Standing | None = None
) -> list[Counts]:
    """One row for each place right below `above` (and one for cases filed at `above` itself), also without cases.
    standing: as for `total`."""
    digits = _DIGITS[min(above.level + 1, 5)]
    column = (
        "county" if digits <= COUNTY_DIGITS else "region_id"
    )  # the county stands in the indexes
    rows = {c.key: c for c in _grouped(cases.annotate(key=Left(column, digits)), span, standing)}
    names = dict(Region.objects.filter(parent=above).order_by("code").values_list("code", "name"))
    found = [_named(rows.pop(code[:digits], None), code, name) for code, name in names.items()]
    here = [_named(row, above.code, f"{above.name}本级") for row in rows.values()]
    return here + found


def by_line(cases: QuerySet[Case], span: Span) -> list[Counts]:
    """One row for each business line, the most received first."""
    rows = _grouped(cases.annotate(key=F("line")), span)
    return sorted(rows, key=lambda row: (-row.received, row.key))


def by_item(cases: QuerySet[Case], span: Span) -> list[Counts]:
    """One row for each item, the most late first."""
    rows = _grouped(cases.annotate(key=F("item_code")), span)
    codes = [row.key for row in rows]
    names = dict(Item.objects.filter(code__in=codes).values_list("code", "name"))
    named = [_named(row, row.key, names[row.key]) for row in rows]
    return sorted(named, key=lambda row: (-(row.late + row.overdue), -row.received, row.label))


def by_day(cases: QuerySet[Case], span: Span) -> list[Counts]:
    """One row for each day of receipt in the span, days without any included."""
    rows = cases.filter(received_at__gte=span.since, received_at__lt=span.until)
    found = {
        row.key: row
        for row in _grouped(rows.annotate(key=TruncDate("received_at", tzinfo=SHANGHAI)), span)
    }
    first, last = local(span.since).date(), local(span.until - timedelta(seconds=1)).date()
    days = [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    return [_named(found.get(day), day, f"{int(day[5:7])}月{int(day[8:])}日") for day in days]


def within_row(cases: QuerySet[Case], by: str, key: str, above: Region) -> QuerySet[Case]:
    """The cases of one row of `by_place` (place), `by_line`, `by_item`, `by_channel` or `by_day`; all of them for an
    empty key."""
    if not key:
        return cases
    if by == "place":
        here = cases.filter(region__code__startswith=prefix(key))
        return here if key != above.code else cases.filter(region=above)
    if by == "day":
        return cases.annotate(day=TruncDate("received_at", tzinfo=SHANGHAI)).filter(day=key)
    return cases.filter(**{_COLUMNS[by]: key})


_COLUMNS = {
    "line": "line",
    "item": "item_code",
    "channel": "channel",
}


def row_label(by: str, key: str) -> str:
    """How a list of what one row of `by_line`, `by_item` or `by_channel` counts is titled; "" for the other rows."""
    if by == "channel" and key:
        return CHANNELS.get(int(key), "")
    if by == "item":
        return Item.objects.filter(code=key).values_list("name", flat=True).first() or ""
    return key if by == "line" else ""


def by_channel(cases: QuerySet[Case], span: Span) -> list[tuple[str, int]]:
    """(name, applications received in the span) of every channel."""
    rows = cases.filter(received_at__gte=span.since, received_at__lt=span.until)
    counted = dict(rows.values_list("channel").annotate(n=Count("*")).order_by())
    return [(name, counted.get(number, 0)) for number, name in CHANNELS.items()]


def late_by_week(
    cases: QuerySet[Case], weeks: list[date], now: datetime
) -> dict[str, list[tuple[int, int]]]:
    """county (6 digits) → for each week (late, all) of the cases whose term ended in it and has ended by now."""
    starts = [datetime.combine(day, datetime.min.time(), tzinfo=SHANGHAI) for day in weeks]
    rows = cases.filter(due_at__gte=starts[0], due_at__lt=now)
    done = rows.filter(open=False, state=states.CLOSED)
    standing = rows.filter(overdue(now))
    found: dict[str, list[tuple[int, int]]] = {}
    for counted, late in ((done, Q(late=True)), (standing, Q())):
        week = When(*(Then(due_at__gte=start, then=Value(n)) for n, start in _latest_first(starts)))
        grouped = counted.annotate(week=week).values_list("county", "week")
        for county, number, whole, late_ones in grouped.annotate(
            n=Count("*"), late=_count(late)
        ).order_by():
            row = found.setdefault(county, [(0, 0)] * len(weeks))
            before_late, before = row[number]
            row[number] = (before_late + late_ones, before + whole)
    return found


def _latest_first(starts: list[datetime]) -> list[tuple[int, datetime]]:
    return list(enumerate(starts))[::-1]


def _grouped(cases, span: Span, standing: Standing | None = None) -> list[Counts]:
    standing = standing or Standing.present(span.now)
    rows: dict[str, Counter[str]] = {}
    for condition, measures in _parts(span, standing):
        counted = cases.filter(condition).values("key").annotate(**measures)
        for row in counted.order_by():
            key = str(row["key"])
            known = rows.setdefault(key, Counter())
            known.update(_plain(row))
    return [Counts(key, key, **rows[key]) for key in sorted(rows)]


def conditions(span: Span, standing: Standing) -> dict[str, Q]:
    """What each number of `Counts` counts, as filters on Case: the number and the list that it opens are one thing."""
    found: dict[str, Q] = {}
    for whole, parts in _wholes(span, standing):
        for name, part in parts.items():
            condition = whole & part
            found[name] = found[name] | condition if name in found else condition
    return found


def _parts(span: Span, standing: Standing) -> list[tuple[Q, dict[str, Count]]]:
    return [(whole, _counts(parts)) for whole, parts in _wholes(span, standing)]


def _wholes(span: Span, standing: Standing) -> list[tuple[Q, dict[str, Q]]]:
    """What came in, what ended, what is open: each with its own condition, so that each is found by its own index."""
    received = Q(received_at__gte=span.since, received_at__lt=span.until)
    closed = Q(state=states.CLOSED, closed_at__gte=span.since, closed_at__lt=span.until)
    came = {"received": Q(), "online": Q(channel__in=ONLINE_CHANNELS)}
    ended = {
        "closed": Q(),
        "late": Q(late=True),
        "instant": Q(instant=True),
        "within": Q(instant=True, minutes__lte=INSTANT_MINUTES),
    }
    return [(received, came), (closed, ended), *standing.parts]


def _counts(conditions: dict[str, Q]) -> dict[str, Count]:
    return {f"n_{name}": _count(condition) for name, condition in conditions.items()}


def _count(condition: Q) -> Count:
    """Rows, not ids: an index that lacks the id is enough."""
    return Count(Value(1), filter=condition or None)


def _plain(row: dict) -> dict[str, int]:
    return {name[2:]: count for name, count in row.items() if name.startswith("n_")}


def _named(row: Counts | None, key: str, label: str) -> Counts:
    values = {} if row is None else {**vars(row)}
    return Counts(**{**values, "key": key, "label": label})
