"""What several sources together say of one paper, against a table of nine lines."""

import itertools

import pytest

from yichuang.exchange.rules.holdings import (
    Heard,
    Holding,
    Named,
    Rows,
    Verdict,
    of_several,
    together,
)

DEATH = Holding(
    papers=("死亡证明材料",),
    sources=("health.death", "civil.burial", "police.identity"),
    whom="about",
    rows={},
    instead={},
    claims={"health.death.on": "death_date"},
    conditions={},
    alternatives={"police.identity.state": "注销"},
)
IDENTITY = Holding(
    papers=("居民身份证",),
    sources=("police.identity",),
    whom="applicant",
    rows={},
    instead={},
    claims={},
    conditions={"police.identity.state": "正常"},
    alternatives={},
)
STATE = ("police.identity.state",)


def police(state):
    return Heard(STATE, "found", "公安-1201", {"police.identity.state": state})


def health(outcome, receipt="卫健-0417"):
    return Heard(("health.death.on",), outcome, receipt, {"health.death.on": "2026-11-21"})


def civil(outcome, receipt="民政-0660"):
    return Heard((), outcome, receipt)


def test_found_by_one_is_found_with_its_receipt():  # 10
    heard = [health("not_found"), civil("not_found"), police("注销")]
    assert together(DEATH, heard) == Verdict("found", ("公安-1201",))


def test_who_did_not_answer_has_not_said_no():  # 11
    nobody = Heard(STATE, "unavailable")
    assert (
        together(DEATH, [health("not_found"), civil("not_found"), nobody]).outcome == "unavailable"
    )
    refused = Heard(STATE, "refused")
    assert (
        together(DEATH, [health("not_found"), civil("not_found"), refused]).outcome == "unavailable"
    )


def test_one_contradiction_beats_a_find():  # 12
    heard = [health("found", "卫健-0418"), civil("contradicts"), police("注销")]
    assert together(DEATH, heard) == Verdict("contradicts", ("民政-0660",))


def test_not_found_by_all_names_all_receipts():  # 13
    heard = [health("not_found"), civil("not_found"), Heard(STATE, "not_found", "公安-1201")]
    verdict = together(DEATH, heard)
    assert verdict == Verdict("not_found", ("卫健-0417", "民政-0660", "公安-1201"))


def test_who_is_alive_for_the_police_is_not_found_dead():
    assert together(DEATH, [police("正常")]) == Verdict("not_found", ("公安-1201",))


def test_who_applies_and_is_dead_for_the_police_contradicts():
    assert together(IDENTITY, [police("正常")]) == Verdict("found", ("公安-1201",))
    assert together(IDENTITY, [police("注销")]) == Verdict("contradicts", ("公安-1201",))
    silent = Heard(STATE, "found", "公安-1201", {})
    assert together(IDENTITY, [silent]).outcome == "contradicts"


def test_nobody_asked_is_nothing_heard():
    assert together(DEATH, []).outcome == "unavailable"
    assert of_several([]).outcome == "unavailable"


OUTCOMES = ("found", "not_found", "contradicts", "refused", "unavailable", "waiting")


def by_hand(outcomes):
    if "contradicts" in outcomes:
        return "contradicts"
    if "found" in outcomes:
        return "found"
    if "waiting" in outcomes:
        return "waiting"
    if all(outcome == "not_found" for outcome in outcomes):
        return "not_found"
    return "unavailable"


def test_every_three_answers_are_as_by_hand():
    for outcomes in itertools.product(OUTCOMES, repeat=3):
        heard = [Heard((), outcome, "r") for outcome in outcomes]
        assert together(DEATH, heard).outcome == by_hand(outcomes), outcomes


@pytest.mark.parametrize(
    ("each", "all_of_them"),
    [
        (["found", "found"], "found"),
        (["found", "not_found"], "not_found"),
        (["found", "unavailable"], "unavailable"),
        (["found", "waiting"], "waiting"),
        (["not_found", "contradicts"], "contradicts"),
        (["unavailable", "not_found"], "not_found"),
    ],
)
def test_what_several_people_need_is_found_where_each_has_it(each, all_of_them):
    verdicts = [Verdict(outcome, (outcome,)) for outcome in each]
    assert of_several(verdicts).outcome == all_of_them


def test_about_whom_is_said_by_the_item_or_by_a_group_of_its_form():
    rows = Rows("roster", "name", "number", 20)
    injured = Named("injured_name", "injured_id_number")
    holding = Holding(
        papers=("劳动合同",),
        sources=("hrss.employment",),
        whom="applicant",
        rows={"111111111111": rows},
        instead={"injured_account": injured},
        claims={"card.no": "card_no"},
        conditions={"card.state": "正常"},
        alternatives={},
    )
    assert holding.of_whom("111111111111") == rows
    assert holding.of_whom("222222222222", ["agent", "injured_account"]) == injured
    assert holding.of_whom("222222222222", ["agent"]) == "applicant"
    assert holding.claims_of(["card.no", "card.bank"]) == {"card.no": "card_no"}
    assert holding.elements_of(["card.no", "card.bank", "card.state"]) == ("card.no", "card.state")
