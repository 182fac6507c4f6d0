"""Terms: from the receipt of an application to the last day of answering it. Pure; every time is an argument."""

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from . import derivation
from .workdays import FIRST, LAST, Calendar

WORKING, NATURAL, MONTH, YEAR = "working", "natural", "month", "year"
UNITS = {
    "working": WORKING,
    "natural": NATURAL,
    "calendar": NATURAL,
    "month": MONTH,
    "year": YEAR,
    "工作日": WORKING,
    "自然日": NATURAL,
    "月": MONTH,
    "年": YEAR,
}
MONTHS = {MONTH: 1, YEAR: 12}
Stop = tuple[date, date]
_BEIJING = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Thresholds:
    """When a running term is shown yellow and red, in working days left."""

    yellow_share: Fraction
    yellow_days: int
    red_days: int

    def yellow_line(self, total: int) -> int:
        """The days left at which a term of `total` working days turns yellow: the earlier of share and days."""
        share = self.yellow_share
        by_share = total * share.numerator // share.denominator  # of a Fraction this is slow
        return max(self.yellow_days, by_share)


@dataclass(frozen=True)
class Deadline:
    """A term that was counted.

    start: the day that is not counted; due: the last day; days: how many of `unit`; counted: days counted, which for
    months and years is found from the calendar; moved: the last day was a rest day and `due` is the next working day;
    provisional: a year between start and due has no State Council notice
    yet; received: the day of the receipt, before `start` when it came late or on a rest day; reasons: (first, last,
    why) of what stopped the count, where the caller knows it.
    begins: what `start` is called in a calendar, and why it is not counted.
    """

    start: date
    due: date
    days: int
    unit: str
    stops: tuple[Stop, ...]
    provisional: bool
    counted: int
    moved: bool
    received: date
    calendar: Calendar
    reasons: tuple[tuple[date, date, str], ...] = ()
    begins: tuple[str, str] = derivation.RECEIVED

    @cached_property
    def first_counted(self) -> date | None:
        """The first day of the count; None for a term of 0 days."""
        if not self.days:
            return None
        if self.unit == WORKING:
            return _nth_working(self.start, 1, self.stops, self.calendar)
        return _nth_natural(self.start, 1, self.stops)

    @cached_property
    def steps(self) -> tuple[derivation.Step, ...]:
        """The derivation: one Step per day from the receipt to the due day."""
        return derivation.steps(self)

    @property
    def skipped(self) -> list[dict[str, str]]:
        """Days after the receipt and before the due day that were not counted: [{"date": ISO, "why": text}]."""
        return [
            {"date": step.date.isoformat(), "why": step.why}
            for step in self.steps
            if not step.index and self.received < step.date < self.due
        ]


def merged(stops: Iterable[Stop]) -> tuple[Stop, ...]:
    """Stops in order, overlapping and touching ones joined. Raises ValueError when one ends before it begins."""
    joined: list[Stop] = []
    for first, last in sorted(stops):
        if last < first:
            raise ValueError(f"停止计时的区间 {first} 至 {last} 首尾颠倒")
        if joined and first <= joined[-1][1] + timedelta(1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=_BEIJING)
    return moment.astimezone(_BEIJING)


def effective_receipt(received: datetime | date, calendar: Calendar) -> date:
    """The day that counts as the day of receipt: after closing or on a rest day it is the next working day.

    A moment without a zone is Beijing time; a plain date is taken as within office hours. 民法典 203 第二款.
    """
    if not isinstance(received, datetime):
        return calendar.next_working(received)
    moment = _local(received)
    return _receipt_day(moment.date(), moment.time() > calendar.closing, calendar)


@lru_cache(maxsize=8192)
def _receipt_day(day: date, after_closing: bool, calendar: Calendar) -> date:
    """The day that counts as the day of receipt of what came in before or after closing on a day."""
    if after_closing and calendar.is_working(day):
        day += timedelta(1)
    return calendar.next_working(day)


def _nth_working(start: date, days: int, stops: Sequence[Stop], calendar: Calendar) -> date:
    table = calendar.working_ordinals
    floor = start.toordinal()
    target = bisect_right(table, floor) + days - 1
    for first, last in stops:
        begin = bisect_left(table, max(first.toordinal(), floor + 1))
        end = bisect_right(table, last.toordinal())
        if begin > target:
            break
        target += max(0, end - begin)
    if target >= len(table):
        raise ValueError(f"期限超出 {LAST.year} 年")
    return date.fromordinal(table[target])


