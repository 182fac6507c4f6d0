"""How long a credit record lasts: examples 32 and 33, by hand."""

from datetime import date

import pytest

from yichuang.catalog import tables
from yichuang.reference.queries import calendar
from yichuang.registry.rules import credit

RULES = tables.promise_rules()["credit"]


@pytest.mark.parametrize(
    ("gravity", "confirmed", "until", "repair"),
    [
        ("light", "2024-12-15", "2025-03-15", None),  # 90 days: 16 + 31 + 28 + 15
        ("general", "2024-12-15", "2025-12-15", "2025-03-15"),
        ("serious", "2022-12-15", "2025-12-15", "2023-12-15"),
        ("general", "2024-02-29", "2025-02-28", "2024-05-29"),  # a month without that day
        ("general", "2023-11-30", "2024-11-30", "2024-02-29"),
        ("general", "2025-05-05", "2026-05-05", "2025-08-05"),  # ends on a holiday all the same
    ],
)
def test_it_is_shown_for_days_or_months_and_repaired_after_some(gravity, confirmed, until, repair):
    span = credit.span_of(gravity, date.fromisoformat(confirmed), RULES)
    assert span.shown_until == date.fromisoformat(until)
    assert span.repair_from == (date.fromisoformat(repair) if repair else None)


def test_it_expires_after_its_last_day():
    until = date(2025, 12, 15)
    assert not credit.has_expired(until, date(2025, 12, 15))
    assert credit.has_expired(until, date(2025, 12, 16))


def test_repair_has_a_first_day_and_a_last():
    span = credit.span_of("general", date(2024, 12, 15), RULES)
    assert not credit.may_be_repaired(span, date(2025, 3, 14))
    assert credit.may_be_repaired(span, date(2025, 3, 15))
    assert credit.may_be_repaired(span, date(2025, 12, 15))
    assert not credit.may_be_repaired(span, date(2025, 12, 16))
    light = credit.span_of("light", date(2024, 12, 15), RULES)
    assert not credit.may_be_repaired(light, date(2025, 1, 15))


def test_five_working_days_to_object_and_five_to_answer():
    assert credit.objection_until(date(2026, 12, 15), RULES, calendar()) == date(2026, 12, 22)
    assert credit.answer_until(date(2026, 12, 22), RULES, calendar()) == date(2026, 12, 29)


def test_fifteen_working_days_to_answer_who_asks_for_repair():
    # 21 1 22 2 23 3 24 4, 25-27 off, 28 5 29 6 30 7, 10-01-07 off, 08 8 09 9 10 Sa worked 10, 12 11 … 16 15
    assert credit.repair_answer_until(date(2026, 9, 20), RULES, calendar()) == date(2026, 10, 16)
