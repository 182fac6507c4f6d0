"""One question of a form after its row was edited. What the row does not touch stays as it was."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple

from yichuang.catalog.rules.forms import Field
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.sites.console.admin.catalogue.revising import samples
from yichuang.sites.console.admin.catalogue.revising.asking import (
    CONDITION,
    QUESTIONS,
    SEVERAL,
    Fields,
    Shape,
)
from yichuang.sites.console.admin.catalogue.revising.keys import Row

NEW_LEVEL = 5  # a new question for a place asks down to the village
CHOICES = ("choice", "multi_choice")
# what of a question survives that it is answered in another way
LASTING = ("when", "mask", "options")
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


def shape_of_question(question: Edited, number: int) -> dict[str, Any]:
    """One question after the revision: what its cells say over what it was before.

    When it is asked is not among it: see `set_condition`.
    number: its place on the page, for the problem with an option.
    Raises Invalid for options that cannot be read.
    """
    row = question.row
    kind = row["type"]
    same_type = question.before.get("type") == kind
    shape = _what_lasts(question.before, same_type)
    shape["key"] = row["key"]
    shape["label"] = row["label"]
    shape["type"] = kind
    shape["required"] = bool(row.get("required"))
    help_text = question.cell("help")
    _set(shape, "help", help_text)
    if kind == "region":
        shape.setdefault("level", NEW_LEVEL)
    if not same_type and kind not in CHOICES:
        shape.pop("options", None)
        return shape
    _set_choices(shape, question, number)
    return shape


def _set_choices(shape: dict[str, Any], question: Edited, number: int) -> None:
    """From what an answer is chosen: a ready list, or options of the question's own.

    Options whose cell was not touched stay as they were.
    number: as `shape_of_question` takes it.
    """
    list_name = question.cell("list")
    _set(shape, "list", list_name)
    if not question.touched("options"):
        return
    lines = question.cell("options")
    label = question.row["label"]
    options = _options(lines, label, number)
    _set(shape, "options", options)


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
            problem = FieldProblem(cell, fault, "option")
            raise Invalid([problem])
        code, words = parts.groups()
        option = {"code": code.strip(), "label": words.strip()}
        options.append(option)
    return options


def _filled(texts: Iterable[str]) -> list[str]:
    """The texts without blanks around them, the empty ones left out."""
    stripped = [text.strip() for text in texts]
    return [text for text in stripped if text]


def set_condition(shape: dict[str, Any], question: Edited, fields: Fields) -> None:
    """When the question is asked.

    A condition that was not touched stays as it was, however it was
    written. A question that looks at none is always asked.
    """
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
    typed = question.cell("answers")
    parts = re.split("[；;]", typed)
    texts = _filled(parts)
    if test == SEVERAL or not texts:
        label = question.row["label"]
        fault = f"“{label}”什么时候问没有写全：看哪一问、怎样、哪个回答"
        problem = FieldProblem(QUESTIONS, fault, "condition")
        raise Invalid([problem])
    looked_for = [samples.read_one(field, text) for text in texts]
    if test in OF_ONE:
        looked_for = looked_for[0]
    return {"field": field.key, test: looked_for}
