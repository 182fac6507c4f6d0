"""How a span is counted.

Days that are over come from their sums (cases/queries/days.py), by item
weeks that are over, the rest from the cases. A measure is said twice, of the sums and of the
cases; `tests/supervision/test_sums.py` compares both with a loop.

A case ends in one of three ways, each with a number of its own:
closed (办结),
refused (不予受理),
dropped (撤回, 退件, 作废).
Late is what the office closed or refused after its due moment: what
was dropped is neither late nor in time. What is done on the spot is
closed.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, QuerySet, Sum, Value
from django.db.models import Model as Table
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Left

from yichuang.cases.models import Case, DayCame, DayDue, DayEnded, DaySummed, OpenThen, WeekOfItem
from yichuang.cases.queries import days
from yichuang.cases.queries.reach import Reach
from yichuang.cases.rules import states
from yichuang.cases.rules.timing import INSTANT_MINUTES
from yichuang.core.clock import local

ONLINE_CHANNELS = (2, 3)
CHANNELS = {1: "窗口", 2: "网上", 3: "手机", 4: "自助机", 5: "电话", 6: "村级点"}
SUMMED_BY = ("", "county", "line")
Rows = dict[str, Counter[str]]  # value of what is counted by → name of the measure → number


@dataclass(frozen=True)
class By:
    """What is counted by: a column, the first digits of one, or nothing."""

    column: str = ""
    digits: int = 0

    @property
    def value(self) -> Combinable:
        """As an expression over cases.

        Over sums too, where they have the column.
        """
        if not self.column:
            return Value("")
        if self.digits:
            return Left(self.column, self.digits)
        return F(self.column)


BY_ITEM = By("item_code")
TOGETHER = By()


@dataclass(frozen=True)
class Kind:
    """What is summed by day.

    sums: the model of the sums.
    moment: the column of a case that says the day.
    which: the cases that are counted.
    """

    name: str
    sums: type[Table]
    moment: str
    which: Q = Q()

    def between(self, since: datetime, until: datetime) -> Q:
        """A filter on Case: its moment lies in [since, until)."""
        span = {f"{self.moment}__gte": since, f"{self.moment}__lt": until}
        return self.which & Q(**span)


@dataclass(frozen=True)
class Measure:
    """One number.

    of_sums: its column or columns of the sums.
    which: of the cases, those that count.
    of_cases: the column of them that is added; "" to count them.
    """

    of_sums: Combinable
    which: Q = Q()
    of_cases: str = ""

    @property
    def summed(self) -> Sum:
        """Over sums."""
        return Sum(self.of_sums)

    @property
    def counted(self) -> Combinable:
        """Over cases."""
        if self.of_cases:
            return Coalesce(Sum(self.of_cases, filter=self.which), 0)
        return count(self.which)


def _channels(numbers) -> Combinable:
    """What came in by these channels together, over sums."""
    total: Combinable = Value(0)
    for number in numbers:
        column = f"channel_{number}"
        total = total + F(column)
    return total


DONE = [states.CLOSED, states.REFUSED]
DROPPED = [states.RETURNED, states.WITHDRAWN, states.VOIDED]
_CLOSED = Q(state=states.CLOSED)
_REFUSED = Q(state=states.REFUSED)
_DONE = Q(state__in=DONE)
_DROPPED = Q(state__in=DROPPED)
_OVER = Q(state__in=[*DONE, *DROPPED])
_LATE = Q(state__in=DONE, late=True)
_INSTANT = Q(state=states.CLOSED, instant=True)
CAME = Kind(DaySummed.CAME, DayCame, "received_at")
ENDED = Kind(DaySummed.ENDED, DayEnded, "closed_at", _OVER)
DUE = Kind(DaySummed.DUE, DayDue, "due_at", Q(open=False) & _DONE)
RECEIPTS = {
    "received": Measure(_channels(CHANNELS)),
    "online": Measure(_channels(ONLINE_CHANNELS), Q(channel__in=ONLINE_CHANNELS)),
}
ENDS = {
    "closed": Measure(F("closed"), _CLOSED),
    "refused": Measure(F("refused"), _REFUSED),
    "dropped": Measure(F("dropped"), _DROPPED),
    "late": Measure(F("late"), _LATE),
    "instant": Measure(F("instant"), _INSTANT),
    "within": Measure(F("within"), _INSTANT & Q(minutes__lte=INSTANT_MINUTES)),
}
MINUTES = {
    "instant": Measure(F("instant"), _INSTANT),
    "timed": Measure(F("timed"), _INSTANT & Q(minutes__isnull=False)),
    "minutes": Measure(F("minutes"), _INSTANT, "minutes"),
}
BY_CHANNEL = {}
for _number in CHANNELS:
    BY_CHANNEL[str(_number)] = Measure(F(f"channel_{_number}"), Q(channel=_number))


def count(which: Q) -> Count:
    """Rows, not ids: an index that lacks the id is enough."""
    return Count(Value(1), filter=which or None)


def add(
    rows: Rows,
    reach: Reach,
    by: By,
    kind: Kind,
    measures: dict[str, Measure],
    since: datetime,
    until: datetime,
) -> None:
    """Add to the rows what is counted in [since, until).

    reach: whose cases.
    measures: name → what is counted under it.
    """
    parts = parts_of(reach, by, kind, since, until)
    if parts.days:
        summed_as = {}
        for name, measure in measures.items():
            summed_as[f"n_{name}"] = measure.summed
        reached = kind.sums.objects.filter(reach.condition())
        sums = reached.filter(day__in=parts.days)
        keyed = sums.values(key=by.value)
        add_counted(rows, keyed.annotate(**summed_as))
    _add_pieces(rows, reach, by, kind, measures, parts.pieces)


def parts_of(reach: Reach, by: By, kind: Kind, since: datetime, until: datetime) -> days.Parts:
    """How a span is counted.

    From its cases alone where the sums do not know what is asked.
    """
    if not reach.by_county:
        return days.unsummed_span(since, until)
    if by.column not in SUMMED_BY:
        return days.unsummed_span(since, until)
    return days.parts(kind.name, since, until)


def add_by_item(rows: Rows, reach: Reach, since: datetime, until: datetime) -> None:
    """Add to the rows, by item, `RECEIPTS` and `ENDS` in [since, until).

    Weeks that are over have both in one sum, each under its name.
    """
    if reach.by_county:
        parts = days.parts(DaySummed.ITEMS, since, until)
    else:
        parts = days.unsummed_span(since, until)
    if parts.days:
        summed_as = {}
        names = [*RECEIPTS, *ENDS]
        for name in names:
            summed_as[f"n_{name}"] = Sum(name)
        reached = WeekOfItem.objects.filter(reach.condition())
        sums = reached.filter(day__in=parts.days)
        keyed = sums.values(key=BY_ITEM.value)
        add_counted(rows, keyed.annotate(**summed_as))
    _add_pieces(rows, reach, BY_ITEM, CAME, RECEIPTS, parts.pieces)
    _add_pieces(rows, reach, BY_ITEM, ENDED, ENDS, parts.pieces)


def _add_pieces(
    rows: Rows,
    reach: Reach,
    by: By,
    kind: Kind,
    measures: dict[str, Measure],
    pieces: list[days.Piece],
) -> None:
    """Add to the rows what is counted from the cases themselves.

    pieces: of the span, those that no sum knows.
    """
    counted_as = {}
    for name, measure in measures.items():
        counted_as[f"n_{name}"] = measure.counted
    for begun, ended in pieces:
        span = kind.between(begun, ended)
        cases = reach.cases().filter(span)
        keyed = cases.values(key=by.value)
        add_counted(rows, keyed.annotate(**counted_as))


def add_open(rows: Rows, reach: Reach, by: By, moment: datetime) -> bool:
    """Add to the rows what was open at a moment, where that is kept.

    It is of the beginnings of the last months. Returns whether it was
    added.
    """
    if not reach.by_county:
        return False
    if by.column not in SUMMED_BY:
        return False
    if not days.open_is_kept(moment):
        return False
    begun = local(moment)
    reached = OpenThen.objects.filter(reach.condition())
    then = reached.filter(day=begun.date())
    keyed = then.values(key=by.value)
    add_counted(rows, keyed.annotate(n_open=Sum("open")))
    return True


def add_counted(rows: Rows, counted: QuerySet[Case]) -> None:
    """Add what was counted by `key`.

    The names of the numbers begin with n_.
    """
    for row in counted.order_by():
        key = str(row.pop("key"))
        known = rows.setdefault(key, Counter())
        for name, number in row.items():
            known[name[2:]] += number or 0


def summed(rows: Rows) -> Counter[str]:
    """All rows in one."""
    totals: Counter[str] = Counter()
    for row in rows.values():
        totals.update(row)
    return totals
