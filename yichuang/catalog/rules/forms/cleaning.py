"""From answers to values that may be stored, with every problem named by field. Pure: the day is an argument."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from yichuang.core.errors import FieldProblem
from yichuang.reference.rules import identifiers

from .beyond import beyond
from .conditions import holds, standing
from .crossing import NOTICE, Told
from .following import followed, untyped, waiting
from .form import Field, Form
from .lifetimes import before_birth
from .operands import Scope
from .reading import DEFAULT_ACCEPT, Around, Refused, blank, read, stored
from .validators import FIELD_RULES, TABLE_RULES, Check

_ASK = {
    "choice": "请选择“{}”",
    "multi_choice": "请选择“{}”，可以选多项",
    "boolean": "请回答“{}”：选“是”或“否”",
    "region": "请选择“{}”",
    "date": "请填写“{}”的日期",
    "file": "请上传“{}”",
    "signature": "请在“{}”处签名",
    "table": "请至少填写一行“{}”",
}
_PROMISE = "请看过再确认“{}”"  # a box to tick on the last page, a yes or no on the others


@dataclass(frozen=True)
class Cleaned:
    """`values`: JSON by field key, without hidden and empty fields. `problems`: empty when the form may be sent.
    `notices`: what the applicant is told before sending and the reviewer sees; they stop nothing. `followed`: keys of
    the values that nobody typed, because they follow from others."""

    values: dict[str, Any]
    problems: tuple[FieldProblem, ...]
    notices: tuple[Told, ...] = ()
    followed: frozenset[str] = frozenset()


@dataclass
class _Taken:
    """Typed values so far, what was refused (by field path), and keys of the values that follow from others."""

    values: dict[str, Any]
    refused: dict[str, Refused]
    followed: frozenset[str] = frozenset()


def clean(
    form: Form,
    answers: Mapping[str, Any],
    *,
    as_of: date,
    region_exists: Callable[[str], bool],
    person_lookup: Callable[[str], Any] | None = None,
    employer_lookup: Callable[[str], Any] | None = None,
    file_lookup: Callable[[str], Mapping | None] | None = None,
    facts: Mapping[str, Any] = MappingProxyType({}),
    region_ends: Callable[[str], bool] | None = None,
) -> Cleaned:
    """Check a filled form on the day `as_of`.

    `answers` maps field keys to JSON; numbers may be text. `region_exists` and `region_ends` take 12 digits. A
    look-up returns something false for what it does not know; without one the check is left out. `file_lookup` maps
    the id of an upload to {"name", "size" in bytes}. A cell's problem is named "table.row.column", rows from 0.
    `facts`: what is known of the subject whose form it is ("registry.person.name" …), for the rules across answers.
    """
    around = Around(as_of, region_exists, person_lookup, employer_lookup, file_lookup)
    if region_ends:
        around = replace(around, region_ends=region_ends)
    taken = take(form, answers, around)
    derived = untyped(form, taken.values, as_of)
    shown = standing(form, taken.values)
    shown -= waiting(derived)
    values = {key: value for key, value in taken.values.items() if key in shown}
    problems = [_unknown(key) for key in answers if key not in form.fields]
    other = _way_to(form.fields, values, {}, {})
    for key, field in form.fields.items():
        if key not in shown:
            continue
        if key not in values or derived.get(key) is None:
            problems += _problems(form, field, values, taken.refused, around, other)
        else:
            problems += beyond(form, field, values[key], around)
    notices = [*_doubts(form, values)]
    scope = Scope(values, facts, as_of)
    for rule in form.rules:
        breaches = rule.breaches(scope)
        if rule.kind == NOTICE:
            notices += breaches
        else:
            problems += [FieldProblem(each.field, _with_basis(each), each.key) for each in breaches]
    told_already = {each.field for each in problems}
    for early in before_birth(form, values):
        if early.field not in told_already:
            problems.append(early)
    ordered = {key: stored(values[key]) for key in form.fields if key in values}
    told_once = dict.fromkeys(problems)
    return Cleaned(ordered, tuple(told_once), tuple(notices), taken.followed & ordered.keys())


def _with_basis(breach: Told) -> str:
    if breach.basis:
        return f"{breach.message}（{breach.basis}）"
    return breach.message


def _doubts(form: Form, values: Mapping[str, Any]) -> Iterator[Told]:
    """Accounts that should be looked at again: passbooks and some cards have no check digit."""
    for key in form.accounts:
        doubt = identifiers.bank_card_doubt(values[key]) if key in values else None
        if doubt:
            yield Told(key, f"“{form.fields[key].label}”：{doubt}", "", "account_doubt")


class Visible(NamedTuple):
    """What these answers leave standing. A section and a field may share a key, so they are kept apart."""

    fields: frozenset[str]
    sections: frozenset[str]


def visible(form: Form, answers: Mapping[str, Any]) -> Visible:
    """Keys of the fields that are asked, and of the sections with at least one of them; answers may be unfinished."""
    shown = standing(form, take(form, answers, Around()).values)
    return Visible(
        frozenset(shown),
        frozenset(section.key for section, field in form.pairs() if field.key in shown),
    )


def take(form: Form, answers: Mapping[str, Any], around: Around) -> _Taken:
    """Read every answer by its type, whether its field is shown or not."""
    taken = _Taken({}, {})
    for key, field in form.fields.items():
        _take(field, answers.get(key), key, taken.values, taken.refused, around)
    following = followed(form, taken.values, around.as_of)
    for key in taken.refused:
        following.pop(key, None)
    taken.values |= following
    taken.followed = frozenset(following)
    return taken


def _take(
    field: Field, raw: Any, path: str, values: dict, refused: dict[str, Refused], around: Around
) -> None:
    if blank(raw):
        return
    try:
        value = read(field, raw, around, values)
    except Refused as problem:
        refused[path] = problem
        return
    if field.type == "table":
        values[field.key] = _rows(field, value, path, refused, around)
    else:
        values[field.key] = value


def _rows(
    table: Field, rows: list[Mapping], path: str, refused: dict[str, Refused], around: Around
) -> list[dict]:
    columns = table.column
    typed: list[dict] = []
    for index, row in enumerate(rows):
        cells: dict[str, Any] = {}
        place = f"{path}.{index}"
        for column in table.columns:
            answer = row.get(column.key)
            _take(column, answer, f"{place}.{column.key}", cells, refused, around)
        for key in set(row) - columns.keys():
            message = f"“{table.label}”里没有“{key}”这一列，请删去"
            refused[f"{place}.{key}"] = Refused(message, "unknown")
        asked_cells = {}
        for key, value in cells.items():
            if holds(columns[key].when, cells.get):
                asked_cells[key] = value
        typed.append(asked_cells)
    return typed


def _unknown(key: str) -> FieldProblem:
    return FieldProblem(str(key), f"表单里没有“{key}”这一项，请删去后再提交", "unknown")


def _missing(field: Field, path: str, where: str = "") -> FieldProblem:
    ask = _ASK.get(field.type, "请填写“{}”")
    if field.validate.get("must_be") is True:
        ask = _PROMISE
    return FieldProblem(path, where + ask.format(field.label), "required")


def _problems(
    form: Form,
    field: Field,
    values: Mapping,
    refused: Mapping[str, Refused],
    around: Around,
    other: Callable,
) -> list[FieldProblem]:
    key = field.key
    if key in refused:
        return [FieldProblem(key, refused[key].message, refused[key].violates)]
    if key not in values:
        return [_missing(field, key)] if field.required else []
    problems = _broken_rules(field, values[key], key, around, other)
    if field.type == "table":
        problems += _cell_problems(form, field, values, refused, around)
    return problems


def _cell_problems(
    form: Form, table: Field, values: Mapping, refused: Mapping[str, Refused], around: Around
) -> Iterator[FieldProblem]:
    for path, problem in refused.items():
        name, _, rest = path.partition(".")
        if name == table.key and rest:
            yield FieldProblem(path, _row_name(table, rest) + problem.message, problem.violates)
    for index, row in enumerate(values[table.key]):
        other = _way_to(form.fields, values, table.column, row)
        where = _row_name(table, str(index))
        for key, column in table.column.items():
            path = f"{table.key}.{index}.{key}"
            if key in row:
                for each in _broken_rules(column, row[key], path, around, other):
                    yield replace(each, message=where + each.message)
            elif column.required and path not in refused and holds(column.when, row.get):
                yield _missing(column, path, where)


def _row_name(table: Field, rest: str) -> str:
    index, _, _ = rest.partition(".")
    return f"“{table.label}”第{int(index) + 1}行："


def _way_to(
    fields: Mapping[str, Field], values: Mapping, columns: Mapping[str, Field], row: Mapping
) -> Callable:
    """How a rule reaches another answer: the same row first, then the form."""

    def other(key: str) -> tuple[str, Any]:
        if key in columns:
            return columns[key].label, row.get(key)
        if key in fields:
            return fields[key].label, values.get(key)
        return key, None

    return other


def _broken_rules(
    field: Field, value: Any, path: str, around: Around, other: Callable
) -> list[FieldProblem]:
    rules = field.validate
    if field.type == "file":
        rules = {"accept": DEFAULT_ACCEPT, **field.validate}
    problems = []
    for name, arg in rules.items():
        check = Check(field, value, arg, around, other)
        if name in TABLE_RULES:
            problems += TABLE_RULES[name](check)
            continue
        message = FIELD_RULES[name](check)
        if message:
            problems.append(FieldProblem(path, message, name))
    return problems
