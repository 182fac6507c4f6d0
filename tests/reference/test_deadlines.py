"""The clock: the examples of the law, then every term against a slow count day by day."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from yichuang.core import packs
from yichuang.reference.rules import derivation
from yichuang.reference.rules.deadlines import (
    Thresholds,
    alarm_days,
    count,
    deadline,
    effective_receipt,
)
from yichuang.reference.tables import calendar, thresholds, year_packs

CALENDAR = calendar()
BEIJING = timezone(timedelta(hours=8))
ANNOUNCED = {pack["year"] for pack in year_packs() if not pack["provisional"]}
EXAMPLES = packs.read("calendars/rules/examples.yaml")["examples"]


@pytest.mark.parametrize(
    "row", EXAMPLES, ids=lambda row: f"{row['start']}+{row['days']}{row['unit']}"
)
def test_every_worked_example_of_the_rule_comes_out(row):
    start = datetime.fromisoformat(row["start"]).date()
    term = count(
        start, row["days"], row["unit"], [(s["from"], s["to"]) for s in row["stops"]], CALENDAR
    )
    got = {
        "due": term.due,
        "moved": term.moved,
        "counted": term.counted,
        "first_counted": term.first_counted,
    }
    assert got == {key: row[key] for key in got}
    assert not term.provisional


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2025-09-28", True),
        ("2025-10-11", True),
        ("2025-01-26", True),
        ("2025-02-08", True),
        ("2025-04-27", True),
        ("2026-02-28", True),
        ("2026-10-10", True),
        *((f"2025-10-0{n}", False) for n in range(1, 9)),
        *((f"2025-05-0{n}", False) for n in range(1, 6)),
        ("2026-10-08", True),
        ("2026-02-16", False),
        ("2059-05-01", False),
        ("2059-10-03", False),
        ("2059-10-06", True),
    ],
)
def test_the_table_of_working_days_is_the_state_councils(day, works):
    assert CALENDAR.is_working(date.fromisoformat(day)) is works


def test_a_year_without_a_notice_has_its_statutory_days_and_weekends_off_and_no_more():
    for year in (pack for pack in year_packs() if pack["provisional"]):
        spans = [(row["from"], row["to"]) for row in year["holidays"]]
        off = {
            first + timedelta(n) for first, last in spans for n in range((last - first).days + 1)
        }
        day = date(year["year"], 1, 1)
        while day.year == year["year"]:
            assert CALENDAR.is_working(day) == (day not in off and day.weekday() < 5), day
            day += timedelta(1)


def test_the_years_have_the_right_number_of_weekday_holidays():
    def weekdays_off(year):
        days = (date(year, 1, 1) + timedelta(n) for n in range(365))
        return sum(day.weekday() < 5 and not CALENDAR.is_working(day) for day in days)

    assert (weekdays_off(2025), weekdays_off(2026)) == (18, 19)


# --- receipt ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("received", "counts_as"),
    [
        (datetime(2026, 9, 28, 16, 40, tzinfo=BEIJING), date(2026, 9, 28)),
        (datetime(2026, 9, 28, 17, 0, tzinfo=BEIJING), date(2026, 9, 28)),
        (datetime(2026, 9, 28, 17, 1, tzinfo=BEIJING), date(2026, 9, 29)),
        (datetime(2026, 9, 28, 9, 1, tzinfo=UTC), date(2026, 9, 29)),
        (datetime(2026, 9, 28, 18, 0), date(2026, 9, 29)),
        (datetime(2026, 9, 30, 20, 0, tzinfo=BEIJING), date(2026, 10, 8)),
        (datetime(2026, 10, 3, 9, 0, tzinfo=BEIJING), date(2026, 10, 8)),
        (datetime(2026, 2, 13, 17, 30, tzinfo=BEIJING), date(2026, 2, 14)),
        (date(2026, 10, 1), date(2026, 10, 8)),
    ],
)
def test_a_receipt_after_closing_or_on_a_rest_day_counts_as_the_next_working_day(
    received, counts_as
):
    assert effective_receipt(received, CALENDAR) == counts_as


def test_the_term_of_an_evening_receipt_begins_a_day_later():
    at_four = deadline(datetime(2026, 9, 28, 16, 40, tzinfo=BEIJING), 20, "working", [], CALENDAR)
    at_six = deadline(datetime(2026, 9, 28, 18, 0, tzinfo=BEIJING), 20, "working", [], CALENDAR)
    assert (at_four.due, at_six.due) == (date(2026, 10, 30), date(2026, 11, 2))
    assert at_six.skipped[0] == {"date": "2026-09-29", "why": "视为收到之日，当日不计"}


def test_a_term_of_a_day_is_counted_once_and_never_for_another_calendar():
    """What is remembered are values, under the calendar that they were counted by."""
    morning = datetime(2026, 9, 28, 9, 30, tzinfo=BEIJING)
    noon = datetime(2026, 9, 28, 12, 0, tzinfo=BEIJING)
    evening = datetime(2026, 9, 28, 18, 0, tzinfo=BEIJING)
    term = deadline(morning, 3, "working", [], CALENDAR)
    assert deadline(noon, 3, "working", (), CALENDAR) is term
    assert deadline(evening, 3, "working", [], CALENDAR).start == date(2026, 9, 29)
    early = replace(CALENDAR, closing=time(11, 0))
    assert deadline(noon, 3, "working", [], early).start == date(2026, 9, 29)
    assert deadline(morning, 3, "working", [], early).start == term.start
    longer = replace(CALENDAR, holidays={**CALENDAR.holidays, date(2026, 9, 29): "调休"})
    assert deadline(morning, 3, "working", [], longer).due > term.due
    assert deadline(morning, 3, "working", [], CALENDAR).due == term.due


def test_what_a_term_runs_from_is_said_of_its_first_day():
    term = count(date(2026, 11, 17), 2, "working", [], CALENDAR)
    assert term.steps[0].why == "视为收到之日，当日不计"
    accepted = replace(term, begins=("受理", "受理之日，当日不计"))
    first = accepted.steps[0]
    assert (first.label, first.why) == ("受理", "受理之日，当日不计")
    assert [step.label for step in accepted.steps[1:]] == [step.label for step in term.steps[1:]]


# --- against a slow count --------------------------------------------------------------------------------------------


def slow(start, days, unit, stops):
    """One day at a time, as a clerk would with a paper calendar."""
    day, counted = start, 0
    while counted < days:
        day += timedelta(1)
        stopped = any(first <= day <= last for first, last in stops)
        if not stopped and (unit == "natural" or CALENDAR.is_working(day)):
            counted += 1
    while not CALENDAR.is_working(day):
        day += timedelta(1)
    return day


starts = st.dates(date(min(CALENDAR.packed) - 1, 1, 1), date(max(CALENDAR.packed) + 2, 1, 31))
terms = st.integers(0, 90)
units = st.sampled_from(["working", "natural"])
spans = st.lists(st.tuples(st.integers(-20, 130), st.integers(0, 25)), max_size=5)


@settings(max_examples=300, deadline=None)
@given(starts, terms, units, spans)
@example(date(2026, 2, 12), 5, "working", [])
@example(date(2026, 2, 14), 10, "natural", [(3, 9), (1, 4)])
@example(date(2024, 2, 28), 1, "natural", [])
@example(date(2060, 2, 28), 2, "working", [(1, 0)])
@example(date(2025, 12, 31), 20, "working", [(5, 6), (4, 8), (11, 0)])
@example(date(2025, 9, 27), 9, "working", [(1, 13)])
def test_the_fast_count_equals_the_slow_one(start, days, unit, spans):
    stops = [(start + timedelta(a), start + timedelta(a + b)) for a, b in spans]
    term = count(start, days, unit, stops, CALENDAR)
    assert term.due == slow(start, days, unit, stops)
    assert term.provisional == any(y not in ANNOUNCED for y in range(start.year, term.due.year + 1))


@settings(max_examples=100, deadline=None)
@given(starts, terms, units, spans, st.integers(0, 23))
def test_the_derivation_counts_each_day_once_and_ends_on_the_due_day(
    start, days, unit, spans, hour
):
    stops = [(start + timedelta(a), start + timedelta(a + b)) for a, b in spans]
    term = deadline(datetime(start.year, start.month, start.day, hour), days, unit, stops, CALENDAR)
    assert [step.index for step in term.steps if step.index] == list(range(1, days + 1))
    assert [step.date for step in term.steps if step.due] == [term.due] == [term.steps[-1].date]
    first = next((step.date for step in term.steps if step.index), None)
    assert first == term.first_counted
    between = (term.due - term.received).days - 1
    counted_between = sum(bool(step.index) and step.date < term.due for step in term.steps)
    assert len(term.skipped) == max(0, between - counted_between)
    assert all(step["why"] for step in term.skipped)


@settings(max_examples=100, deadline=None)
@given(starts, terms, units, spans)
def test_stops_given_in_any_order_or_twice_change_nothing_and_a_longer_term_never_ends_sooner(
    start, days, unit, spans
):
    stops = [(start + timedelta(a), start + timedelta(a + b)) for a, b in spans]
    due = count(start, days, unit, stops, CALENDAR).due
    assert due == count(start, days, unit, [*reversed(stops), *stops], CALENDAR).due
    assert due <= count(start, days + 1, unit, stops, CALENDAR).due
    assert count(start, days, unit, [], CALENDAR).due <= due


@pytest.mark.parametrize(
    ("start", "days", "unit", "due"),
    [
        ("2026-03-10", 3, "month", "2026-06-10"),
        ("2065-11-30", 3, "月", "2066-03-01"),  # 28 February is a Sunday
        ("2026-08-31", 1, "month", "2026-09-30"),
        ("2060-02-29", 1, "year", "2061-02-28"),
        ("2063-02-28", 1, "年", "2064-02-28"),
        ("2060-02-29", 4, "year", "2064-02-29"),
        ("2025-12-31", 2, "month", "2026-02-28"),
        ("2026-06-15", 0, "month", "2026-06-15"),
    ],
)
def test_a_term_in_months_or_years_ends_on_the_corresponding_day_else_on_the_months_last(
    start, days, unit, due
):
    """民法典 202; the last day of a rest day moves, 203."""
    assert count(date.fromisoformat(start), days, unit, (), CALENDAR).due == date.fromisoformat(due)


def slow_months(start, months, stops):
    """The day with the same number, walked to month by month, then every stopped day given back, one by one."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    number = start.day
    while True:
        try:
            end = date(year, month, number)
            break
        except ValueError:
            number -= 1
    day = start
    while day < end:
        day += timedelta(1)
        end += timedelta(any(first <= day <= last for first, last in stops))
    while not CALENDAR.is_working(end):
        end += timedelta(1)
    return end


