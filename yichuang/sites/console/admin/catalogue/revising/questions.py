"""The questions of a form after its rows were edited. What a row does not touch stays as it was."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import count
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
    compiled_fields,
    group_key,
    groups_of,
    lists_of,
)

NEW_LEVEL = 5  # a new question for a place asks down to the village
CHOICES = ("choice", "multi_choice")
# what of a question survives that it is answered in another way
LASTING = ("when", "mask", "options")
CONDITION = ("asked", "test", "answers")  # the cells that say when a question is asked
OF_ONE = ("equals", "at_least", "at_most")  # tests that look for one answer
Row = dict[str, Any]  # a question as the page has it, a text for each cell
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
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
    questions = _edited(values.get(QUESTIONS) or (), form)
    shapes = []
    for number, question in enumerate(questions):
        shapes.append(_shape(question, number))
    definition = {
        **base,
        "name": values.get(NAME) or base.get("name", ""),
        "groups": _parts(values.get(PARTS) or (), base.get("groups", ())),
        "fields": shapes,
    }
    fields = _fields_after(definition, form)
    for shape, question in zip(shapes, questions, strict=True):
        _set_condition(shape, question, fields)
    definition["sample"] = _sample(base.get("sample") or {}, questions, fields)
    return definition


def _edited(rows: Sequence[Row], form: Form) -> list[Edited]:
    """The questions of the page in their order, each with a key and with what it was."""
    base = form.get("definition") or {}
    shape_of = {shape["key"]: shape for shape in base.get("fields", ())}
    shown_of = {row["key"]: row for row in answers(form)[QUESTIONS]}
    questions = []
    for row in _keyed(_ordered(rows)):
        key = row["key"]
        shown = shown_of.get(key, {})
        before = shape_of.get(key, {})
        questions.append(Edited(row, shown, before))
    return questions


def _ordered(rows: Sequence[Row]) -> list[Row]:
    """The rows by the number of each; one without a number comes last."""
    after_all = Decimal(len(rows) + 1)

    def number_of(row: Row) -> Decimal:
        number = row.get("order")
        return after_all if number is None else Decimal(number)

    return [dict(row) for row in sorted(rows, key=number_of)]


def _keyed(rows: list[Row]) -> list[Row]:
    """The rows, each with a key: a new one gets the next that is free. Raises Invalid for keys that cannot stand."""
    typed_keys = [row["key"] for row in rows if row.get("key")]
    problems = _key_problems(typed_keys)
    if problems:
        raise Invalid(problems)
    free = _free_keys(typed_keys)
    for row in rows:
        if not row.get("key"):
            row["key"] = next(free)
    return rows


def _key_problems(keys: list[str]) -> list[FieldProblem]:
    """What is wrong with keys that were typed: first those that are no keys, then those that stand twice."""
    problems = []
    for key in keys:
        if not _KEY.fullmatch(key):
            text = f"代号“{key}”只能用小写字母、数字和下划线，字母开头"
            problems.append(FieldProblem(QUESTIONS, text, "key"))
    for place, key in enumerate(keys):
        if key in keys[:place]:
            text = f"代号“{key}”用了两次"
            problems.append(FieldProblem(QUESTIONS, text, "unique"))
    return problems


def _free_keys(taken: Collection[str]) -> Iterator[str]:
    """Keys for new questions, one after another, without those that are taken."""
    for number in count(1):
        key = f"question_{number}"
        if key not in taken:
            yield key


def _shape(question: Edited, number: int) -> dict[str, Any]:
    """One question after the revision: what its cells say over what it was before.

    number: its place on the page, for the problem with an option.
    """
    row, before = question.row, question.before
    same_type = before.get("type") == row["type"]
    if same_type:
        shape = dict(before)
    else:
        shape = {key: before[key] for key in LASTING if key in before}
    shape["key"] = row["key"]
    shape["label"] = row["label"]
    shape["type"] = row["type"]
    shape["required"] = bool(row.get("required"))
    _set(shape, "help", question.cell("help"))
    if row["type"] == "region":
        shape.setdefault("level", NEW_LEVEL)
    if not same_type and row["type"] not in CHOICES:
        shape.pop("options", None)
        return shape
    _set(shape, "list", question.cell("list"))
    if question.touched("options"):
        options = _options(question.cell("options"), row["label"], number)
        _set(shape, "options", options)
    return shape


def _set(shape: dict[str, Any], key: str, value: Any) -> None:
    """Write a setting of a question, or take it away where nothing stands."""
    if value:
        shape[key] = value
    else:
        shape.pop(key, None)


def _options(text: str, label: str, number: int) -> list[dict[str, str]]:
    """Options from their lines. Raises Invalid for a line that is not code=words."""
    options = []
    for line in _filled(text.splitlines()):
        parts = _LINE.fullmatch(line)
        if parts is None:
            fault = f"“{label}”的选项“{line}”要写成“代号=文字”"
            raise Invalid([FieldProblem(f"{QUESTIONS}.{number}.options", fault, "option")])
        code, words = parts.groups()
        options.append({"code": code.strip(), "label": words.strip()})
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
    try:
        return compile_form(without_rules, groups_of(form), lists_of(form)).fields
    except BrokenForm:
        return compiled_fields(form)


def _set_condition(shape: dict[str, Any], question: Edited, fields: Fields) -> None:
    """When the question is asked; a condition that was not touched stays as it was, however it was written."""
    if not any(question.touched(cell) for cell in CONDITION):
        return
    field = fields.get(question.cell("asked"))
    condition = _condition(question, field) if field else None
    _set(shape, "when", condition)


def _condition(question: Edited, field: Field) -> dict[str, Any]:
    """The condition that the cells say, on the answer to another question.

    field: the field of that other question. Raises Invalid where the
    way or the answer is lacking.
    """
    test = question.cell("test") or "equals"
    texts = _filled(re.split("[；;]", question.cell("answers")))
    if test == SEVERAL or not texts:
        label = question.row["label"]
        fault = f"“{label}”什么时候问没有写全：看哪一问、怎样、哪个回答"
        raise Invalid([FieldProblem(QUESTIONS, fault, "condition")])
    answers_looked_for = [samples.read_one(field, text) for text in texts]
    if test in OF_ONE:
        return {"field": field.key, test: answers_looked_for[0]}
    return {"field": field.key, test: answers_looked_for}


def _sample(before: Shape, questions: Sequence[Edited], fields: Fields) -> dict[str, Any]:
    """The filled sample: what was written in the cells, and of the others what is still asked."""
    sample = {key: answer for key, answer in before.items() if key in fields}
    for question in questions:
        if not question.touched("sample"):
            continue
        key = question.row["key"]
        text = question.cell("sample")
        sample.pop(key, None)
        if text:
            sample[key] = samples.read(fields.get(key), text)
    return sample


def frozen(definition: Shape, form: Form) -> dict[str, Any]:
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
