"""A number against its target: obvious cases, and the slow way."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.supervision import packs, rules

TODAY = date(2026, 11, 20)
PAST, FUTURE = date(2021, 6, 30), date(2061, 6, 30)


def judge(operator, target, actual, kind="target", due=PAST):
    numbers = [None if n is None else Decimal(str(n)) for n in (target, actual)]
    return rules.judge(
        operator=operator,
        target=numbers[0],
        actual=numbers[1],
        kind=kind,
        due=due,
        today=TODAY,
        near_percent=Decimal(5),
    )


@pytest.mark.parametrize(
    ("operator", "target", "actual", "due", "state", "gap"),
    [
        (">=", 90, "91.4", PAST, "reached", "0"),
        (">=", 90, 90, PAST, "reached", "0"),
        (">=", 90, 88, PAST, "near", "2"),
        (">=", 90, "55.6", PAST, "missed", "34.4"),
        ("<=", 30, 31, PAST, "near", "1"),
        ("<=", 30, 12, PAST, "reached", "0"),
        ("=", 100, 99, PAST, "near", "1"),
        ("=", 1, 0, PAST, "missed", "1"),
        (">=", 90, 10, FUTURE, "not_due", "80"),
        (">=", 90, 95, FUTURE, "reached", "0"),
    ],
)
def test_a_target_is_judged(operator, target, actual, due, state, gap):
    assert judge(operator, target, actual, due=due) == rules.Judged(state, Decimal(gap))


def test_without_a_number_there_is_no_judgement():
    assert judge(">=", 90, None).state == "no_data"
    assert judge(">=", 90, None, due=FUTURE).state == "not_due"
    assert judge("<=", None, 3).state == "no_data"
    assert judge("=", 2361, 12, kind="baseline").state == "reference"


@given(st.sampled_from([">=", "<=", "="]), st.integers(0, 500), st.integers(0, 500))
def test_reached_is_exactly_what_the_sign_says(operator, target, actual):
    meets = {">=": actual >= target, "<=": actual <= target, "=": actual == target}[operator]
    assert (judge(operator, target, actual).state == "reached") == meets
    assert judge(operator, target, actual).gap == (0 if meets else abs(target - actual))


@given(st.integers(0, 300), st.integers(1, 300))
def test_a_share_is_the_nearest_tenth(part, whole):
    found = rules.share(part, whole)
    assert found == found.quantize(Decimal("0.1"))
    assert abs(found - Decimal(part * 100) / whole) <= Decimal("0.05")
    assert rules.share(part, 0) is None


def test_weeks_begin_on_mondays_and_the_last_is_this_one():
    weeks = rules.week_starts(TODAY, 12)
    assert len(weeks) == 12 and weeks[-1] == date(2026, 11, 16)
    assert all(day.weekday() == 0 for day in weeks)


def test_the_targets_hold_together():
    assert packs.check() == []
