"""The statutory age of retirement: 全国人大常委会关于实施渐进式延迟法定退休年龄的决定（2024-09-13）附表一至四.

From 2025 on the age of men of 60 and women of 55 rises a month for every four months of birth, to 63 and 58; that of
women of 50 a month for every two months, to 55."""

from datetime import date
from typing import NamedTuple


class _Course(NamedTuple):
    """How the age of one kind of workers rises.

    first_birth: the first month of birth that is delayed.
    age: of those born before.
    births_a_month: months of birth for a month of delay.
    most: months of delay.
    """

    first_birth: tuple[int, int]
    age: int
    births_a_month: int
    most: int


_COURSES = {
    "male": _Course((1965, 1), 60, 4, 36),
    "female55": _Course((1970, 1), 55, 4, 36),
    "female50": _Course((1975, 1), 50, 2, 60),
}


_RAISED_FROM = date.fromisoformat("2030-01-01")


def legal_month(category: str, born: date) -> tuple[int, int] | None:
    """(year, month) of the statutory age of somebody born on `born`.

    category: male, female55 or female50; None for one that the tables
    lack.
    """
    course = _COURSES.get(category)
    if course is None:
        return None
    months = born.month - 1 + _delay(course, born)
    years, index = divmod(months, 12)
    year = born.year + course.age + years
    return year, index + 1


def _delay(course: _Course, born: date) -> int:
    """Months by which the age of somebody born on this day has risen."""
    year, month = course.first_birth
    late = (born.year - year) * 12 + born.month - month
    if late < 0:
        return 0
    risen = late // course.births_a_month + 1
    return min(course.most, risen)


def least_months(year: int) -> int:
    """Months of contributions that a monthly pension needs in this year.

    15 years until 2029, from 2030 on half a year more each year, until
    20 years (第二条, 附表四).
    """
    years_raised = max(year - _RAISED_FROM.year + 1, 0)
    raised = min(years_raised, 10)
    return 180 + 6 * raised


def earliest_month(category: str, born: date) -> tuple[int, int] | None:
    """(year, month) of the age that stood before the delay: nobody may retire earlier by choice."""
    course = _COURSES.get(category)
    if course is None:
        return None
    year = born.year + course.age
    return year, born.month