def corresponding(start: date, months: int) -> date:
    """The day with the same number `months` later, the last of that month when it has none (民法典 202)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _past_stops(start: date, due: date, stops: Sequence[Stop]) -> date:
    """`due` moved by every stopped day after `start`."""
    for first, last in stops:
        begin = max(first, start + timedelta(1))
        if begin > due:
            break
        due += timedelta(max(0, (last - begin).days + 1))
    return due


def _nth_natural(start: date, days: int, stops: Sequence[Stop]) -> date:
    return _past_stops(start, start + timedelta(days), stops)


def _last(start: date, days: int, kind: str, stops: Sequence[Stop], calendar: Calendar) -> date:
    """The last day of a term before it moves off a rest day."""
    if days == 0:
        return start
    if kind == WORKING:
        return _nth_working(start, days, stops, calendar)
    if kind in MONTHS:
        return _past_stops(start, corresponding(start, days * MONTHS[kind]), stops)
    return _nth_natural(start, days, stops)


def _counted(start: date, days: int, kind: str) -> int:
    """How many days a term counted, stops left out: a term in days counts its days."""
    if kind not in MONTHS:
        return days
    return (corresponding(start, days * MONTHS[kind]) - start).days


def count(start: date, days: int, unit: str, stops: Iterable[Stop], calendar: Calendar) -> Deadline:
    """The term of `days` ≥ 0 from `start`, which is not counted, whatever the hour (民法典 201).

    stops: (first, last) whole days, both included, in any order; days inside are not counted. A term whose last day
    is a rest day ends on the next working day (民法典 203), also when that day lies in a stop. Raises ValueError for
    an unknown unit, a negative term or days outside 2000 to 2100.
    """
    return _count(start, days, unit, stops, calendar, received=start)


def _count(
    start: date, days: int, unit: str, stops: Iterable[Stop], calendar: Calendar, *, received: date
) -> Deadline:
    if unit not in UNITS:
        raise ValueError(f"计时单位只能是工作日、自然日、月或年，不能是“{unit}”")
    if days < 0:
        raise ValueError("期限不能是负数")
    if not FIRST <= start <= LAST:
        raise ValueError(f"日期要在 {FIRST.year} 至 {LAST.year} 年之间")
    kind = UNITS[unit]
    pauses = merged(stops)
    last = _last(start, days, kind, pauses, calendar)
    due = calendar.next_working(last)
    return Deadline(
        start=start,
        due=due,
        days=days,
        unit=kind,
        stops=pauses,
        provisional=calendar.provisional_between(received, due),
        counted=_counted(start, days, kind),
        moved=due != last,
        received=received,
        calendar=calendar,
    )


def deadline(
    received: datetime | date, days: int, unit: str, stops: Iterable[Stop], calendar: Calendar
) -> Deadline:
    """The term of an application received at `received`: `effective_receipt`, then `count`."""
    if not isinstance(received, datetime):
        start = calendar.next_working(received)
        return _count(start, days, unit, stops, calendar, received=received)
    moment = _local(received)
    day = moment.date()
    after_closing = moment.time() > calendar.closing
    if not stops:
        return _term_of_day(day, after_closing, days, unit, calendar)
    start = _receipt_day(day, after_closing, calendar)
    return _count(start, days, unit, stops, calendar, received=day)


@lru_cache(maxsize=16384)
def _term_of_day(
    day: date, after_closing: bool, days: int, unit: str, calendar: Calendar
) -> Deadline:
    """The same term of one day is counted once a process: a day brings many cases of few terms.

    Room for ten terms of each day of two years, before and after closing (some 10 MB when full).

    after_closing: whether it was received then, on that day.
    """
    start = _receipt_day(day, after_closing, calendar)
    return _count(start, days, unit, (), calendar, received=day)


def working_days_between(after: date, until: date, calendar: Calendar) -> int:
    """Working days after `after` up to and including `until`; negative when `until` is the earlier one."""
    table = calendar.working_ordinals
    return bisect_right(table, until.toordinal()) - bisect_right(table, after.toordinal())


def office_minutes(begun: datetime, ended: datetime, calendar: Calendar) -> int:
    """Minutes of business between two moments, a begun one as a whole; 0 when the second is the earlier one.

    What comes in after closing, at noon or on a rest day waits without a minute counted until business begins again,
    as `effective_receipt` has it. 民法典 203 第二款; 青岛市方案二（二）1 (即办件 within 30 minutes).
    """
    first = _local(begun)
    last = _local(ended)
    if last <= first:
        return 0
    if first.date() == last.date():
        total = _business(first.date(), first.time(), last.time(), calendar)
    else:
        whole_days = working_days_between(first.date(), last.date() - timedelta(1), calendar)
        total = _business(first.date(), first.time(), time.max, calendar)
        total += whole_days * _open_between(time.min, time.max, calendar)
        total += _business(last.date(), time.min, last.time(), calendar)
    return -(-total // timedelta(minutes=1))


def _business(day: date, since: time, until: time, calendar: Calendar) -> timedelta:
    """How much of a day's business lies between two times of it."""
    if not calendar.is_working(day):
        return timedelta(0)
    return _open_between(since, until, calendar)


def _open_between(since: time, until: time, calendar: Calendar) -> timedelta:
    """How much business a working day has between two times of it: its noon is none."""
    first = max(since, calendar.opening)
    last = min(until, calendar.closing)
    business = _span(first, last)
    if calendar.noon is None:
        return business
    begins, ends = calendar.noon
    noon = _span(max(first, begins), min(last, ends))
    return business - noon


def _span(since: time, until: time) -> timedelta:
    """From one time of a day to another; nothing when the second is the earlier one."""
    length = datetime.combine(FIRST, until) - datetime.combine(FIRST, since)
    return max(length, timedelta(0))


def alarm_days(
    start: date, due: date, thresholds: Thresholds, calendar: Calendar
) -> tuple[date, date]:
    """(first yellow day, first red day) of a term: what a worklist stores to sort and filter by colour."""
    table = calendar.working_ordinals
    floor = start.toordinal()
    total = working_days_between(start, due, calendar)
    last = bisect_right(table, due.toordinal()) - 1
    lines = (thresholds.yellow_line(total), thresholds.red_days)
    days = (max(table[max(0, last - left)], floor) for left in lines)
    first, second = (date.fromordinal(day) for day in days)
    return first, second
