"""Minutes of business: examples by hand, then every pair of moments against a count minute by minute."""

from dataclasses import replace
from datetime import datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.reference.rules.deadlines import office_minutes
from yichuang.reference.tables import calendar

CALENDAR = calendar()
BEIJING = timezone(timedelta(hours=8))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("begun", "ended", "minutes"),
    [
        ("2026-11-18T09:12", "2026-11-18T09:21", 9),
        (
            "2026-11-18T09:12:00",
            "2026-11-18T09:42:01",
            31,
        ),  # a begun minute is a minute: this is over half an hour
        (
            "2026-11-18T21:30",
            "2026-11-19T09:20",
            20,
        ),  # handed in at night: from the next working morning
        ("2026-11-18T21:30", "2026-11-19T08:40", 0),  # done before business begins
        ("2026-11-18T07:00", "2026-11-18T09:05", 5),
        ("2026-11-18T16:50", "2026-11-18T17:40", 10),  # done after closing
        ("2026-11-18T16:50", "2026-11-19T09:10", 20),
        ("2026-11-20T18:20", "2026-11-23T09:10", 10),  # over a weekend
        ("2026-09-30T20:00", "2026-10-08T09:30", 30),  # over the National Day
        ("2026-02-13T17:30", "2026-02-14T09:15", 15),  # a Saturday that is worked
        ("2026-11-16T10:00", "2026-11-18T10:00", 14 * 60),  # noon is no business
        ("2026-11-18T11:50", "2026-11-18T13:12", 22),  # ten minutes before noon, twelve after it
        ("2026-11-18T12:10", "2026-11-18T12:50", 0),
        ("2026-11-18T12:10", "2026-11-18T13:20", 20),
        ("2026-11-18T11:30", "2026-11-18T12:00", 30),
        ("2026-11-18T11:45", "2026-11-18T12:40", 15),
        ("2026-09-24T21:30", "2026-09-28T09:25", 25),  # over the Mid-Autumn Festival
        ("2026-11-18T10:00", "2026-11-18T09:00", 0),
    ],
)
def test_minutes_of_business_by_hand(begun, ended, minutes):
    assert office_minutes(at(begun), at(ended), CALENDAR) == minutes


def slowly(begun: datetime, ended: datetime) -> int:
    """One minute at a time: it counts when it lies in the business of a working day."""
    counted, moment = 0, begun
    while moment < ended:
        hour = moment.hour + moment.minute / 60
        is_open = 9 <= hour < 12 or 13 <= hour < 17
        counted += CALENDAR.is_working(moment.date()) and is_open
        moment += timedelta(minutes=1)
    return counted


starts = st.integers(0, 400 * 24 * 60).map(
    lambda minutes: at("2026-01-01T00:00") + timedelta(minutes=minutes)
)


@settings(max_examples=120, deadline=None)
@given(starts, st.integers(0, 12 * 24 * 60))
def test_minutes_of_business_are_those_of_a_count_minute_by_minute(begun, length):
    ended = begun + timedelta(minutes=length)
    assert office_minutes(begun, ended, CALENDAR) == slowly(begun, ended)


def test_where_business_goes_on_at_noon_its_minutes_count():
    through = replace(CALENDAR, noon=None)
    assert office_minutes(at("2026-11-18T11:50"), at("2026-11-18T13:12"), through) == 82


def test_a_place_that_closes_within_noon_loses_no_minute_twice():
    early = replace(CALENDAR, closing=time(12, 30))
    assert office_minutes(at("2026-11-18T11:50"), at("2026-11-18T13:12"), early) == 10
    assert office_minutes(at("2026-11-18T09:00"), at("2026-11-19T09:30"), early) == 210
