"""The demo must open on any day that somebody starts it: before, in and after holidays, early and late."""

from datetime import datetime, timedelta

import pytest

from yichuang.cases.models import Case
from yichuang.core import clock, packs
from yichuang.demo.parts import cases

FIRST = datetime(2026, 11, 20, 9, 0, tzinfo=clock.SHANGHAI)


def lived_on(day: datetime) -> int:
    """How many cases there are when the demo is loaded at this moment."""
    with clock.frozen(day):
        cases.load()
    return Case.objects.count()


@pytest.mark.parametrize(
    "day",
    [
        pytest.param("2026-12-31T23:30", id="the last evening of the year"),
        pytest.param("2027-01-02T00:05", id="in a holiday, after midnight"),
        pytest.param("2027-02-09T10:00", id="in 春节"),
    ],
)
def test_the_demo_opens_on_a_day_of(world, day):
    assert lived_on(datetime.fromisoformat(day).replace(tzinfo=clock.SHANGHAI)) == _rows()


@pytest.mark.long(kind="clock")
@pytest.mark.parametrize("week", range(0, 56, 2))
def test_the_demo_opens_in_any_week_of_the_next_year(world, week):
    assert lived_on(FIRST + timedelta(days=7 * week + week % 7, hours=week % 12)) == _rows()


def _rows() -> int:
    return sum(len(group["rows"]) for group in packs.read(cases.PACK)["cases"])
