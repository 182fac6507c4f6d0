"""Rules across the answers of a form: what contradicts itself is stopped, what the law may not grant is told.

A rule of a pack says when it is broken: {key, kind: stop | notice, when, field, message, basis}, beside `each` for one
that is judged row by row of a table. Conditions are those of the form language over any operand (`operands.py`);
whatever is not known breaks no rule. Compiled once per form."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from . import moments
from .comparing import COMPARISONS, TESTS
from .operands import Scope, Value, asked_by, compile_operand, name_of

STOP, NOTICE = "stop", "notice"
KINDS = (STOP, NOTICE)
Judge = Callable[[Scope], bool]
Test = Callable[[Any, Scope], bool]
_PLAIN = (str, int)  # most answers: no need to look whether they are moments


@dataclass(frozen=True, slots=True)
class Told:
    """One rule that these answers break: where it is told ("table.row.column" in a table), the sentence, the legal
    source, and the rule's key."""

    field: str
    message: str
    basis: str
    key: str


@dataclass(frozen=True, slots=True)
class CrossRule:
    """One compiled rule. each: key of the table whose rows are judged one by one, "" for the whole form."""

    key: str
    kind: str
    field: str
    message: str
    basis: str
    each: str
    broken: Judge

    def breaches(self, scope: Scope) -> Iterator[Told]:
        """Every place where typed answers break this rule."""
        if not self.each:
            if self.broken(scope):
                yield Told(self.field, self.message, self.basis, self.key)
            return
        rows = scope.values.get(self.each) or ()
        for number, row in enumerate(rows):
            of_row = Scope(scope.values, scope.facts, scope.day, row)
            if self.broken(of_row):
                place = f"{self.each}.{number}.{self.field}"
                message = f"第{number + 1}行：{self.message}"
                yield Told(place, message, self.basis, self.key)


def compile_rule(rule: Mapping[str, Any]) -> CrossRule:
    """The compiled rule of plain data; raises KeyError or ValueError where a part of it is missing or unknown."""
    return CrossRule(
        key=rule["key"],
        kind=rule["kind"],
        field=rule["field"],
        message=rule["message"],
        basis=rule["basis"],
        each=rule.get("each", ""),
        broken=_judge(rule["when"]),
    )


def fields_of(rule: Mapping[str, Any]) -> set[str]:
    """Keys of the fields and columns that a rule cannot be judged without."""
    keys = set(_fields_of(rule["when"]))
    keys.add(rule["field"])
    if "each" in rule:
        keys.add(rule["each"])
    return keys


def _fields_of(condition: Mapping[str, Any]) -> Iterator[str]:
    """Keys that a condition asks for, those of the conditions joined in it too."""
    for joined in ("all", "any"):
        for each in condition.get(joined, ()):
            yield from _fields_of(each)
    yield from asked_by(condition)
    for test, argument in condition.items():
        if test in COMPARISONS:
            yield from asked_by(argument)


def judge_of(condition: Mapping[str, Any]) -> Judge:
    """The compiled condition; raises as `compile_rule`."""
    return _judge(condition)


def _judge(condition: Mapping[str, Any]) -> Judge:
    if "all" in condition:
        judges = [_judge(each) for each in condition["all"]]
        return lambda scope: all(judge(scope) for judge in judges)
    if "any" in condition:
        judges = [_judge(each) for each in condition["any"]]
        return lambda scope: any(judge(scope) for judge in judges)
    return _judge_one(condition)


def _judge_one(condition: Mapping[str, Any]) -> Judge:
    """The compiled condition about one operand. Raises ValueError where it has none or asks nothing of it."""
    operand = name_of(condition)
    if operand is None:
        raise ValueError(f"no single operand in {condition}")
    value_of = compile_operand({operand: condition[operand]})
    tests = []
    for name, argument in condition.items():
        if name != operand:
            tests.append(_test(name, argument))
    if not tests:
        raise ValueError(f"nothing is asked of {condition}")
    if len(tests) == 1:
        only = tests[0]
        return lambda scope: only(value_of(scope), scope)
    return lambda scope: _passes(value_of(scope), tests, scope)


def _passes(value: Any, tests: list[Test], scope: Scope) -> bool:
    return all(test(value, scope) for test in tests)


def _test(name: str, argument: Any) -> Test:
    """One compiled test of a value, by its name in the pack. Raises KeyError for a name that there is not."""
    if name == "empty":
        return lambda value, scope: (value is None) == argument
    if name == "lacks":
        unwanted = frozenset(argument)
        return lambda value, scope: value is not None and unwanted.isdisjoint(value)
    if name == "none_of":
        return _none_of([compile_operand(each) for each in argument])
    if name in COMPARISONS:
        other = compile_operand(argument)
        bad = COMPARISONS[name]
        return lambda value, scope: _compared(value, other(scope), bad)
    constant = TESTS[name]
    return lambda value, scope: value is not None and constant(value, argument)


def _none_of(others: list[Value]) -> Test:
    """Unlike every answer that is known, of which there is at least one."""

    def test(value: Any, scope: Scope) -> bool:
        known = {other(scope) for other in others}
        known.discard(None)
        if value is None or not known:
            return False
        return value not in known

    return test


def _compared(value: Any, other: Any, test: Callable[[Any, Any], bool]) -> bool:
    """The test of two answers; what is not known passes none. A day and a month are compared as far as both go."""
    if value is None or other is None:
        return False
    if not isinstance(value, _PLAIN) and isinstance(value, moments.Moment):
        value, other = moments.comparable(value, other)
    return test(value, other)
