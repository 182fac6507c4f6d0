"""Rules across the answers of a form: what contradicts itself is stopped, what the law may not grant is told.

A rule of a pack says when it is broken: {key, kind: stop | notice, when, field, message, basis}, beside `each` for one
that is judged row by row of a table. Its `when` is a condition over any operand (`judging.py`); whatever is not known
breaks no rule. Compiled once per form.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .judging import Judge, judge_of, keys_in
from .scopes import Scope

STOP = "stop"
NOTICE = "notice"
KINDS = (STOP, NOTICE)


@dataclass(frozen=True, slots=True)
class Told:
    """One rule that these answers break.

    field: where it is told, "table.row.column" in a table.
    message: the sentence.
    basis: the legal source.
    key: of the rule.
    """

    field: str
    message: str
    basis: str
    key: str


@dataclass(frozen=True, slots=True)
class CrossRule:
    """One compiled rule.

    asks: keys of the fields that its condition looks at.
    each: key of the table whose rows are judged one by one, "" for the
    whole form.
    """

    key: str
    kind: str
    field: str
    message: str
    basis: str
    each: str
    asks: frozenset[str]
    broken: Judge

    def breaches(self, scope: Scope) -> Iterator[Told]:
        """Every place where typed answers break this rule."""
        if self.each:
            yield from self._breaches_in_rows(scope)
        elif self.broken(scope):
            yield self._breach_at(self.field, self.message)

    def _breaches_in_rows(self, scope: Scope) -> Iterator[Told]:
        """Each row that breaks it, named by its number."""
        rows = scope.values.get(self.each) or ()
        for number, row in enumerate(rows):
            of_row = Scope(scope.values, scope.facts, scope.day, row)
            if self.broken(of_row):
                place = f"{self.each}.{number}.{self.field}"
                message = f"第{number + 1}行：{self.message}"
                yield self._breach_at(place, message)

    def _breach_at(self, place: str, message: str) -> Told:
        return Told(place, message, self.basis, self.key)


def compile_rule(rule: Mapping[str, Any]) -> CrossRule:
    """The compiled rule of plain data.

    Raises KeyError or ValueError where a part of it is missing or unknown.
    """
    return CrossRule(
        key=rule["key"],
        kind=rule["kind"],
        field=rule["field"],
        message=rule["message"],
        basis=rule["basis"],
        each=rule.get("each", ""),
        asks=frozenset(keys_in(rule["when"])),
        broken=judge_of(rule["when"]),
    )


def fields_of(rule: Mapping[str, Any]) -> set[str]:
    """Keys of the fields and columns that a rule cannot be judged without."""
    keys = set(keys_in(rule["when"]))
    keys.add(rule["field"])
    if "each" in rule:
        keys.add(rule["each"])
    return keys
