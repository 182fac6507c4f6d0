"""Days and weeks that are summed: which of a span, what is left to be counted from the cases, and whether the sums are
true."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import Count

from yichuang.cases.models import Case, DaySummed, LateThen
from yichuang.cases.queries import past
from yichuang.core.clock import SHANGHAI, local

GAPS = 6  # more holes than these and a span is counted from its cases
_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
_MIDNIGHT = datetime.min.time()
_DIFFERING = "select kind, day from case_days_differing() union all select kind, day from case_sums_differing()"


Mark = tuple[str, date]  # kind and day
Piece = tuple[datetime, datetime]  # since and until


@dataclass(frozen=True)
class Parts:
    """A span in two.

    days: those that are read as sums; of weeks, their Mondays.
    pieces: [since, until), counted from the cases.
    """

    days: list[date]
    pieces: list[Piece]


def parts(kind: str, since: datetime, until: datetime) -> Parts:
    """How a span is counted.

    Days that are not whole in it, and those without a mark, are pieces.
    Of DaySummed.ITEMS they are weeks.

    kind: of DaySummed, one of those that are sums.
    """
    length = _DAY
    if kind == DaySummed.ITEMS:
        length = _WEEK
    first = _first_whole_day(since)
    end = local(until).date()
    last = end - length
    marks = DaySummed.objects.filter(kind=kind, day__gte=first, day__lte=last)
    days = []
    for mark in marks.order_by("day"):
        days.append(mark.day)
    pieces = _between(days, length, since, until)
    if len(pieces) > GAPS:
        return unsummed_span(since, until)
    return Parts(days, pieces)


def unsummed_span(since: datetime, until: datetime) -> Parts:
    """A span that is counted from its cases alone."""
    span = (since, until)
    return Parts([], [span])


def _first_whole_day(moment: datetime) -> date:
    """The first day that begins at the moment or after it."""
    day = local(moment).date()
    if _begin(day) < moment:
        return day + _DAY
    return day


def _between(days: list[date], length: timedelta, since: datetime, until: datetime) -> list[Piece]:
    """What the days leave of a span.

    days: in their order. length: how long the sums of each last.
    """
    pieces = []
    begun = since
    for day in days:
        begin = _begin(day)
        if begun < begin:
            piece = (begun, begin)
            pieces.append(piece)
        begun = _begin(day + length)
    if begun < until:
        piece = (begun, until)
        pieces.append(piece)
    return pieces


def _begin(day: date) -> datetime:
    """The first moment of a day, by the clock of 北京."""
    return datetime.combine(day, _MIDNIGHT, tzinfo=SHANGHAI)


def unsummed(today: date) -> list[date]:
    """Days that are over and lack a mark, the newest first.

    None is before the first case.
    """
    done = _summed_days()
    return _lacking(today - _DAY, _DAY, done)


def unsummed_weeks(today: date) -> list[date]:
    """Mondays of the weeks that are over and lack a mark, the newest first.

    None is before the week of the first case.
    """
    marks = DaySummed.objects.filter(kind=DaySummed.ITEMS)
    done = set(marks.values_list("day", flat=True))
    since_monday = today.weekday() * _DAY
    last_monday = today - since_monday - _WEEK
    return _lacking(last_monday, _WEEK, done)


def _lacking(last: date, length: timedelta, done: set[date]) -> list[date]:
    """Days from the last one back to the first case that are not done.

    length: from one to the next.
    """
    cases = Case.objects.only("received_at")
    first = cases.order_by("received_at").first()
    if first is None:
        return []
    received = local(first.received_at)
    first_day = received.date()
    days = []
    day = last
    while day + length > first_day:
        if day not in done:
            days.append(day)
        day -= length
    return days


def open_is_kept(moment: datetime) -> bool:
    """Whether it is kept what was open at a moment.

    It is when the moment begins a month, and the month has its mark.
    """
    begun = local(moment)
    if begun.time() != _MIDNIGHT:
        return False
    month = begun.date()
    marks = DaySummed.objects.filter(kind=DaySummed.OPEN, day=month)
    return marks.exists()


def _summed_days() -> set[date]:
    """Days with a mark of each daily kind, DaySummed.DAILY."""
    marks = DaySummed.objects.filter(kind__in=DaySummed.DAILY)
    counted = marks.values("day").annotate(n=Count("*"))
    with_every_kind = counted.filter(n=len(DaySummed.DAILY))
    days = set()
    for row in with_every_kind.order_by():
        days.add(row["day"])
    return days


def differing() -> Iterable[Mark]:
    """(kind, day) of every summed day that is not what its cases are.

    None, or the sums are not to be believed.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERING)
        marks = cursor.fetchall()
    yield from marks
    yield from _differing_late()


def _differing_late() -> Iterable[Mark]:
    """The newest month of which it is kept what was late, where it differs from the cases.

    The older ones were the newest once, and were compared then.
    """
    marks = DaySummed.objects.filter(kind=DaySummed.LATE)
    mark = marks.order_by("-day").first()
    if mark is None:
        return
    rows = LateThen.objects.filter(month=mark.day)
    late = dict(rows.values_list("case", "due_at"))
    moment = _begin(mark.day)
    every = Case.objects.all()
    counted = past.count_overdue_at(every, moment)
    if late != counted:
        yield mark.kind, mark.day
