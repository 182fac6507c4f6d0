"""The four examples of a decision pack.

A yes, and from it a no, something that is not known and a disagreement. They
are computed when packs are checked, and on the page on which a legal officer
agrees.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.eligibility.rules.determining import Determination, determine
from yichuang.eligibility.rules.facts import CONTRADICTS, FOUND, NONE, Fact, of_answers
from yichuang.eligibility.rules.giving import Tables

Pack = Mapping[str, Any]
Values = Mapping[str, Any]
NAMES = ("yes", "no", "unknown", "contradicts")
RECEIPT = "例子"
OTHERWISE = "例子 {name} 算出来是 {verdict}"
OTHER_VALUE = "例子 yes 的 {key} 算出来是 {value}"


@dataclass(frozen=True)
class Known:
    """What is known of all facts, by name.

    types: how their values are compared.
    sources: who gives them.
    """

    types: Mapping[str, str]
    sources: Mapping[str, str]


def computed(pack: Pack, name: str, known: Known, tables: Tables) -> Determination:
    """What the pack says of one of its examples.

    name: of NAMES; all but the first are the yes with something changed.
    tables: rows of packs/numbers; an example may bring rows of its own.
    """
    examples = pack["examples"]
    own = examples.get("figures", {})
    return determine(
        pack=pack,
        facts=facts_of(pack, name, known),
        types=known.types,
        tables={**tables, **own},
        region=examples["region"],
        day=_day_of(examples),
    )


def facts_of(pack: Pack, name: str, known: Known) -> dict[str, Fact]:
    """What is known in an example.

    What is said to be missing is taken away last.
    """
    examples = pack["examples"]
    day = _day_of(examples)
    base = examples["yes"]
    change = examples[name]
    answers = base["form"] | change.get("form", {})
    values = base.get("facts", {}) | change.get("facts", {})
    usual = base.get("none", ())
    nothing = dict.fromkeys(change.get("none", usual))
    disputed = dict.fromkeys(change.get("contradicts", ()))
    facts = of_answers(answers)
    facts |= _each(values, FOUND, known, day)
    facts |= _each(nothing, NONE, known, day)
    facts |= _each(disputed, CONTRADICTS, known, day)
    for fact in change.get("without", ()):
        facts.pop(fact, None)
    return facts


def _each(values: Values, state: str, known: Known, day: date) -> dict[str, Fact]:
    """Facts in one state, each from the source that gives it.

    values: by name; None where there is none.
    """
    facts = {}
    for name, value in values.items():
        facts[name] = Fact(
            state=state, value=value, source=known.sources.get(name, ""), as_of=day, receipt=RECEIPT
        )
    return facts


def _day_of(examples: Mapping[str, Any]) -> date:
    """The day on which the examples are decided.

    It is that of the submission too.
    """
    written = examples["day"]
    return date.fromisoformat(written)


def problems_of(pack: Pack, known: Known, tables: Tables) -> Iterator[str]:
    """Examples that do not come out as they say.

    Nothing where all four do.
    """
    for name in NAMES:
        determination = computed(pack, name, known, tables)
        verdict = determination.verdict
        if verdict != name:
            yield OTHERWISE.format(name=name, verdict=verdict)
        elif name == "yes":
            yield from _of_gives(pack, determination)


def _of_gives(pack: Pack, determination: Determination) -> Iterator[str]:
    """Whether the yes gives what its example says.

    An example need not say all of it.
    """
    gives = pack["examples"]["yes"].get("gives") or {}
    for key, expected in gives.items():
        value = getattr(determination.gives, key)
        if str(value) != str(expected):
            yield OTHER_VALUE.format(key=key, value=value)
