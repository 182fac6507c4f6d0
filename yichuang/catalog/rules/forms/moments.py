"""Dates, date-times and months of a form, compared on what both of them know."""

from datetime import date, datetime, timedelta
from typing import NamedTuple


class Month(NamedTuple):
    """A calendar month."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


Moment = Month | date | datetime


def month_of(moment: Moment) -> Month:
    """The month that a moment lies in."""
    if isinstance(moment, Month):
        return moment
    return Month(moment.year, moment.month)


def day_of(moment: Moment) -> date:
    """The day of a moment; a month stands for its first day."""
    if isinstance(moment, Month):
        return date(moment.year, moment.number, 1)
    return moment.date() if isinstance(moment, datetime) else moment


def comparable(one: Moment, other: Moment) -> tuple:
    """Both on the coarser grain of the two: a month beside a date compares months, a date beside a time days."""
    if isinstance(one, Month) or isinstance(other, Month):
        return month_of(one), month_of(other)
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one, other
    return day_of(one), day_of(other)


def months_between(start: Moment, end: Moment) -> int:
    """Calendar months from the month of `start` to the month of `end`."""
    first = month_of(start)
    last = month_of(end)
    return (last.year - first.year) * 12 + last.number - first.number


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month where it has no such day."""
    years, index = divmod(day.month - 1 + months, 12)
    year = day.year + years
    following = date(year + (index == 11), (index + 1) % 12 + 1, 1)
    return date(year, index + 1, min(day.day, (following - timedelta(days=1)).day))


def full_months(start: Moment, end: Moment) -> int:
    """Whole months from `start` to `end`; beside a month both are counted by the calendar. Negative backwards."""
    between = months_between(start, end)
    if isinstance(start, Month) or isinstance(end, Month):
        return between
    first = day_of(start)
    last = day_of(end)
    if last < first:
        return -full_months(end, start)
    return between - (add_months(first, between) > last)
