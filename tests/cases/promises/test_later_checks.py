"""Which promises are looked at later: the draw of the examples, by `sha256sum`."""

from decimal import Decimal

import pytest

from yichuang.cases.rules.promises import later_checks
from yichuang.cases.rules.promises.later_checks import Exposure
from yichuang.catalog import tables
from yichuang.core.sampling import drawn, seed_hash

RULES = tables.promise_rules()
BY_RISK = {"high": ["a"], "medium": ["b", "c", "d"], "low": ["e", "f"]}


@pytest.mark.parametrize(
    ("paid", "has_record", "pays", "risk"),
    [
        ("10000.01", False, True, "high"),
        ("10000", False, True, "medium"),
        (None, True, False, "high"),
        (None, False, True, "medium"),
        (None, False, False, "low"),
    ],
)
def test_the_first_class_that_fits(paid, has_record, pays, risk):
    amount = Decimal(paid) if paid else None
    assert later_checks.risk_of(Exposure(amount, has_record, pays), RULES) == risk


def test_the_seed_is_known_by_its_hash():
    assert seed_hash("s1").startswith("e8bc163c82eee187")


def test_three_of_six_by_two_seeds():
    assert drawn("abcdef", "s1", 3) == ["f", "d", "c"]
    assert set(drawn("abcdef", "s2", 3)) == {"d", "a", "e"}


def test_each_class_gives_its_share_and_one_at_least():
    assert later_checks.drawn_by_risk(BY_RISK, "s1", RULES) == ["a", "d", "f"]


def test_the_order_of_the_keys_and_doubles_change_nothing():
    shuffled = {"low": ["f", "e", "e"], "high": ["a", "a"], "medium": ["d", "b", "c"]}
    assert later_checks.drawn_by_risk(shuffled, "s1", RULES) == ["a", "d", "f"]


def test_of_nothing_nothing_is_drawn():
    assert later_checks.drawn_by_risk({"high": [], "low": []}, "s1", RULES) == []


def test_a_third_of_a_large_class_and_all_of_the_grave():
    many = [f"m{number}" for number in range(30)]
    grave = [f"h{number}" for number in range(7)]
    chosen = later_checks.drawn_by_risk({"high": grave, "medium": many}, "s1", RULES)
    assert set(grave) <= set(chosen)
    assert len(chosen) == 7 + 9
