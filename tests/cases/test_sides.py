"""What a side closes at the first step is what its rule refuses by that answer alone."""

from datetime import date
from types import SimpleNamespace

import pytest

from yichuang.cases.queries import sides
from yichuang.catalog.rules.forms.crossing import compile_rule

TODAY = date(2026, 11, 20)
WORKER = {"field": "applicant_kind", "equals": "worker"}
OF_A_UNIT = {"fact": "registry.employer.credit_code", "empty": False}
UNASKED = {"field": "injured_id_number", "empty": True}


def closed_by(condition: dict, monkeypatch) -> dict:
    """What a unit may not choose, where a form stops by this."""
    facts = {"registry.employer.credit_code": "91510812MA99999021"}
    monkeypatch.setattr(sides.register, "facts", lambda subject: facts)
    rule = compile_rule(
        {
            "key": "side",
            "kind": "stop",
            "when": condition,
            "field": "applicant_kind",
            "message": "选错了",
            "basis": "",
        }
    )
    option = SimpleNamespace(value="worker")
    question = SimpleNamespace(key="applicant_kind", options=[option])
    form = SimpleNamespace(rules=[rule])
    version = SimpleNamespace(situations=[question], form=form)
    return sides.closed(version, None, TODAY)


def test_a_rule_of_this_answer_closes_it(monkeypatch):
    closed = closed_by({"all": [WORKER, OF_A_UNIT]}, monkeypatch)
    assert closed == {("applicant_kind", "worker"): "选错了"}


@pytest.mark.parametrize("condition", [UNASKED, {"all": [WORKER, UNASKED]}])
def test_a_rule_that_asks_for_an_answer_of_a_later_step_closes_nothing(monkeypatch, condition):
    assert closed_by(condition, monkeypatch) == {}
