"""What one condition of a decision pack says of what is known, with the words of the form language.

`fact` names what is asked; the tests are those of `when` in forms, and
`present`, `found`, `today`, `same_as`. `rule` holds a condition of the form
language over answers alone. `number` asks that a public figure is in force.
`all` and `any` join others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.catalog.rules.forms.comparing import TESTS_OF_RULES
from yichuang.catalog.rules.forms.judging import judge_of, keys_in
from yichuang.catalog.rules.forms.scopes import TODAY, Scope
from yichuang.eligibility.rules.facts import (
    CONTRADICTS,
    FOUND,
    NONE,
    OF_FORM,
    UNREADABLE,
    Fact,
    Facts,
    Types,
    comparable,
)
from yichuang.eligibility.rules.verdicts import Verdict, all_of, any_of

Condition = Mapping[str, Any]
PRESENT, NOT_FOUND, OF_TODAY, SAME = "present", "found", "today", "same_as"
OWN_TESTS = frozenset((PRESENT, NOT_FOUND, OF_TODAY, SAME))


@dataclass(frozen=True)
class Knowledge:
    """What a rule is asked about.

    facts: what is known.
    types: how the values of each are compared.
    day: on which it is decided.
    figures: names of the public figures that are in force where the case
    is.
    """

    facts: Facts
    types: Types
    day: date
    figures: frozenset[str] = frozenset()


def verdict_of(condition: Condition, known: Knowledge) -> Verdict:
    """What a condition comes to.

    Raises KeyError for a test that there is not: packs are checked first.
    """
    if "all" in condition:
        return all_of(verdict_of(part, known) for part in condition["all"])
    if "any" in condition:
        return any_of(verdict_of(part, known) for part in condition["any"])
    if "rule" in condition:
        return _of_rule(condition["rule"], known)
    if "number" in condition:
        return _or_unknown(condition["number"] in known.figures)
    return _of_fact(condition, known)


def facts_of(condition: Condition) -> Iterator[str]:
    """Names of the facts that a condition rests on."""
    for joined in ("all", "any"):
        for part in condition.get(joined, ()):
            yield from facts_of(part)
    if "fact" in condition:
        yield condition["fact"]
    if SAME in condition:
        yield condition[SAME]
    if "rule" in condition:
        for key in _keys_of(condition["rule"]):
            yield OF_FORM + key


def tests_of(condition: Condition) -> list[str]:
    """Names of the tests of a condition about one fact."""
    known = OWN_TESTS.union(TESTS_OF_RULES)
    return [name for name in condition if name in known]


def _or_unknown(holds: bool) -> Verdict:
    """Yes, or not known: a figure that is missing refuses nobody."""
    if holds:
        return Verdict.YES
    return Verdict.UNKNOWN


def _said(holds: bool) -> Verdict:
    """Yes or no."""
    if holds:
        return Verdict.YES
    return Verdict.NO


def _of_rule(rule: Condition, known: Knowledge) -> Verdict:
    """A condition of the form language: unknown while an answer that it needs is missing."""
    values = {}
    for key in _keys_of(rule):
        fact = known.facts.get(OF_FORM + key)
        if fact is None:
            return Verdict.UNKNOWN
        values[key] = fact.value
    judge = judge_of(rule)
    scope = Scope(values, {}, known.day)
    return _said(judge(scope))


def _keys_of(rule: Condition) -> Iterator[str]:
    """Keys of the questions that it asks about; the day is known to everybody."""
    for key in keys_in(rule):
        if key != TODAY:
            yield key


def _of_fact(condition: Condition, known: Knowledge) -> Verdict:
    fact = known.facts.get(condition["fact"])
    if fact is None:
        return Verdict.UNKNOWN
    if fact.state == CONTRADICTS:
        return Verdict.CONTRADICTS
    if condition.get(NOT_FOUND) is False:
        return _of_nothing(condition, fact)
    if fact.state == NONE:
        return Verdict.NO
    return all_of(_each(condition, fact, known))


def _of_nothing(condition: Condition, fact: Fact) -> Verdict:
    """That the very source that was meant holds nothing about this person."""
    if fact.source != condition["of"]:
        return Verdict.UNKNOWN
    return _said(fact.state == NONE)


def _each(condition: Condition, fact: Fact, known: Knowledge) -> Iterator[Verdict]:
    """What every test of the condition says of a value that was found."""
    kind = known.types.get(condition["fact"], "")
    for name in tests_of(condition):
        argument = condition[name]
        if name == PRESENT:
            yield _said(argument)
        elif name == OF_TODAY:
            yield _or_unknown(fact.as_of == known.day)
        elif name == SAME:
            yield _same(fact, known.facts.get(argument), kind)
        else:
            yield _passes(name, fact.value, argument, kind)


def _same(fact: Fact, other: Fact | None, kind: str) -> Verdict:
    """Whether another fact has the same value; kind: the type of the first."""
    if other is None:
        return Verdict.UNKNOWN
    if other.state != FOUND:
        return Verdict.NO
    try:
        one = comparable(fact.value, kind)
        another = comparable(other.value, kind)
    except UNREADABLE:
        return Verdict.UNKNOWN
    return _said(one == another)


def _passes(name: str, value: Any, argument: Any, kind: str) -> Verdict:
    """What a test of the form language says; a value that is none of its type is not known."""
    try:
        typed = comparable(value, kind)
        holds = TESTS_OF_RULES[name](typed, argument)
    except UNREADABLE:
        return Verdict.UNKNOWN
    return _said(holds)
