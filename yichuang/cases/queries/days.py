"""Days that are summed: which of a span, what is left to be counted from the cases, and whether the sums are true."""

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
_MIDNIGHT = datetime.min.time()
_DIFFERING = "select kind, day from case_days_differing()"


Mark = tuple[str, date]  # kind and day
Piece = tuple[datetime, datetime]  # since and until


@dataclass(frozen=True)
class Parts:
    """A span in two.

    days: those that are read as sums.
    pieces: [since, until), counted from the cases.
    """

    days: list[date]
    pieces: list[Piece]


def parts(kind: str, since: datetime, until: datetime) -> Parts:
    """How a span is counted.

    Days that are not whole in it, and those without a mark, are pieces.
    """
    first = _first_whole_day(since)
    end = local(until).date()
    marks = DaySummed.objects.filter(kind=kind, day__gte=first, day__lt=end)
    days = []
    for mark in marks.order_by("day"):
        days.append(mark.day)
    pieces = _between(days, since, until)
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


def _between(days: list[date], since: datetime, until: datetime) -> list[Piece]:
    """What the days leave of a span.

    days: in their order.
    """
    pieces = []
    begun = since
    for day in days:
        begin = _begin(day)
        if begun < begin:
            piece = (begun, begin)
            pieces.append(piece)
        begun = _begin(day + _DAY)
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
    cases = Case.objects.only("received_at")
    first = cases.order_by("received_at").first()
    if first is None:
        return []
    received = local(first.received_at)
    first_day = received.date()
    done = _summed_days()
    days = []
    day = today - _DAY
    while day >= first_day:
        if day not in done:
            days.append(day)
        day -= _DAY
    return days


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