@settings(max_examples=200, deadline=None)
@given(starts, st.integers(1, 14), spans)
@example(date(2024, 1, 31), 1, [(29, 1)])
def test_a_term_in_months_equals_the_slow_one_and_its_derivation_counts_every_day(
    start, months, spans
):
    stops = [(start + timedelta(a), start + timedelta(a + b)) for a, b in spans]
    term = count(start, months, "month", stops, CALENDAR)
    assert term.due == slow_months(start, months, stops)
    assert term.due == count(start, months, "月", stops, CALENDAR).due
    counted = [step for step in term.steps if step.index]
    assert [step.index for step in counted] == list(range(1, term.counted + 1))
    assert counted[0].date == term.first_counted


def test_impossible_terms_are_refused_in_words():
    with pytest.raises(ValueError, match="首尾颠倒"):
        count(date(2026, 3, 2), 5, "working", [(date(2026, 3, 9), date(2026, 3, 5))], CALENDAR)
    with pytest.raises(ValueError, match="不能是负数"):
        count(date(2026, 3, 2), -1, "working", [], CALENDAR)
    with pytest.raises(ValueError, match="只能是工作日、自然日、月或年"):
        count(date(2026, 3, 2), 1, "hours", [], CALENDAR)
    with pytest.raises(ValueError, match="年之间"):
        count(date(1999, 3, 2), 1, "working", [], CALENDAR)
    with pytest.raises(ValueError, match="超出"):
        count(date(2100, 12, 30), 20, "working", [], CALENDAR)


