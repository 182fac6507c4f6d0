"""先办后补: examples 22 to 28, counted on the paper calendar of 2026 by hand."""

from datetime import date, datetime

import pytest

from yichuang.cases.rules.promises import tolerance
from yichuang.catalog import tables
from yichuang.reference.queries import calendar

RULES = tables.promise_rules()


@pytest.mark.parametrize(
    ("submitted", "days", "due", "reminders"),
    [
        ("2026-12-01", 5, "2026-12-08", ["2026-12-03", "2026-12-07"]),
        ("2026-12-01", 10, "2026-12-15", ["2026-12-08", "2026-12-14"]),
        ("2026-09-21", 5, "2026-09-29", ["2026-09-23", "2026-09-28"]),  # over 中秋
        ("2026-09-21", 10, "2026-10-12", ["2026-09-29", "2026-10-10"]),  # a Saturday that is worked
        ("2026-02-10", 5, "2026-02-24", ["2026-02-12", "2026-02-14"]),  # over 春节, the same
        ("2026-04-10", 10, "2026-04-24", ["2026-04-17", "2026-04-23"]),
        ("2026-12-01", 3, "2026-12-04", ["2026-12-02", "2026-12-03"]),
        ("2026-12-01", 2, "2026-12-03", ["2026-12-02"]),  # both fall on one day
        ("2026-12-01", 1, "2026-12-02", []),
    ],
)
def test_the_last_day_and_two_reminders(submitted, days, due, reminders):
    supply = tolerance.supply_of(date.fromisoformat(submitted), days, calendar())
    assert supply.due == date.fromisoformat(due)
    assert [day.isoformat() for day in supply.reminders] == reminders


@pytest.mark.parametrize(
    ("moment", "in_person", "day"),
    [
        ("2026-12-08T23:59:59", False, "2026-12-08"),
        ("2026-12-08T16:59:59", True, "2026-12-08"),
        ("2026-12-08T17:30:00", True, "2026-12-09"),
        ("2026-12-11T17:30:00", True, "2026-12-14"),  # Friday evening
        ("2026-12-12T10:00:00", False, "2026-12-12"),  # Saturday, online
    ],
)
def test_online_a_day_ends_at_midnight_and_at_a_window_at_closing(moment, in_person, day):
    supplied = tolerance.supplied_on(datetime.fromisoformat(moment), in_person, calendar())
    assert supplied == date.fromisoformat(day)


def test_what_comes_after_the_last_day_is_late():
    due = date(2026, 12, 8)
    assert not tolerance.is_late(date(2026, 12, 8), due)
    assert tolerance.is_late(date(2026, 12, 9), due)


def test_waiting_ends_by_itself():
    assert tolerance.wait_until(date(2026, 12, 9), RULES, calendar()) == date(2026, 12, 23)
