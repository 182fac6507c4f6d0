"""The questions of a form after its rows were edited. What a row does not touch stays as it was."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from yichuang.catalog.rules.forms import Field, compile_form
from yichuang.catalog.rules.forms.compiling import BrokenForm
from yichuang.catalog.rules.frozen import freeze, in_order
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.sites.console.admin.catalogue.revising import samples
from yichuang.sites.console.admin.catalogue.revising.asking import (
    NAME,
    PARTS,
    QUESTIONS,
    SEVERAL,
    Fields,
    Form,
    Shape,
    answers,
    by_key,
    compiled_fields,
    group_key,
    groups_of,
    lists_of,
)
from yichuang.sites.console.admin.catalogue.revising.keys import Row, keyed

NEW_LEVEL = 5  # a new question for a place asks down to the village
CHOICES = ("choice", "multi_choice")
# what of a question survives that it is answered in another way
LASTING = ("when", "mask", "options")
CONDITION = ("asked", "test", "answers")  # the cells that say when a question is asked
OF_ONE = ("equals", "at_least", "at_most")  # tests that look for one answer
_LINE = re.compile(r"([^=＝]+)[=＝](.+)")


class Edited(NamedTuple):
    """One question of the page.

    row: what its cells say now.
    shown: what they said when the page was shown; empty for a new question.
    before: the question as the form had it; empty for a new one.
    """

    row: Row
    shown: Row
    before: Shape

    def cell(self, name: str) -> str:
        """What stands in the cell now."""
        return self.row.get(name, "")

    def touched(self, name: str) -> bool:
        """Whether the cell says something else than it did when the page was shown."""
        return self.cell(name) != self.shown.get(name, "")


def revised(values: Mapping[str, Any], form: Form) -> dict[str, Any]:
    """The text of the form after the revision.

    values: what the page brings, by the keys of `asking.fields`.
    form: the version it began from.
    Raises Invalid for rows that cannot be read.
    """
    base = form.get("definition") or {}
    rows = values.get(QUESTIONS) or ()
    questions = _edited(rows, form)
    shapes = []
    for number, question in enumerate(questions):
        shape = _shape(question, number)
        shapes.append(shape)
    chosen_parts = values.get(PARTS) or ()
    parts_before = base.get("groups", ())
    definition = {
        **base,
        "name": values.get(NAME) or base.get("name", ""),
        "groups": _parts(chosen_parts, parts_before),
        "fields": shapes,
    }
    fields = _fields_after(definition, form)
    for shape, question in zip(shapes, questions, strict=True):
        _set_condition(shape, question, fields)
    sample_before = base.get("sample") or {}
    definition["sample"] = _sample(sample_before, questions, fields)
    return definition


def _edited(rows: Sequence[Row], form: Form) -> list[Edited]:
    """The questions of the page in their order, each with a key and with what it was."""
    base = form.get("definition") or {}
    shape_of = by_key(base.get("fields", ()))
    rows_shown = answers(form)[QUESTIONS]
    shown_of = by_key(rows_shown)
    questions = []
    for row in keyed(rows):
        key = row["key"]
        shown = shown_of.get(key, {})
        before = shape_of.get(key, {})
        question = Edited(row, shown, before)
        questions.append(question)
    return questions


def _shape(question: Edited, number: int) -> dict[str, Any]:
    """One question after the revision: what its cells say over what it was before.

    number: its place on the page, for the problem with an option.
    """
    row = question.row
    kind = row["type"]
    label = row["label"]
    same_type = question.before.get("type") == kind
    shape = _what_lasts(question.before, same_type)
    shape["key"] = row["key"]
    shape["label"] = label
    shape["type"] = kind
    shape["required"] = bool(row.get("required"))
    help_text = question.cell("help")
    _set(shape, "help", help_text)
    if kind == "region":
        shape.setdefault("level", NEW_LEVEL)
    if not same_type and kind not in CHOICES:
        shape.pop("options", None)
        return shape
    list_name = question.cell("list")
    _set(shape, "list", list_name)
    if question.touched("options"):
        lines = question.cell("options")
        options = _options(lines, label, number)
        _set(shape, "options", options)
    return shape


def _what_lasts(before: Shape, same_type: bool) -> dict[str, Any]:
    """What of a question survives a revision.

    same_type: whether it is answered as before; else little survives.
    """
    if same_type:
        return dict(before)
    return {key: before[key] for key in LASTING if key in before}


def _set(shape: dict[str, Any], key: str, value: Any) -> None:
    """Write a setting of a question, or take it away where nothing stands."""
    if value:
        shape[key] = value
    else:
        shape.pop(key, None)


def _options(text: str, label: str, number: int) -> list[dict[str, str]]:
    """Options from their lines.

    label, number: of the question, to tell a fault by.

    Raises Invalid for a line that is not code=words.
    """
    options = []
    for line in _filled(text.splitlines()):
        parts = _LINE.fullmatch(line)
        if parts is None:
            cell = f"{QUESTIONS}.{number}.options"
            fault = f"“{label}”的选项“{line}”要写成“代号=文字”"
            raise Invalid([FieldProblem(cell, fault, "option")])
        code, words = parts.groups()
        option = {"code": code.strip(), "label": words.strip()}
        options.append(option)
    return options


def _filled(texts: Iterable[str]) -> list[str]:
    """The texts without blanks around them, the empty ones left out."""
    stripped = [text.strip() for text in texts]
    return [text for text in stripped if text]


def _parts(chosen: Sequence[str], before: Sequence[Any]) -> list[Any]:
    """The groups that stay, as they were, then those that are new."""
    parts = [entry for entry in before if group_key(entry) in chosen]
    staying = {group_key(entry) for entry in parts}
    for key in chosen:
        if key not in staying:
            parts.append(key)
    return parts


def _fields_after(definition: Shape, form: Form) -> Fields:
    """The fields of the form after the revision; those that stand where it cannot be compiled yet."""
    without_rules = {**definition, "rules": ()}
    groups = groups_of(form)
    lists = lists_of(form)
    try:
        compiled = compile_form(without_rules, groups, lists)
    except BrokenForm:
        return compiled_fields(form)
    return compiled.fields


def _set_condition(shape: dict[str, Any], question: Edited, fields: Fields) -> None:
    """When the question is asked; a condition that was not touched stays as it was, however it was written."""
    touched = [cell for cell in CONDITION if question.touched(cell)]
    if not touched:
        return
    other_question = question.cell("asked")
    field = fields.get(other_question)
    condition = None
    if field:
        condition = _condition(question, field)
    _set(shape, "when", condition)


def _condition(question: Edited, field: Field) -> dict[str, Any]:
    """The condition that the cells say, on the answer to another question.

    field: the field of that other question.

    Raises Invalid where the way or the answer is lacking.
    """
    test = question.cell("test") or "equals"
    parts = re.split("[；;]", question.cell("answers"))
    texts = _filled(parts)
    if test == SEVERAL or not texts:
        label = question.row["label"]
        fault = f"“{label}”什么时候问没有写全：看哪一问、怎样、哪个回答"
        raise Invalid([FieldProblem(QUESTIONS, fault, "condition")])
    looked_for = [samples.read_one(field, text) for text in texts]
    if test in OF_ONE:
        looked_for = looked_for[0]
    return {"field": field.key, test: looked_for}


def _sample(before: Shape, questions: Sequence[Edited], fields: Fields) -> dict[str, Any]:
    """The filled sample after the revision.

    Of cells that were touched what they say, of the others what stood
    there before and is still asked.
    """
    sample = {key: answer for key, answer in before.items() if key in fields}
    for question in questions:
        if not question.touched("sample"):
            continue
        key = question.row["key"]
        text = question.cell("sample")
        sample.pop(key, None)
        if text:
            field = fields.get(key)
            sample[key] = samples.read(field, text)
    return sample


def frozen(definition: Shape, form: Form) -> dict[str, Any]:
    """The form of a version with this text: with the groups and lists that it uses.

    A text that names what is not there is kept as it is, for the check
    to tell.
    """
    try:
        groups = groups_of(form)
        lists = lists_of(form)
        frozen_form = freeze(definition, groups, lists)
        return in_order(frozen_form)
    except (KeyError, TypeError, AttributeError):
        return {**form, "definition": in_order(definition)}
