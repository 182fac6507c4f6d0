"""Hours and days at which the suite must hold: `./yi test --long clock` moves the clock to each of them."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from yichuang.core.clock import SHANGHAI
from yichuang.reference.rules.workdays import Calendar
from yichuang.reference.tables import calendar

AFTER_MIDNIGHT, EARLY, BEFORE_MIDNIGHT = time(0, 30), time(9, 5), time(23, 58)
SUNDAY = 6
Test = Callable[[date], bool]


def moments(today: date) -> dict[str, datetime]:
    """Name → the moment to which a run on `today` moves the clock. Together they hold three hours (after midnight,
    early with one digit of the hour, before midnight) and six days, of which three are 45, 200 and 400 days ahead."""
    days_off = calendar()
    days = {
        "sunday": (_first(today + timedelta(45), lambda day: day.weekday() == SUNDAY), EARLY),
        "rest_day": (
            _first(today + timedelta(200), lambda day: bool(days_off.holiday(day))),
            AFTER_MIDNIGHT,
        ),
        "far": (today + timedelta(400), BEFORE_MIDNIGHT),
        "make_up_day": (_nearest_make_up_day(today, days_off), EARLY),
        "last_evening": (
            _first(today, lambda day: (day.month, day.day) == (12, 31)),
            BEFORE_MIDNIGHT,
        ),
        "leap_day": (_first(today, lambda day: (day.month, day.day) == (2, 29)), AFTER_MIDNIGHT),
    }
    return {name: datetime.combine(day, hour, SHANGHAI) for name, (day, hour) in days.items()}


def _first(start: date, wanted: Test) -> date:
    day = start
    while not wanted(day):
        day += timedelta(1)
    return day


def _nearest_make_up_day(today: date, days_off: Calendar) -> date:
    """The one to come, or one just gone by while the next year's notice is not out."""
    return min(days_off.make_up, key=lambda day: abs(day - today))
