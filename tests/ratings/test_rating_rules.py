"""Rates against the slow way, and what becomes of a comment."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.ratings import packs, rules


def slowly(part: int, whole: int) -> float | None:
    """One rating at a time, exactly, rounded at the end."""
    if whole == 0:
        return None
    percent = sum((Fraction(100, whole) for _ in range(part)), Fraction(0))
    exact = Decimal(percent.numerator) / Decimal(percent.denominator)
    return float(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))


@given(st.lists(st.integers(1, 5), max_size=120), st.integers(0, 200))
def test_rates_are_those_of_counting_one_by_one(grades, silent):
    counted = {grade: grades.count(grade) for grade in set(grades)}
    found = rules.rates(counted, len(grades) + silent)
    good = sum(grade >= 3 for grade in grades)
    assert found.rated == len(grades)
    assert found.good == slowly(good, len(grades))
    assert found.bad == slowly(len(grades) - good, len(grades))
    assert found.taken_part == slowly(len(grades), len(grades) + silent)


def test_who_did_not_rate_is_never_counted_as_content():
    found = rules.rates({1: 1}, 100)
    assert (found.good, found.bad, found.taken_part) == (0.0, 100.0, 1.0)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("我的号码510812198805129916", "我的号码51***"),
        ("打13900000001找我", "打13***找我"),
        ("跑了3趟，等了120分钟", "跑了3趟，等了120分钟"),
        ("全角１３９０００００００１", "全角１３***"),
        ("  很好 ", "很好"),
    ],
)
def test_long_numbers_do_not_stay_in_a_comment(typed, kept):
    assert rules.masked(typed) == kept


def test_the_list_of_reasons_holds_together():
    assert packs.check() == []
