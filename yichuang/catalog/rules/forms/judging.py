"""Conditions of the form language over any operand (`operands.py`).

Each is compiled once to a function that says whether it holds where it is
judged. What is not known meets no condition.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from . import moments
from .comparing import COMPARISONS, TESTS_OF_RULES, KeyOf, differs, key_of
from .operands import asked_by, compile_operand, name_of
from .scopes import Scope, Value

Condition = Mapping[str, Any]
Judge = Callable[[Scope], bool]
Test = Callable[[Any, Scope], bool]  # of the value of the operand, and where it is judged
Passes = Callable[[Any, Any], bool]  # of two plain values
_PLAIN = (str, int)  # most answers: no need to look whether they are moments


def judge_of(condition: Condition) -> Judge:
    """The compiled condition.

    Raises KeyError or ValueError where a part of it is missing or unknown.
    """
    if "all" in condition:
        judges = [judge_of(part) for part in condition["all"]]
        return _all_of(judges)
    if "any" in condition:
        judges = [judge_of(part) for part in condition["any"]]
        return _any_of(judges)
    return _judge_of_one(condition)


def keys_in(condition: Condition) -> Iterator[str]:
    """Keys of the fields that a condition asks for.

    Those of the conditions joined in it are among them.
    """
    for joined in ("all", "any"):
        for part in condition.get(joined, ()):
            yield from keys_in(part)
    yield from asked_by(condition)
    for name, argument in condition.items():
        if name in COMPARISONS:
            yield from asked_by(argument)


def _all_of(judges: list[Judge]) -> Judge:
    """Every one of them holds."""

    def judge(scope: Scope) -> bool:
        return all(part(scope) for part in judges)

    return judge


def _any_of(judges: list[Judge]) -> Judge:
    """At least one of them holds."""

    def judge(scope: Scope) -> bool:
        return any(part(scope) for part in judges)

    return judge


def _judge_of_one(condition: Condition) -> Judge:
    """The compiled condition about one operand.

    Raises ValueError where it has none, or asks nothing of it.
    """
    operand = name_of(condition)
    if operand is None:
        raise ValueError(f"no single operand in {condition}")
    value_of = compile_operand({operand: condition[operand]})
    key = key_of(operand, condition[operand])
    tests = []
    for name, argument in condition.items():
        if name != operand:
            test = _test_of(name, argument, key)
            tests.append(test)
    if not tests:
        raise ValueError(f"nothing is asked of {condition}")
    if len(tests) == 1:
        return _passes_one(value_of, tests[0])
    return _passes_all(value_of, tests)


def _passes_one(value_of: Value, test: Test) -> Judge:
    """As `_passes_all`, for the one test that most conditions have."""

    def judge(scope: Scope) -> bool:
        value = value_of(scope)
        return test(value, scope)

    return judge


def _passes_all(value_of: Value, tests: list[Test]) -> Judge:
    """The value of the operand passes every test."""

    def judge(scope: Scope) -> bool:
        value = value_of(scope)
        return all(test(value, scope) for test in tests)

    return judge


def _test_of(name: str, argument: Any, key: KeyOf) -> Test:
    """One compiled test of a value, by its name in the pack.

    argument: what the pack says of it: a constant, or other operands.
    key: what the value and other answers are compared by; a name is not
    another one because it is written in another way.
    Raises KeyError for a name that there is not.
    """
    if name == "none_of":
        return _none_of(argument, key)
    if name == "differs":
        return _compared_with(argument, differs(key))
    if name in _OWN_TESTS:
        return _OWN_TESTS[name](argument)
    if name in COMPARISONS:
        return _compared_with(argument, COMPARISONS[name])
    return _against(argument, TESTS_OF_RULES[name])


def _against(constant: Any, passes: Passes) -> Test:
    """A known value that passes beside what the pack says.

    constant: what it says.
    """

    def test(value: Any, scope: Scope) -> bool:
        return value is not None and passes(value, constant)

    return test


def _empty(is_empty: bool) -> Test:
    """Known or not.

    is_empty: what the pack says it must be.
    """

    def test(value: Any, scope: Scope) -> bool:
        return (value is None) == is_empty

    return test


def _lacks(codes: list[str]) -> Test:
    """None of these codes is among those of a known answer."""
    unwanted = frozenset(codes)

    def test(value: Any, scope: Scope) -> bool:
        return value is not None and unwanted.isdisjoint(value)

    return test


def _none_of(operands: list[Any], key: KeyOf) -> Test:
    """Unlike every answer that is known, of which there is at least one.

    operands: the other answers.
    key: what they are compared by.
    """
    others = list(map(compile_operand, operands))

    def test(value: Any, scope: Scope) -> bool:
        known = {key(other(scope)) for other in others}
        known.discard(None)
        if value is None or not known:
            return False
        return key(value) not in known

    return test


def _compared_with(operand: Any, passes: Passes) -> Test:
    """A known value that passes beside another known answer.

    A day and a month are compared as far as both go.

    operand: what the other answer is.
    """
    other_of = compile_operand(operand)

    def test(value: Any, scope: Scope) -> bool:
        other = other_of(scope)
        if value is None or other is None:
            return False
        if not isinstance(value, _PLAIN) and isinstance(value, moments.Moment):
            value, other = moments.comparable(value, other)
        return passes(value, other)

    return test


_OWN_TESTS: dict[str, Callable[[Any], Test]] = {"empty": _empty, "lacks": _lacks}
