"""先办后补: until when a paper that may follow must come, when its applicant is reminded, and until when we wait.

The day of the application is not counted, a rest day moves the last day (民法典 201, 203). What stands while we wait is
our own promise, never a limit of the law.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yichuang.reference.rules.deadlines import WORKING, count, deadline
from yichuang.reference.rules.workdays import Calendar

Rules = Mapping[str, Any]  # packs/commitments/rules.yaml
_DAY_BEFORE = 1


@dataclass(frozen=True)
class Supply:
    """When papers must follow.

    due: the last day.
    reminders: one or two working days on which the applicant is told.
    """

    due: date
    reminders: tuple[date, ...]


def supply_of(submitted: date, days: int, calendar: Calendar) -> Supply:
    """The days for papers that must follow within so many working days.

    submitted: the day of the application, which is not counted.
    Reminded is after half of them, rounded down, and on the last
    working day before the last.
    """
    due = _after(submitted, days, calendar)
    half = _after(submitted, days // 2, calendar)
    last = _after(submitted, days - _DAY_BEFORE, calendar)
    reminders = []
    for day in (half, last):
        is_between = submitted < day < due
        if is_between and day not in reminders:
            reminders.append(day)
    return Supply(due, tuple(reminders))


def supplied_on(moment: datetime, in_person: bool, calendar: Calendar) -> date:
    """The day on which a paper counts as here.

    moment: in local time. Online the day ends at 24:00; at a window at closing, what comes later counts as the next
    working day's (民法典 203).
    """
    if not in_person:
        return moment.date()
    return deadline(moment, 0, "工作日", (), calendar).start


def is_late(supplied: date, due: date) -> bool:
    """Whether it came after its last day; it is taken all the same."""
    return supplied > due


def wait_until(noticed: date, rules: Rules, calendar: Calendar) -> date:
    """The planned end of the wait that begins with a notice: after it the case goes back to its reviewer.

    noticed: the day of the notice, which is not counted.
    """
    tolerance = rules["tolerance"]
    return count(noticed, tolerance["wait"], tolerance["unit"], (), calendar).due


def _after(start: date, days: int, calendar: Calendar) -> date:
    return count(start, days, WORKING, (), calendar).due
