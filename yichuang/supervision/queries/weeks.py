"""Cases by the week in which their term ended.

How many they are, and how many of them were late.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Case as When
from django.db.models import Q, QuerySet, Sum, Value
from django.db.models import When as Then

from yichuang.cases.models import DayDue
from yichuang.cases.queries.reach import Reach
from yichuang.cases.queries.standing import overdue
from yichuang.core.clock import SHANGHAI
from yichuang.supervision.queries import spans
from yichuang.supervision.queries.spans import By, count

MIDNIGHT = datetime.min.time()
BY_COUNTY = By("county")
NOBODY = (0, 0)
Weekly = list[tuple[int, int]]  # for each week: late, all


def late_by_week(reach: Reach, weeks: list[date], now: datetime) -> dict[str, Weekly]:
    """County (6 digits) → for each week (late, all).

    Counted are the cases whose term ended in the week and has ended by
    now; a county without any is left out.

    weeks: the first day of each, the oldest first.
    """
    by_county = {}
    for row in _counted(reach, weeks, now):
        weekly = by_county.setdefault(row["county"], [NOBODY] * len(weeks))
        number = row["week"]
        late, every = weekly[number]
        late += row["n_late"]
        every += row["n_whole"]
        weekly[number] = (late, every)
    return by_county


def _counted(reach: Reach, weeks: list[date], now: datetime) -> Iterator[dict]:
    """Rows of (county, week, n_late, n_whole).

    What still stands comes from the cases, and all of it is late.

    What is done comes from the sums of its days where there are any,
    and else from the cases.
    """
    starts = _starts(weeks)
    first = starts[0]
    week = _week("due_at", starts)
    every = count(Q())
    late = count(Q(late=True))
    standing = reach.cases().filter(overdue(now), due_at__gte=first)
    yield from _grouped(standing, week, every, every)
    parts = spans.parts_of(reach, BY_COUNTY, spans.DUE, first, now)
    for since, until in parts.pieces:
        due = spans.DUE.between(since, until)
        done = reach.cases().filter(due)
        yield from _grouped(done, week, every, late)
    if parts.days:
        reached = DayDue.objects.filter(reach.condition())
        sums = reached.filter(day__in=parts.days)
        week_of_day = _week("day", weeks)
        yield from _grouped(sums, week_of_day, Sum("closed"), Sum("late"))


def _starts(weeks: list[date]) -> list[datetime]:
    """The first moment of each week, by the clock of 北京.

    weeks: the first day of each.

    Weeks are days in the calendar; the terms of cases are moments.
    """
    starts = []
    for day in weeks:
        start = datetime.combine(day, MIDNIGHT, tzinfo=SHANGHAI)
        starts.append(start)
    return starts


def _grouped(rows: QuerySet, week: When, every: object, late: object) -> QuerySet:
    """Rows of cases or of sums, counted by county and week.

    week: the number of the week that a row belongs to.
    every, late: the two expressions that count.
    """
    placed = rows.annotate(week=week)
    grouped = placed.values("county", "week")
    counted = grouped.annotate(n_whole=every, n_late=late)
    return counted.order_by()


def _week(column: str, starts: list) -> When:
    """Which of the weeks a moment or day lies in, by their starts.

    The number of the last week that has begun; the newest is asked
    first.
    """
    begun = []
    for number, start in enumerate(starts):
        after = {f"{column}__gte": start}
        in_week = Then(Q(**after), then=Value(number))
        begun.insert(0, in_week)
    return When(*begun)
