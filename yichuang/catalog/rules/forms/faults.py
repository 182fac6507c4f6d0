"""What is wrong with one form by itself: found once, told to keepers of packs and of the catalogue alike. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from yichuang.core.errors import FieldProblem

from . import waiting
from .beyond import BOUNDS
from .bounds import MAX_ROWS, most_rows
from .conditions import asked_about
from .crossing import fields_of
from .examples import check_answers
from .form import Field, Form
from .operands import asked_by
from .reading import READERS, blank
from .validators import FIELD_RULES, TABLE_RULES

# Arguments of these validators name another field; `sum_*` and the distances name it under "field".
_POINTING = {
    "not_before",
    "not_after",
    "after",
    "max_field",
    "min_field",
    "equal_field",
    "not_equal_field",
    "document",
}
CHOICES = ("choice", "multi_choice")
LEVELS = (1, 2, 3, 4, 5)


class Fault(NamedTuple):
    """One fault of a definition. field: the key it is found at; about: what it is about, as its sentence needs it."""

    kind: str
    field: str
    about: str = ""

    @property
    def sentence(self) -> str:
        """For who keeps the packs."""
        return _SENTENCES[self.kind].format(self.field, self.about)


_SENTENCES = {
    "condition": "{} depends on {}, which is not asked",
    "answer": "{} waits for the answer {}, which is not offered",
    "column_condition": "{} depends on {}, which is no column",
    "type": "{} has unknown type {}",
    "options": "{} offers nothing to choose",
    "alike": "{} offers {} twice",
    "unoffered": "{} leaves out {}, which is not among its options",
    "level": "{} does not say which level of place",
    "rows": f"{{}} allows more than {MAX_ROWS} rows, which no table may have",
    "columns": "{} is a table without columns",
    "validator": "{} names unknown validator {}",
    "pointing": "{}: {}, which is not asked",
    "column": "{} has no column {}",
    "derived_bound": "{} is derived and has the validator {}, which has no words for who cannot type it",
}
_WORDS = {
    "condition": "“{}”什么时候问，看的是“{}”，可表单里没有这一问",
    "answer": "“{}”要等的回答“{}”不在选项里，那就永远不会问",
    "column_condition": "“{}”什么时候问，看的是“{}”，可表格里没有这一列",
    "type": "“{}”不知道怎么答：没有“{}”这种答法",
    "options": "“{}”要人选，却没有选项",
    "alike": "“{}”有两个选项都是“{}”，分不出来",
    "unoffered": "“{}”不列出“{}”，可选项里本来就没有",
    "level": "“{}”没有写选到哪一级地方",
    "rows": f"“{{}}”允许的行数超过了{MAX_ROWS}行",
    "columns": "“{}”是表格，却没有列",
    "validator": "“{}”的检查“{}”系统不认识",
    "pointing": "“{}”的检查要和另一问比，可表单里没有那一问（{}）",
    "column": "“{}”的检查说到列“{}”，可表格里没有这一列",
    "derived_bound": "“{}”是算出来的，不能用检查“{}”",
}


def definition_faults(form: Form) -> Iterator[Fault]:
    """Every fault of a compiled form, field by field."""
    known = set(form.fields)
    for section, field in form.pairs():
        named = asked_about(section.when) | asked_about(field.when) | asked_about(field.typed_when)
        if field.follows:
            named |= set(asked_by(field.follows))
            for name in field.validate.keys() - BOUNDS.keys():
                yield Fault("derived_bound", field.key, name)
        for key in sorted(named - known):
            yield Fault("condition", field.key, key)
        for answer in waiting.in_vain((section.when, field.when), form.fields):
            yield Fault("answer", field.key, answer)
        yield from _field_faults(field, known)
        own = {column.key for column in field.columns}
        for column in field.columns:
            for key in sorted(asked_about(column.when) - own):
                yield Fault("column_condition", f"{field.key}.{column.key}", key)
            for answer in waiting.in_vain((column.when,), field.column):
                yield Fault("answer", f"{field.key}.{column.key}", answer)
            yield from _field_faults(column, known | own)


def _field_faults(field: Field, known: set[str]) -> Iterator[Fault]:
    if field.type not in READERS:
        yield Fault("type", field.key, field.type)
    if field.type in CHOICES and not field.options:
        yield Fault("options", field.key)
    if field.type in CHOICES:
        for label in _read_alike(field):
            yield Fault("alike", field.key, label)
    for code in field.unoffered:
        if code not in field.labels:
            yield Fault("unoffered", field.key, code)
    if field.type == "region" and field.level not in LEVELS:
        yield Fault("level", field.key)
    if field.type == "table":
        yield from _table_faults(field)
    for name, argument in field.validate.items():
        if name not in FIELD_RULES and name not in TABLE_RULES:
            yield Fault("validator", field.key, name)
        pointed = _pointed(name, argument)
        if pointed is not None and pointed not in known:
            yield Fault("pointing", field.key, f"{name} points to {pointed}")
    yield from _column_faults(field)


def _read_alike(field: Field) -> list[str]:
    """The words of options that stand there before: nobody could tell which of them was meant."""
    earlier = set()
    twice = []
    for _, label in field.options:
        if label in earlier:
            twice.append(label)
        earlier.add(label)
    return twice


def _pointed(name: str, argument: Any) -> str | None:
    """The field that an argument of a validator names, None for none."""
    if name in _POINTING:
        return argument
    if isinstance(argument, Mapping):
        return argument.get("field")
    return None


def _table_faults(table: Field) -> Iterator[Fault]:
    if most_rows(table.validate) > MAX_ROWS:
        yield Fault("rows", table.key)
    if not table.columns:
        yield Fault("columns", table.key)


def _column_faults(field: Field) -> Iterator[Fault]:
    columns = {column.key for column in field.columns}
    named = {
        argument["column"]
        for argument in field.validate.values()
        if isinstance(argument, Mapping) and "column" in argument
    }
    if "unique_column" in field.validate:
        named.add(field.validate["unique_column"])
    for key in sorted(named - columns):
        yield Fault("column", field.key, key)


def problems_of(form: Form, definition: Mapping[str, Any]) -> list[FieldProblem]:
    """The same faults and what its sample is refused for, in words for who keeps the catalogue.

    definition: the text that `form` was compiled from, with its sample, the day it was filled on and its rules.
    """
    problems = worded(form)
    problems += _rule_problems(form, definition)
    if problems:
        return problems
    return _sample_problems(form, definition)


def worded(form: Form) -> list[FieldProblem]:
    """The faults of a compiled form, each in words with the question named."""
    problems = []
    for fault in definition_faults(form):
        at = _label(form, fault.field)
        about = _label(form, fault.about)
        words = _WORDS[fault.kind].format(at, about)
        problem = FieldProblem("form", words, fault.kind)
        problems.append(problem)
    return problems


def _label(form: Form, path: str) -> str:
    """How the field at a path is called on the page; the path itself where there is none."""
    head, _, column = path.partition(".")
    field = form.fields.get(head)
    if field is None:
        return path
    inside = field.column.get(column)
    if inside:
        return f"{field.label}：{inside.label}"
    return field.label


def _rule_problems(form: Form, definition: Mapping[str, Any]) -> list[FieldProblem]:
    known = set(form.fields)
    for field in form.fields.values():
        known |= set(field.column)
    problems = []
    for rule in definition.get("rules", ()):
        for key in sorted(fields_of(rule) - known):
            words = f"有一条跨问题的检查（{rule['message']}）要看“{key}”，可表单里没有这一问"
            problems.append(FieldProblem("form", words, "rule"))
    return problems


def _sample_problems(form: Form, definition: Mapping[str, Any]) -> list[FieldProblem]:
    sample = definition.get("sample")
    if blank(sample):
        return []
    day = date.fromisoformat(definition["as_of"])
    answers = check_answers(form, sample, day)
    problems = []
    for problem in (*answers.problems, *answers.notices):
        words = f"示例答案过不了检查：{problem.message}"
        problems.append(FieldProblem("form", words, problem.violates))
    return problems
