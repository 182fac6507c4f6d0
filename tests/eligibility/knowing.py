"""What the tests of rules know: the packs, and the facts of an example with something changed."""

from datetime import date

from yichuang.eligibility import tables
from yichuang.eligibility.rules import examples
from yichuang.eligibility.rules.determining import determine
from yichuang.eligibility.rules.examples import Known
from yichuang.eligibility.rules.facts import FOUND, NONE, Fact, of_answers

BENEFIT = "990514206001"
CHAOTIAN = "510812000000"
DAY = date(2026, 11, 30)
MADE_UP = {
    "unemployment_monthly": [
        {
            "region": CHAOTIAN,
            "from": "2026-01-01",
            "until": "2026-12-31",
            "amount": "1860.00",
            "document": "虚构",
            "read": False,
        }
    ]
}


def known():
    return Known(tables.types(), tables.sources())


def pack_of(code):
    return tables.decision_of(code, DAY)


def found(name, value, as_of=DAY):
    return {name: Fact(FOUND, value, known().sources[name], as_of, "例子")}


def nothing(name):
    return {name: Fact(NONE, None, known().sources[name], DAY, "例子")}


def determined(code=BENEFIT, *changes, without=(), figures=MADE_UP, **answers):
    """What the pack of an item says of its yes with something changed."""
    pack = pack_of(code)
    facts = examples.facts_of(pack, "yes", known()) | of_answers(answers)
    for change in changes:
        facts |= change
    for name in without:
        facts.pop(name)
    return determine(pack, facts, tables.types(), tables.figures() | figures, CHAOTIAN, DAY)


def verdicts(determination):
    return {step.id: str(step.verdict) for step in determination.steps}
