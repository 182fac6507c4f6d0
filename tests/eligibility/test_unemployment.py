"""失业保险金 by rule: examples 36 to 41, by hand (失业保险条例 14; 社会保险法 45, 46, 50, 51)."""

from decimal import Decimal

import pytest

from tests.eligibility.knowing import BENEFIT, determined, found, nothing, verdicts
from yichuang.eligibility.rules.facts import CONTRADICTS, Fact

PAID, LEFT = "insurance.unemployment.months", "insurance.unemployment.unused"


def paid(months):
    return determined(BENEFIT, found(PAID, months), contribution_months=months)


def test_example_36_87_months_are_15_below_what_the_law_lets_pay():
    determination = paid(87)
    assert determination.verdict == "yes"
    assert determination.gives.months == 15
    assert determination.reason.startswith("缴费满1年、不是自己要走的、")


@pytest.mark.parametrize(("left", "months"), [(0, 15), (1, 16), (9, 24), (12, 24), (24, 24)])
def test_example_36_what_is_left_of_the_last_time_is_added_up_to_24(left, months):
    determination = determined(BENEFIT, found(PAID, 87), found(LEFT, left))
    assert determination.gives.months == months


def test_more_left_than_the_law_ever_gave_is_for_a_person():
    assert determined(BENEFIT, found(LEFT, 25)).verdict == "unknown"


@pytest.mark.parametrize(
    ("months", "granted"),
    [
        (12, 3),
        (23, 3),
        (24, 6),
        (36, 9),
        (59, 12),
        (60, 15),
        (95, 15),
        (96, 18),
        (119, 18),
        (120, 24),
        (300, 24),
    ],
)
def test_example_37_the_edges_of_the_bands(months, granted):
    determination = paid(months)
    assert determination.verdict == "yes"
    assert determination.gives.months == granted


def test_example_37_eleven_months_are_no_grant_and_no_denial_but_a_person():
    determination = paid(11)
    assert determination.verdict == "no"
    assert determination.gives is None
    assert determination.reason == ""
    assert verdicts(determination)["paid"] == "no"


def test_example_38_it_runs_from_the_month_of_the_registration():
    determination = determined(BENEFIT, found("employment.register_date", "2026-11-20"))
    assert determination.gives.since == "2026-11"


def test_example_39_two_reasons_decide_nothing_though_each_would_do():
    determination = determined(BENEFIT, unemployment_reason="12")
    assert determination.verdict == "contradicts"
    said_of = verdicts(determination)
    assert said_of.pop("agree2") == "contradicts"
    assert set(said_of.values()) == {"yes"}
    disagreement = [step for step in determination.steps if step.id == "agree2"][0]
    values = {name: row["value"] for name, row in disagreement.what.items()}
    assert values == {"form.unemployment_reason": "12", "employment.last.end_reason": "11"}


def test_a_disagreement_beats_a_no():
    determination = determined(BENEFIT, found(PAID, 11), contribution_months=12)
    assert determination.verdict == "contradicts"


def test_example_40_nothing_there_is_an_answer_and_no_answer_is_none():
    assert determined(BENEFIT, nothing("insurance.current")).verdict == "yes"
    assert determined(BENEFIT, without=["insurance.current"]).verdict == "unknown"
    assert (
        determined(BENEFIT, found("insurance.current", "示例乙建筑工程有限公司（虚构）")).verdict
        == "no"
    )


def test_example_40_that_another_source_holds_nothing_says_nothing():
    other = {"insurance.current": Fact("none", None, "market.licence")}
    assert determined(BENEFIT, other).verdict == "unknown"


def test_a_source_that_says_otherwise_than_was_claimed_decides_nothing():
    other = {"employment.register_date": Fact(CONTRADICTS, None, "hrss.employment")}
    assert determined(BENEFIT, other).verdict == "contradicts"


def test_example_41_no_amount_in_force_is_for_a_person():
    determination = determined(BENEFIT, figures={})
    assert determination.verdict == "unknown"
    assert determination.gives is None
    assert verdicts(determination)["gives"] == "unknown"


def test_example_41_with_an_amount():
    gives = determined(BENEFIT).gives
    assert gives.monthly == Decimal("1860.00")
    assert gives.total == Decimal("27900.00")
    assert gives.figures["unemployment_months"]["region"] == "510000000000"


def test_an_amount_that_has_ended_is_none():
    ended = {
        "unemployment_monthly": [
            {
                "region": "510812000000",
                "from": "2026-01-01",
                "until": "2026-11-29",
                "amount": "1860.00",
                "document": "虚构",
            }
        ]
    }
    assert determined(BENEFIT, figures=ended).verdict == "unknown"


def test_whoever_is_past_the_age_of_retirement_goes_to_a_person():
    determination = determined(BENEFIT, person_id_number="510812195801109973")
    assert verdicts(determination)["below_age"] == "no"
    assert determined(BENEFIT, without=["form.person_id_number"]).verdict == "unknown"


def test_the_trace_says_of_each_condition_what_it_rests_on():
    trace = {step.id: step for step in determined(BENEFIT).steps}
    row = trace["paid"].what[PAID]
    assert row == {
        "state": "found",
        "value": 87,
        "source": "hrss.insurance",
        "as_of": "2026-11-30",
        "receipt": "例子",
    }
    assert trace["paid"].basis == "失业保险条例第14条"
    assert trace["idle"].what["insurance.current"]["state"] == "none"
    left = determined(BENEFIT, without=[LEFT])
    assert verdicts(left)["gives"] == "unknown"
    gives = [step for step in left.steps if step.id == "gives"][0]
    assert gives.what[LEFT] == {"state": "unknown"}
