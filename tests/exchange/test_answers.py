"""An answer counts only if it names whom we asked about, and tells nothing that we did not ask. The numbers are those
of the hand-worked examples."""

from dataclasses import replace
from datetime import date

import pytest

from yichuang.exchange.questions import Answer, Asked, Whom
from yichuang.exchange.rules import elements
from yichuang.exchange.rules.answers import judged

SHOUTIAN = Whom("person", "何守田", "510812194003079998")
UNIT = Whom("employer", "示例甲食品有限公司（虚构）", "91510812MA99999021")
KINDS = {"health.death.on": "date", "insurance.unemployment.months": "integer"}
QUESTION = Asked(
    uuid="q1",
    source="health.death",
    elements=("health.death.on",),
    whom=SHOUTIAN,
    claims={"health.death.on": "2026-11-21"},
    purpose="核对去世的事实和日期",
    basis=("国务院关于在线政务服务的若干规定第7条",),
)
ANSWER = Answer(
    question="q1",
    outcome="found",
    whom=SHOUTIAN,
    facts={"health.death.on": "2026-11-21"},
    as_of=date(2026, 11, 21),
    receipt="卫健-0418",
)


def outcome(answer, question=QUESTION):
    result = judged(question, answer, KINDS)
    return result.outcome, result.incident


def of(whom):
    return replace(ANSWER, whom=whom)


def test_named_alike_is_found_with_its_facts():  # 1
    result = judged(QUESTION, ANSWER, KINDS)
    assert (result.outcome, result.incident) == ("found", "")
    assert result.facts == {"health.death.on": "2026-11-21"}


def test_another_number_is_another_person_and_nothing_of_it_is_left():  # 2
    another = of(replace(SHOUTIAN, number="510812194003079971"))
    result = judged(QUESTION, another, KINDS)
    assert (result.outcome, result.incident) == ("unavailable", "wrong_person")
    assert result.facts == {} and result.differs == ()


def test_the_same_number_under_another_name_is_another_person_and_no_contradiction():  # 3
    namesake = replace(SHOUTIAN, name="何首田")
    assert outcome(of(namesake)) == ("unavailable", "wrong_person")
    contradicting = replace(
        of(namesake), outcome="contradicts", facts={}, differs=("health.death.on",)
    )
    assert outcome(contradicting) == ("unavailable", "wrong_person")


@pytest.mark.parametrize("result", ["found", "not_found", "contradicts"])
def test_who_names_nobody_has_not_answered(result):  # 4
    differs = ("health.death.on",) if result == "contradicts" else ()
    nameless = replace(ANSWER, outcome=result, whom=None, facts={}, differs=differs)
    assert outcome(nameless) == ("unavailable", "malformed")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (
            Whom("person", "陈秀兰", "43060219790315990X"),
            Whom("person", "陈　秀兰", "43060219790315990x"),
        ),  # 5
        (UNIT, replace(UNIT, name="示例甲食品有限公司(虚构)")),  # 6
    ],
)
def test_spelling_makes_nobody_another(ours, theirs):
    question = replace(QUESTION, whom=ours)
    assert outcome(of(theirs), question) == ("found", "")


def test_a_unit_of_the_same_code_and_another_name_is_another():  # 6
    question = replace(QUESTION, whom=UNIT)
    another = replace(UNIT, name="示例乙建筑工程有限公司（虚构）")
    assert outcome(of(another), question) == ("unavailable", "wrong_person")
    assert outcome(of(replace(UNIT, kind="person")), question) == ("unavailable", "wrong_person")


def test_what_was_not_asked_makes_the_whole_answer_useless():  # 9
    more = replace(ANSWER, facts={**ANSWER.facts, "health.history": "高血压"})
    result = judged(QUESTION, more, KINDS)
    assert (result.outcome, result.incident, result.facts) == ("unavailable", "malformed", {})


@pytest.mark.parametrize(
    "changes",
    [
        {"question": "q2"},
        {"receipt": " "},
        {"receipt": "卫" * 81},
        {"facts": {"health.death.on": "2026-13-01"}},
        {"facts": {"health.death.on": 20261121}},
        {"differs": ("health.death.on",)},
        {"outcome": "not_found"},  # and yet with facts
        {"outcome": "contradicts", "facts": {}},  # and yet nothing differs
        {"outcome": "contradicts", "differs": ("health.death.on",)},  # and tells what is so
        {"outcome": "contradicts", "facts": {}, "differs": ("card.no",)},  # nobody claimed that
        {"outcome": "perhaps"},
    ],
)
def test_what_is_not_made_as_agreed_does_not_count(changes):
    assert outcome(replace(ANSWER, **changes)) == ("unavailable", "malformed")


def test_a_contradiction_says_which_claim_differs_and_nothing_else():
    answer = replace(ANSWER, outcome="contradicts", facts={}, differs=("health.death.on",))
    result = judged(QUESTION, answer, KINDS)
    assert (result.outcome, result.differs, result.facts) == (
        "contradicts",
        ("health.death.on",),
        {},
    )


def test_a_find_that_does_not_bear_out_the_claim_is_a_contradiction():
    another_day = replace(ANSWER, facts={"health.death.on": "2026-11-20"})
    result = judged(QUESTION, another_day, KINDS)
    assert (result.outcome, result.differs, result.facts) == (
        "contradicts",
        ("health.death.on",),
        {},
    )


def test_who_finds_nothing_or_refuses_says_no_more():
    nothing = replace(ANSWER, outcome="not_found", facts={})
    assert outcome(nothing) == ("not_found", "")
    assert outcome(replace(nothing, outcome="refused", whom=None, receipt="")) == ("refused", "")
    assert outcome(replace(nothing, outcome="refused", question="q2", whom=None)) == (
        *("unavailable", "malformed"),
    )


@pytest.mark.parametrize(
    ("kind", "value", "as_it_is_kept"),
    [
        ("text", "正常", "正常"),
        ("date", "2026-11-30", "2026-11-30"),
        ("month", "2026-11", "2026-11"),
        ("integer", 87, 87),
        ("decimal", 1860.5, "1860.5"),
        ("decimal", "1860.00", "1860.00"),
        ("boolean", False, False),
        ("list", ["pension", {"unit": "示例甲"}], ["pension", {"unit": "示例甲"}]),
    ],
)
def test_each_kind_is_kept_as_json_holds_it(kind, value, as_it_is_kept):
    assert elements.read(kind, value) == as_it_is_kept


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", 1),
        ("text", "长" * 401),
        ("date", "2026-02-30"),
        ("month", "2026-13"),
        ("integer", True),
        ("integer", "87"),
        ("decimal", "NaN"),
        ("decimal", True),
        ("boolean", "yes"),
        ("list", "pension"),
        ("list", [1]),
        ("list", ["x"] * 201),
    ],
)
def test_what_is_of_another_kind_is_refused(kind, value):
    with pytest.raises(elements.Misfit):
        elements.read(kind, value)


@pytest.mark.parametrize(
    ("claim", "fact", "same"),
    [
        ("1860", "1860.00", True),
        ("87", 87, True),
        ("012", "12", False),
        ("6217 0000 0000 0000 020", "6217000000000000020", True),
        ("6217000000000000020", "6217000000000000012", False),
        ("icbc", "ICBC", True),
        ("yes", True, False),
    ],
)
def test_a_claim_is_compared_by_what_it_means(claim, fact, same):
    assert elements.agree(claim, fact) is same
