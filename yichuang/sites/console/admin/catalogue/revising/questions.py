"""The questions of a form after its rows were edited. What a row does not touch stays as it was."""

from collections.abc import Mapping, Sequence
from typing import Any

from yichuang.catalog.rules.forms import compile_form
from yichuang.catalog.rules.forms.compiling import BrokenForm
from yichuang.catalog.rules.frozen import freeze, in_order
from yichuang.sites.console.admin.catalogue.revising import samples
from yichuang.sites.console.admin.catalogue.revising.asking import (
    NAME,
    PARTS,
    QUESTIONS,
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
from yichuang.sites.console.admin.catalogue.revising.shaping import (
    Edited,
    set_condition,
    shape_of_question,
)


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
        shape = shape_of_question(question, number)
        shapes.append(shape)
    name_before = base.get("name", "")
    chosen_parts = values.get(PARTS) or ()
    parts_before = base.get("groups", ())
    definition = dict(base)
    definition["name"] = values.get(NAME) or name_before
    definition["groups"] = _parts(chosen_parts, parts_before)
    definition["fields"] = shapes
    # a condition and a sample are read by the fields, which are there once the rest is written
    fields = _fields_after(definition, form)
    for shape, question in zip(shapes, questions, strict=True):
        set_condition(shape, question, fields)
    sample_before = base.get("sample") or {}
    definition["sample"] = _sample(sample_before, questions, fields)
    return definition


def _edited(rows: Sequence[Row], form: Form) -> list[Edited]:
    """The questions of the page in their order, each with a key and with what it was.

    form: the version from which the revision began.
    Raises Invalid for keys that cannot stand.
    """
    base = form.get("definition") or {}
    shapes = base.get("fields", ())
    shape_of = by_key(shapes)
    page = answers(form)
    rows_shown = page[QUESTIONS]
    shown_of = by_key(rows_shown)
    questions = []
    for row in keyed(rows):
        key = row["key"]
        shown = shown_of.get(key, {})
        before = shape_of.get(key, {})
        question = Edited(row, shown, before)
        questions.append(question)
    return questions


def _parts(chosen: Sequence[str], before: Sequence[Any]) -> list[Any]:
    """The groups that stay, as they were, then those that are new.

    chosen: keys of groups, in the order of the page.
    before: entries as the definition has them.
    """
    parts = []
    staying = set()
    for entry in before:
        key = group_key(entry)
        if key in chosen:
            parts.append(entry)
            staying.add(key)
    for key in chosen:
        if key not in staying:
            parts.append(key)
    return parts


def _fields_after(definition: Shape, form: Form) -> Fields:
    """The fields of the form after the revision.

    Those of the form before it, where it cannot be compiled yet. Its
    checks between questions are left out: they say nothing of a field.
    """
    without_rules = {**definition, "rules": ()}
    groups = groups_of(form)
    lists = lists_of(form)
    try:
        compiled = compile_form(without_rules, groups, lists)
    except BrokenForm:
        return compiled_fields(form)
    return compiled.fields


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
