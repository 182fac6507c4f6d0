"""Who may promise: example 31, by hand (国办发〔2020〕42号)."""

import pytest

from yichuang.cases.rules.promises.barring import Standing, barring, may_sign
from yichuang.catalog import tables

RULES = tables.promise_rules()
FALSE, OTHER = "false_commitment", "late_supply"
OPEN = [
    [],
    [Standing(OTHER, "light", "shown")],
    [Standing(FALSE, "general", "repaired")],
    [Standing(FALSE, "general", "expired")],
    [Standing(FALSE, "general", "withdrawn")],
    [Standing(FALSE, "serious", "proposed")],
]
BARRED = [
    [Standing(OTHER, "serious", "shown")],
    [Standing(FALSE, "general", "shown")],
    [Standing(OTHER, "light", "shown"), Standing(FALSE, "general", "shown")],
]


@pytest.mark.parametrize("kind", ["notice", "tolerance", "credit"])
@pytest.mark.parametrize("records", OPEN)
def test_nothing_confirmed_that_is_grave_bars_nobody(kind, records):
    assert barring(kind, records, RULES) is None


@pytest.mark.parametrize("kind", ["notice", "tolerance"])
@pytest.mark.parametrize("records", BARRED)
def test_a_grave_record_or_an_earlier_false_promise_bars_what_stands_for_a_paper(kind, records):
    assert barring(kind, records, RULES) == records[-1]


@pytest.mark.parametrize("records", BARRED)
def test_nobody_is_kept_from_the_promise_without_which_there_is_no_benefit(records):
    assert barring("credit", records, RULES) is None


def test_an_agent_may_not_promise_and_a_guardian_may():
    for kind in ("notice", "tolerance", "credit"):
        assert not may_sign(kind, "agent", RULES)
        for signer in ("self", "guardian", "handler", "legal_rep"):
            assert may_sign(kind, signer, RULES)


def test_a_place_may_let_agents_promise_but_never_the_answer_of_the_applicant():
    assert may_sign("notice", "agent", RULES, lifted=True)
    assert may_sign("tolerance", "agent", RULES, lifted=True)
    assert not may_sign("credit", "agent", RULES, lifted=True)
