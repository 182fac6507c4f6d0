"""The statutory age of retirement: 全国人大常委会关于实施渐进式延迟法定退休年龄的决定（2024-09-13）附表一至四.

From 2025 on the age of men of 60 and women of 55 rises a month for every four months of birth, to 63 and 58; that of
women of 50 a month for every two months, to 55."""

from datetime import date
from typing import NamedTuple


class _Course(NamedTuple):
    """First month of birth that is delayed, age until then, months of birth a month of delay, most months of delay."""

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
    """(year, month) of the statutory age of somebody born on `born`; None for a category that the tables lack."""
    course = _COURSES.get(category)
    if course is None:
        return None
    year, month = course.first_birth
    late = (born.year - year) * 12 + born.month - month
    if late < 0:
        delay = 0
    else:
        delay = min(course.most, late // course.births_a_month + 1)
    years, index = divmod(born.month - 1 + delay, 12)
    return born.year + course.age + years, index + 1


def least_months(year: int) -> int:
    """Months of contributions that a monthly pension needs in this year: 15 years until 2029, from 2030 on half a year
    more each year, until 20 years (第二条, 附表四)."""
    years_raised = max(year - _RAISED_FROM.year + 1, 0)
    raised = min(years_raised, 10)
    return 180 + 6 * raised


def earliest_month(category: str, born: date) -> tuple[int, int] | None:
    """(year, month) of the age that stood before the delay: nobody may retire earlier by choice."""
    course = _COURSES.get(category)
    if not course:
        return None
    return born.year + course.age, born.month
