"""The demo must open on any day that somebody starts it: before, in and after holidays, early and late."""

from datetime import datetime, time, timedelta

import pytest

from yichuang.cases.models import Case
from yichuang.core import clock, packs
from yichuang.demo.parts import cases, notices
from yichuang.reference.tables import calendar

HOLIDAYS = calendar().holidays
FIRST = datetime(2026, 11, 20, 9, 0, tzinfo=clock.SHANGHAI)


def lived_on(day: datetime) -> int:
    """How many cases there are when the demo is loaded at this moment."""
    with clock.frozen(day):
        cases.load()
    return Case.objects.count()


def newest(holiday: str) -> datetime:
    """The last day of the last such holiday that packs tell of."""
    return datetime.combine(
        max(day for day, name in HOLIDAYS.items() if name == holiday), time(0), clock.SHANGHAI
    )


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(
            datetime(2026, 12, 31, 23, 30, tzinfo=clock.SHANGHAI), id="the last evening of the year"
        ),
        pytest.param(newest("元旦") + timedelta(minutes=5), id="in a holiday, after midnight"),
        pytest.param(newest("春节") + timedelta(hours=10), id="in 春节"),
    ],
)
def test_the_demo_opens_at(world, moment):
    assert lived_on(moment) == _rows()


@pytest.mark.long(kind="clock")
@pytest.mark.parametrize("week", range(0, 56, 2))
def test_the_demo_opens_in_any_week_of_the_next_year(world, week):
    assert lived_on(FIRST + timedelta(days=7 * week + week % 7, hours=week % 12)) == _rows()


def _rows() -> int:
    return sum(len(group["rows"]) for group in packs.read(cases.PACK)["cases"])


@pytest.mark.asks
def test_the_demo_opens_where_others_are_asked(world):
    day = FIRST + timedelta(days=4)
    assert lived_on(day) == _rows()
    with clock.frozen(day):
        notices.load()
    assert Case.objects.count() > _rows()
