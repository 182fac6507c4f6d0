"""Truth tables: what several conditions come to together, against a reference of nine lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.eligibility.rules.verdicts import Verdict, all_of, any_of, opposite

YES, NO, UNKNOWN, CONTRADICTS = Verdict
verdicts = st.lists(st.sampled_from(list(Verdict)), max_size=6)


def reference(values, joined):
    """As it is determined: a disagreement first; else each unknown could still be yes or no."""
    if CONTRADICTS in values:
        return CONTRADICTS
    worlds = [[]]
    for value in values:
        could_be = [True, False] if value is UNKNOWN else [value is YES]
        worlds = [[*world, each] for world in worlds for each in could_be]
    outcomes = {joined(world) for world in worlds}
    return UNKNOWN if len(outcomes) > 1 else (YES if outcomes.pop() else NO)


@given(verdicts)
def test_all_of_them(values):
    assert all_of(values) is reference(values, all)


@given(verdicts)
def test_one_of_them(values):
    assert any_of(values) is reference(values, any)


@given(verdicts)
def test_the_two_are_each_other_turned_round(values):
    turned = [opposite(value) for value in values]
    assert any_of(values) is opposite(all_of(turned))


@given(verdicts, verdicts)
def test_the_order_and_the_brackets_change_nothing(some, others):
    assert all_of([*some, *others]) is all_of([all_of(some), all_of(others)])
    assert any_of([*some, *others]) is any_of([*others, *some])


@pytest.mark.parametrize(
    ("joined", "one", "other", "together"),
    [
        (all_of, YES, YES, YES),
        (all_of, YES, UNKNOWN, UNKNOWN),
        (all_of, UNKNOWN, NO, NO),
        (any_of, NO, UNKNOWN, UNKNOWN),
        (any_of, UNKNOWN, YES, YES),
        (all_of, YES, CONTRADICTS, CONTRADICTS),
        (all_of, NO, CONTRADICTS, CONTRADICTS),
        (any_of, YES, CONTRADICTS, CONTRADICTS),
    ],
)
def test_example_35(joined, one, other, together):
    assert joined([one, other]) is together
