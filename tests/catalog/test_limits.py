"""法定、原先和承诺时限 on one basis (SYS-006, SYS-024)."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.catalog.rules import limits
from yichuang.reference.packs import calendar

UNITS = st.sampled_from(["工作日", "自然日"])


def last_day(start: date, days: int, unit: str) -> date:
    """The slow obvious way: walk day by day; the last day moves to a working day."""
    days_off, day, left = calendar(), start, days
    while left:
        day += timedelta(1)
        left -= unit == "自然日" or days_off.is_working(day)
    while not days_off.is_working(day):
        day += timedelta(1)
    return day


def test_twenty_days_cut_to_ten_is_fifty_percent():
    assert limits.speedup_percent(20, "工作日", 10, "工作日") == 50.0


def test_working_and_natural_days_are_compared_on_one_basis():
    assert limits.speedup_percent(60, "自然日", 20, "工作日") == 53.3
    assert limits.speedup_percent(10, "自然日", 1, "工作日") == 86.0
    assert limits.speedup_percent(7, "自然日", 5, "工作日") == 0.0


@settings(deadline=None)
@given(st.integers(1, 90), UNITS, st.integers(0, 90), UNITS)
def test_the_speed_up_is_the_share_of_calendar_time_saved(base, base_unit, promised, promised_unit):
    def tenths(days, unit):
        return days * (14 if unit == "工作日" else 10)

    exact = (
        (tenths(base, base_unit) - tenths(promised, promised_unit)) / tenths(base, base_unit) * 100
    )
    assert limits.speedup_percent(base, base_unit, promised, promised_unit) == pytest.approx(
        exact, abs=0.06
    )


def test_five_working_days_outlast_seven_natural_ones_over_a_long_holiday():
    late = limits.first_late_promise((5, "工作日"), (8, "自然日"), calendar())
    assert late is not None
    assert last_day(late, 5, "工作日") > last_day(late, 8, "自然日")
    assert limits.first_late_promise((5, "工作日"), (20, "自然日"), calendar()) is None


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 20), UNITS, st.integers(1, 30), UNITS)
def test_the_comparison_agrees_with_walking_every_day_of_every_year_that_has_a_pack(
    promised, unit, statutory, law_unit
):
    found = limits.first_late_promise((promised, unit), (statutory, law_unit), calendar())
    years = calendar().packed
    day, expected = date(min(years), 1, 1), None
    while day <= date(max(years), 12, 31) and expected is None:
        if last_day(day, promised, unit) > last_day(day, statutory, law_unit):
            expected = day
        day += timedelta(1)
    assert found == expected


def test_a_promise_beyond_the_law_is_named_with_the_day_that_shows_it():
    item = {"case_kind": "承诺件", "promised_days": 5, "promised_unit": "工作日"}
    text = limits.promise_problem(
        {**item, "statutory_days": 8, "statutory_unit": "自然日"}, calendar()
    )
    year, month, day = (
        int(part)
        for part in re.search(r"法定8日：(\d+)年(\d+)月(\d+)日受理的就会超", text).groups()
    )
    named = date(year, month, day)
    assert last_day(named, 5, "工作日") > last_day(named, 8, "自然日")
    earlier = [
        named - timedelta(days) for days in range(1, 60) if (named - timedelta(days)).year == year
    ]
    assert all(last_day(day, 5, "工作日") <= last_day(day, 8, "自然日") for day in earlier)


def test_an_instant_item_cannot_promise_days():
    item = {
        "case_kind": "即办件",
        "promised_days": 2,
        "promised_unit": "工作日",
        "statutory_days": None,
    }
    assert "即办件要当场办结" in limits.promise_problem(item, calendar())


def test_an_item_without_a_statutory_limit_is_measured_by_the_earlier_one():
    item = {"statutory_days": None, "previous_days": 30, "previous_unit": "工作日"}
    assert limits.base_of(item) == ("previous", 30, "工作日")
    assert limits.speedup_of({**item, "promised_days": 15, "promised_unit": "工作日"}) == 50.0
    assert limits.speedup_of({"promised_days": 15, "promised_unit": "工作日"}) is None


@pytest.mark.parametrize(
    ("days", "unit", "text"),
    [
        (0, "工作日", "当场办结"),
        (3, "月", "3个月"),
        (1, "年", "1年"),
        (10, "工作日", "10个工作日"),
        (60, "自然日", "60日"),
        (None, None, ""),
    ],
)
def test_limits_are_spoken_as_people_say_them(days, unit, text):
    assert limits.spoken(days, unit) == text
