"""Minutes of business pass by day: not at night, at midday or on a rest day."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.core.clock import SHANGHAI
from yichuang.reference.rules import hours
from yichuang.reference.rules.deadlines import office_minutes
from yichuang.reference.rules.workdays import Calendar

NOON = (time(12), time(13))
# 2026: 11-28 and 29 are Saturday and Sunday, 12-05 Saturday is worked here
CALENDAR = Calendar(make_up=frozenset([date(2026, 12, 5)]), packed=frozenset([2026]), noon=NOON)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("begun", "minutes", "passed"),
    [
        ("2026-11-30T09:10", 60, "2026-11-30T10:10"),
        ("2026-11-30T11:30", 60, "2026-11-30T13:30"),  # over midday
        ("2026-11-30T12:20", 60, "2026-11-30T14:00"),  # begun at midday
        ("2026-11-30T11:00", 60, "2026-11-30T12:00"),
        ("2026-11-30T16:30", 60, "2026-12-01T09:30"),  # over the night
        ("2026-11-30T16:00", 60, "2026-11-30T17:00"),
        ("2026-11-30T22:00", 60, "2026-12-01T10:00"),  # begun in the evening
        ("2026-11-27T16:30", 60, "2026-11-30T09:30"),  # over the weekend
        ("2026-11-28T10:00", 60, "2026-11-30T10:00"),  # begun on a Saturday
        ("2026-12-04T16:30", 60, "2026-12-05T09:30"),  # a Saturday that is worked
        ("2026-11-30T09:00", 300, "2026-11-30T15:00"),
        ("2026-11-30T09:00", 420, "2026-11-30T17:00"),
        ("2026-11-30T09:00", 421, "2026-12-01T09:01"),
    ],
)
def test_minutes_of_business(begun, minutes, passed):
    assert hours.after_minutes(at(begun), minutes, CALENDAR) == at(passed)


@given(st.integers(0, 20 * 24 * 60), st.integers(1, 3000))
def test_as_many_minutes_have_passed_as_were_asked_for(offset, minutes):
    begun = at("2026-11-16T00:00") + timedelta(minutes=offset)
    until = hours.after_minutes(begun, minutes, CALENDAR)
    assert office_minutes(begun, until, CALENDAR) == minutes


def test_opening_and_closing():
    friday = date(2026, 11, 27)
    assert hours.opening_after(friday, 1, SHANGHAI, CALENDAR) == at("2026-11-30T09:00")
    assert hours.opening_after(date(2026, 11, 28), 1, SHANGHAI, CALENDAR) == at("2026-11-30T09:00")
    assert hours.opening_after(friday, 3, SHANGHAI, CALENDAR) == at("2026-12-02T09:00")
    assert hours.next_closing(at("2026-11-27T16:59"), CALENDAR) == at("2026-11-27T17:00")
    assert hours.next_closing(at("2026-11-27T12:30"), CALENDAR) == at("2026-11-27T17:00")
    assert hours.next_closing(at("2026-11-27T17:00"), CALENDAR) == at("2026-11-30T17:00")
    assert hours.next_closing(at("2026-11-28T09:00"), CALENDAR) == at("2026-11-30T17:00")
    assert hours.closing_on(date(2026, 11, 28), SHANGHAI, CALENDAR) == at("2026-11-28T17:00")


def test_without_midday_the_day_is_one_spell():
    through = Calendar(packed=frozenset([2026]))
    assert hours.after_minutes(at("2026-11-30T11:30"), 60, through) == at("2026-11-30T12:30")
