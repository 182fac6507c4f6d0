"""The questions of a form after its rows were edited. What a row does not touch stays as it was."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from yichuang.catalog.rules.forms import compile_form
from yichuang.catalog.rules.forms.compiling import BrokenForm
from yichuang.catalog.rules.frozen import freeze, in_order
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.sites.console.admin.catalogue.revising import samples
from yichuang.sites.console.admin.catalogue.revising.asking import (
    NAME,
    PARTS,
    QUESTIONS,
    SEVERAL,
    answers,
    compiled_fields,
    group_key,
    groups_of,
    lists_of,
)

NEW_LEVEL = 5  # a new question for a place asks down to the village
CHOICES = ("choice", "multi_choice")
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LINE = re.compile(r"([^=＝]+)[=＝](.+)")


def revised(values: Mapping[str, Any], form: Mapping[str, Any]) -> dict[str, Any]:
    """The text of the form after the revision. form: the version it began from. Raises Invalid for rows that cannot
    be read."""
    base = form.get("definition") or {}
    shown = answers(form)
    rows = _keyed(_ordered(values.get(QUESTIONS) or ()))
    before = {shape["key"]: shape for shape in base.get("fields", ())}
    shown_rows = {row["key"]: row for row in shown[QUESTIONS]}
    shapes = []
    for number, row in enumerate(rows):
        key = row["key"]
        shapes.append(_shape(row, before.get(key, {}), shown_rows.get(key, {}), number))
    definition = {
        **base,
        "name": values.get(NAME) or base.get("name", ""),
        "groups": _parts(values.get(PARTS) or (), base.get("groups", ())),
        "fields": shapes,
    }
    questions = _asked_now(definition, form)
    for number, row in enumerate(rows):
        _set_condition(shapes[number], row, shown_rows.get(row["key"], {}), questions)
    definition["sample"] = _sample(definition, rows, shown_rows, questions)
    return definition


def _ordered(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows by the number each was given; one without a number comes last."""
    after_all = Decimal(len(rows) + 1)

    def number_of(row: Mapping[str, Any]) -> Decimal:
        number = row.get("order")
        return after_all if number is None else Decimal(number)

    return [dict(row) for row in sorted(rows, key=number_of)]


def _keyed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows, each with a key: a new one gets the next that is free."""
    taken = {row.get("key") for row in rows}
    number = 1
    problems = []
    for row in rows:
        if not row.get("key"):
            while f"question_{number}" in taken:
                number += 1
            row["key"] = f"question_{number}"
            taken.add(row["key"])
        elif not _KEY.fullmatch(row["key"]):
            text = f"代号“{row['key']}”只能用小写字母、数字和下划线，字母开头"
            problems.append(FieldProblem(QUESTIONS, text, "key"))
    seen = set()
    for row in rows:
        key = row["key"]
        if key in seen:
            text = f"代号“{key}”用了两次"
            problem = FieldProblem(QUESTIONS, text, "unique")
            problems.append(problem)
        seen.add(key)
    if problems:
        raise Invalid(problems)
    return rows


def _shape(
    row: Mapping[str, Any], before: Mapping[str, Any], shown: Mapping[str, Any], number: int
) -> dict[str, Any]:
    """One question after the revision: what its cells say over what it was before."""
    same_type = before.get("type") == row["type"]
    shape = dict(before) if same_type else _kept_of_another(before)
    shape |= {
        "key": row["key"],
        "label": row["label"],
        "type": row["type"],
        "required": bool(row.get("required")),
    }
    _set(shape, "help", row.get("help", ""))
    if row["type"] == "region":
        shape.setdefault("level", NEW_LEVEL)
    if not same_type and row["type"] not in CHOICES:
        shape.pop("options", None)
        return shape
    _set(shape, "list", row.get("list", ""))
    if row.get("options", "") != shown.get("options", ""):
        _set(shape, "options", _options(row.get("options", ""), row["label"], number))
    return shape


def _kept_of_another(before: Mapping[str, Any]) -> dict[str, Any]:
    """What of a question survives that it is answered in another way."""
    return {key: before[key] for key in ("when", "mask", "options") if key in before}


def _set(shape: dict[str, Any], key: str, value: Any) -> None:
    if value:
        shape[key] = value
    else:
        shape.pop(key, None)


def _options(text: str, label: str, number: int) -> list[dict[str, str]]:
    """Options from their lines. Raises Invalid for a line that is not code=words."""
    options = []
    for typed in text.splitlines():
        line = typed.strip()
        if not line:
            continue
        parts = _LINE.fullmatch(line)
        if parts is None:
            fault = f"“{label}”的选项“{line}”要写成“代号=文字”"
            raise Invalid([FieldProblem(f"{QUESTIONS}.{number}.options", fault, "option")])
        code, words = parts.groups()
        options.append({"code": code.strip(), "label": words.strip()})
    return options


def _parts(chosen: Sequence[str], before: Sequence[Any]) -> list[Any]:
    """The groups that stay, as they were, then those that are new."""
    parts = [entry for entry in before if group_key(entry) in chosen]
    had = {group_key(entry) for entry in parts}
    for key in chosen:
        if key not in had:
            parts.append(key)
    return parts


def _asked_now(definition: Mapping[str, Any], form: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields of the form after the revision; those that stand where it cannot be compiled yet."""
    try:
        return compile_form({**definition, "rules": ()}, groups_of(form), lists_of(form)).fields
    except BrokenForm:
        return compiled_fields(form)


