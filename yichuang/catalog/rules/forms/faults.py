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
from .form import Field, Form, Section
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
Definition = Mapping[str, Any]


class Fault(NamedTuple):
    """One fault of a definition.

    field: the key it is found at, "table.column" in a table.
    about: what it is about, as its sentence needs it.
    """

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
        yield from _dependence_faults(section, field, known)
        for answer in waiting.in_vain((section.when, field.when), form.fields):
            yield Fault("answer", field.key, answer)
        yield from _field_faults(field, known)
        yield from _faults_of_columns(field, known)


def _dependence_faults(section: Section, field: Field, known: set[str]) -> Iterator[Fault]:
    """Where a field depends on what is not asked.

    Whether it is asked, whether it is typed, and what it follows from.
    """
    keys = asked_about(section.when) | asked_about(field.when)
    keys |= asked_about(field.typed_when)
    if field.follows:
        keys |= set(asked_by(field.follows))
        for name in field.validate.keys() - BOUNDS.keys():
            yield Fault("derived_bound", field.key, name)
    for key in sorted(keys - known):
        yield Fault("condition", field.key, key)


def _faults_of_columns(table: Field, known: set[str]) -> Iterator[Fault]:
    """Every fault of the columns of a table.

    A column may depend on others of its row, and be compared with these and
    with the fields of the form.
    """
    own = set(table.column)
    for column in table.columns:
        path = f"{table.key}.{column.key}"
        strangers = asked_about(column.when) - own
        for key in sorted(strangers):
            yield Fault("column_condition", path, key)
        for answer in waiting.in_vain((column.when,), table.column):
            yield Fault("answer", path, answer)
        yield from _field_faults(column, known | own)


def _field_faults(field: Field, known: set[str]) -> Iterator[Fault]:
    """What is wrong with one field or column, whatever it stands among.

    known: keys of what it may be compared with.
    """
    if field.type not in READERS:
        yield Fault("type", field.key, field.type)
    if field.type in CHOICES:
        yield from _option_faults(field)
    for code in field.unoffered:
        if code not in field.labels:
            yield Fault("unoffered", field.key, code)
    if field.type == "region" and field.level not in LEVELS:
        yield Fault("level", field.key)
    if field.type == "table":
        yield from _table_faults(field)
    yield from _validator_faults(field, known)
    yield from _named_column_faults(field)


def _option_faults(field: Field) -> Iterator[Fault]:
    """Nothing to choose from, or options that read alike."""
    if not field.options:
        yield Fault("options", field.key)
    for label in _read_alike(field):
        yield Fault("alike", field.key, label)


def _read_alike(field: Field) -> list[str]:
    """The words of options that stand there before: nobody could tell which of them was meant."""
    earlier = set()
    twice = []
    for _, label in field.options:
        if label in earlier:
            twice.append(label)
        earlier.add(label)
    return twice


def _table_faults(table: Field) -> Iterator[Fault]:
    """More rows than any table may have, or no columns."""
    if most_rows(table.validate) > MAX_ROWS:
        yield Fault("rows", table.key)
    if not table.columns:
        yield Fault("columns", table.key)


def _validator_faults(field: Field, known: set[str]) -> Iterator[Fault]:
    """Validators that nobody knows, or that compare with a field that is not asked."""
    for name, argument in field.validate.items():
        if name not in FIELD_RULES and name not in TABLE_RULES:
            yield Fault("validator", field.key, name)
        pointed = _pointed(name, argument)
        if pointed is not None and pointed not in known:
            yield Fault("pointing", field.key, f"{name} points to {pointed}")


def _pointed(name: str, argument: Any) -> str | None:
    """The field that an argument of a validator names, None for none."""
    if name in _POINTING:
        return argument
    if isinstance(argument, Mapping):
        return argument.get("field")
    return None


def _named_column_faults(table: Field) -> Iterator[Fault]:
    """Columns that validators of a table name.

    Where the table has none of that key.
    """
    named = set()
    for name, argument in table.validate.items():
        if name == "unique_column":
            named.add(argument)
        elif isinstance(argument, Mapping) and "column" in argument:
            named.add(argument["column"])
    for key in sorted(named - table.column.keys()):
        yield Fault("column", table.key, key)


def problems_of(form: Form, definition: Definition) -> list[FieldProblem]:
    """The same faults and what its sample is refused for, in words for who keeps the catalogue.

    definition: the text that `form` was compiled from, with its sample, the day it was filled on and its rules.
    """
    problems = worded(form)
    problems += _rule_problems(form, definition)
    if problems:
        return problems
    return _sample_problems(form, definition)


def worded(form: Form) -> list[FieldProblem]:
    """The faults of a compiled form, each in words.

    The questions are called as the page calls them.
    """
    problems = []
    for fault in definition_faults(form):
        field = _label(form, fault.field)
        about = _label(form, fault.about)
        words = _WORDS[fault.kind].format(field, about)
        problem = FieldProblem("form", words, fault.kind)
        problems.append(problem)
    return problems


def _label(form: Form, path: str) -> str:
    """How the field at a path is called on the page.

    The path itself where there is none.
    """
    head, _, column = path.partition(".")
    field = form.fields.get(head)
    if field is None:
        return path
    inside = field.column.get(column)
    if inside:
        return f"{field.label}：{inside.label}"
    return field.label


def _rule_problems(form: Form, definition: Definition) -> list[FieldProblem]:
    """Rules across answers that look at what is not asked, in words.

    A rule may look at the fields of the form and at columns of its tables.
    """
    known = set(form.fields)
    for field in form.fields.values():
        known |= set(field.column)
    problems = []
    for rule in definition.get("rules", ()):
        message = rule["message"]
        for key in sorted(fields_of(rule) - known):
            words = f"有一条跨问题的检查（{message}）要看“{key}”，可表单里没有这一问"
            problem = FieldProblem("form", words, "rule")
            problems.append(problem)
    return problems


def _sample_problems(form: Form, definition: Definition) -> list[FieldProblem]:
    """What the form's own sample is refused for or told, in words.

    A form without a sample has nothing to be judged.
    """
    sample = definition.get("sample")
    if blank(sample):
        return []
    day = date.fromisoformat(definition["as_of"])
    answers = check_answers(form, sample, day)
    refusals = [(problem.message, problem.violates) for problem in answers.problems]
    refusals += [(notice.message, notice.key) for notice in answers.notices]
    problems = []
    for message, violates in refusals:
        words = f"示例答案过不了检查：{message}"
        problem = FieldProblem("form", words, violates)
        problems.append(problem)
    return problems