# --- the drawing and the colours -------------------------------------------------------------------------------------


def test_the_case_page_can_draw_the_term_as_weeks():
    stops = [(date(2026, 11, 20), date(2026, 11, 24))]
    term = deadline(datetime(2026, 11, 17, 9, 26), 5, "working", stops, CALENDAR)
    rows = derivation.weeks(term)
    assert [[step.label for step in row] for row in rows] == [
        ["", "收齐", "第1天", "第2天", "停", "停", "停"],
        ["停", "停", "第3天", "第4天", "第5天", "周末", "周末"],
    ]
    assert rows[0][0].kind == "outside" and rows[1][4].due and term.due == date(2026, 11, 27)


def test_a_natural_term_that_ends_in_a_holiday_says_so():
    term = deadline(date(2025, 9, 19), 15, "natural", [], CALENDAR)
    assert term.due == date(2025, 10, 9) and term.moved
    assert term.skipped[-1] == {"date": "2025-10-08", "why": "期满逢休息日，顺延（国庆节、中秋节）"}
    assert term.steps[-1].label == "顺延"


def test_a_term_of_twenty_days_is_yellow_with_six_left_and_red_with_one():
    start, due = date(2026, 11, 2), date(2026, 11, 30)
    assert alarm_days(start, due, thresholds(), CALENDAR) == (
        date(2026, 11, 20),
        date(2026, 11, 27),
    )


@settings(max_examples=150, deadline=None)
@given(starts, st.integers(0, 60))
def test_a_term_is_yellow_and_red_from_the_day_with_so_many_working_days_left(start, days):
    due = count(start, days, "working", [], CALENDAR).due
    yellow, red = alarm_days(start, due, Thresholds(Fraction(1, 3), 2, 1), CALENDAR)
    term = [start + timedelta(n) for n in range((due - start).days + 1)]
    left = {day: sum(CALENDAR.is_working(later) for later in term if later > day) for day in term}
    line = max(2, left[start] // 3)
    assert [day >= yellow for day in term] == [left[day] <= line for day in term]
    assert [day >= red for day in term] == [left[day] <= 1 for day in term]