def _set_condition(
    shape: dict[str, Any],
    row: Mapping[str, Any],
    shown: Mapping[str, Any],
    questions: Mapping[str, Any],
) -> None:
    """When the question is asked; a condition that was not touched stays as it was, however it was written."""
    cells = ("asked", "test", "answers")
    if all(row.get(cell, "") == shown.get(cell, "") for cell in cells):
        return
    field = questions.get(row.get("asked", ""))
    if field is None:
        shape.pop("when", None)
        return
    test = row.get("test") or "equals"
    texts = _several(row.get("answers", ""))
    if test == SEVERAL or not texts:
        fault = f"“{row['label']}”什么时候问没有写全：看哪一问、怎样、哪个回答"
        raise Invalid([FieldProblem(QUESTIONS, fault, "condition")])
    answer = [samples.read_one(field, text) for text in texts]
    if test in ("equals", "at_least", "at_most"):
        answer = answer[0]
    shape["when"] = {"field": field.key, test: answer}


def _several(text: str) -> list[str]:
    parts = []
    for part in re.split("[；;]", text):
        answer = part.strip()
        if answer:
            parts.append(answer)
    return parts


def _sample(
    definition: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    shown: Mapping[str, Any],
    questions: Mapping[str, Any],
) -> dict[str, Any]:
    """The filled sample: what was written in the cells, and of the rest what is still asked."""
    before = definition.get("sample") or {}
    sample = {key: value for key, value in before.items() if key in questions}
    for row in rows:
        key = row["key"]
        text = row.get("sample", "")
        if text == shown.get(key, {}).get("sample", ""):
            continue
        sample.pop(key, None)
        if text:
            sample[key] = samples.read(questions.get(key), text)
    return sample


def frozen(definition: Mapping[str, Any], form: Mapping[str, Any]) -> dict[str, Any]:
    """The form of a version with this text: with the groups and lists that it uses. A text that names what is not
    there is kept as it is, for the check to tell."""
    try:
        return in_order(freeze(definition, groups_of(form), lists_of(form)))
    except (KeyError, TypeError, AttributeError):
        return {**form, "definition": in_order(definition)}


def posted_keys(post: Any) -> list[str]:
    """Keys of the questions that a page brings."""
    spot = re.compile(rf"{QUESTIONS}-[0-9]+-key")
    keys = []
    for name in post:
        if not spot.fullmatch(name):
            continue
        key = post.get(name, "").strip()
        if _KEY.fullmatch(key):
            keys.append(key)
    return keys
