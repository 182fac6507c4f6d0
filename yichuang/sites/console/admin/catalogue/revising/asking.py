"""The questions of a form as rows that people edit, and back. What a row does not touch stays as it was."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from yichuang.catalog import tables
from yichuang.catalog.rules.forms import Field
from yichuang.catalog.rules.forms.compiling import BrokenForm
from yichuang.catalog.rules.frozen import thaw
from yichuang.sites.console.admin.catalogue.revising import samples

# the form of a version: its definition, and the groups and lists that it uses
Form = Mapping[str, Any]
Shape = Mapping[str, Any]  # a question as the definition writes it
Fields = Mapping[str, Field]
QUESTIONS = "questions"
PARTS = "parts"
NAME = "form_name"
SEVERAL = "all"
CONDITION = ("asked", "test", "answers")  # the cells that say when a question is asked
FEW = 3  # choices of a list that are named


def fields(form: Form, posted: Iterable[str] = ()) -> tuple[dict, ...]:
    """The fields by which the form of a version is edited.

    posted: keys of questions that the page brings, which may be new.
    """
    groups = groups_of(form)
    parts = {key: group["label"] for key, group in groups.items()}
    return (
        {"key": NAME, "label": "申请表叫什么", "type": "text"},
        {
            "key": PARTS,
            "label": "共用的部分",
            "type": "multi_choice",
            "options": parts,
            "help": "去掉勾就不再问；新勾上的排在后面，签名总在最后",
        },
        {
            "key": QUESTIONS,
            "label": "这个事项自己的问题",
            "type": "table",
            "columns": _columns(form, posted),
            "validate": {"max_rows": 50},
            "help": "一行一问，按“第几个”排，插在中间写小数（如3.5）；选项一行一个，写成“代号=文字”；"
            "几个回答用；隔开；代号不填就自动编，定了不要改",
        },
    )


def _columns(form: Form, posted: Iterable[str]) -> tuple[dict, ...]:
    """The columns of the table of questions, a question to a row.

    posted: as `fields` takes them.
    """
    types = _types_offered()
    lists = _lists_offered(form)
    questions = _questions_offered(form, posted)
    tests = _tests_offered()
    return (
        {"key": "order", "label": "第几个", "type": "decimal"},
        {"key": "label", "label": "问什么", "required": True},
        {"key": "type", "label": "怎么答", "type": "choice", "options": types, "required": True},
        {"key": "required", "label": "必填", "type": "boolean"},
        {"key": "help", "label": "提示"},
        {"key": "options", "label": "选项", "type": "long_text"},
        {"key": "list", "label": "或用现成的选项", "type": "choice", "options": lists},
        {"key": "asked", "label": "看哪一问的回答才问", "type": "choice", "options": questions},
        {"key": "test", "label": "回答怎样才问", "type": "choice", "options": tests},
        {"key": "answers", "label": "是哪个回答"},
        {"key": "sample", "label": "示例答案", "type": "long_text"},
        {"key": "key", "label": "代号"},
    )


def _types_offered() -> dict[str, str]:
    """The ways in which a question may be answered: type → words."""
    rows = tables.form_language()["types"]
    return {row["key"]: row["label"] for row in rows}


def _lists_offered(form: Form) -> dict[str, str]:
    """The ready lists of options: name → their first choices.

    In the order of their names, which are not shown.
    """
    lists = lists_of(form)
    offered = {}
    for name in sorted(lists):
        entries = lists[name]["entries"]
        labels = [entry["label"] for entry in entries]
        offered[name] = first_few(labels)
    return offered


def first_few(labels: Sequence[str]) -> str:
    """The first words of a list, so that it is known by what it offers.

    Behind them how many there are, where there are more.
    """
    few = "、".join(labels[:FEW])
    if len(labels) > FEW:
        return f"{few}等{len(labels)}项"
    return few


def _questions_offered(form: Form, posted: Iterable[str]) -> dict[str, str]:
    """The questions that a condition may look at: key → what is asked.

    posted: keys of questions that may be new on the page; such a one is
    called by its key.
    """
    offered = {}
    for key, field in compiled_fields(form).items():
        offered[key] = field.label
    for key in posted:
        offered.setdefault(key, key)
    return offered


def _tests_offered() -> dict[str, str]:
    """The ways in which a condition may look at an answer: name → words.

    Last the one that stands for whatever three cells cannot hold.
    """
    conditions = tables.form_language()["conditions"]
    offered = dict(conditions)
    offered.pop(SEVERAL, None)
    offered[SEVERAL] = "几个条件一起（在专家视图里改）"
    return offered


def compiled_fields(form: Form) -> dict[str, Field]:
    """The fields of the form by their keys; none of a form that cannot be compiled."""
    try:
        return thaw(form).fields
    except (BrokenForm, LookupError):
        return {}


def groups_of(form: Form) -> dict[str, Any]:
    """Every group that may be used, by its key.

    As this version keeps it, else as the packs have it.
    """
    in_packs = tables.form_groups()
    of_version = form.get("groups", {})
    return {**in_packs, **of_version}


def lists_of(form: Form) -> dict[str, Any]:
    """Every list of options that may be used, by its name.

    As this version keeps it, else as the packs have it.
    """
    in_packs = tables.code_lists()
    of_version = form.get("code_lists", {})
    return {**in_packs, **of_version}


def answers(form: Form) -> dict[str, Any]:
    """A form of a version as the fields show it."""
    definition = form.get("definition") or {}
    fields_by_key = compiled_fields(form)
    parts = definition.get("groups", ())
    return {
        NAME: definition.get("name", ""),
        PARTS: [group_key(entry) for entry in parts],
        QUESTIONS: _rows(definition, fields_by_key),
    }


def _rows(definition: Mapping[str, Any], fields_by_key: Fields) -> list[dict[str, Any]]:
    """The questions of a definition as the rows of the page, in their order.

    fields_by_key: those of the whole form, which know what codes mean.
    """
    sample = definition.get("sample") or {}
    shapes = definition.get("fields", ())
    rows = []
    for number, shape in enumerate(shapes, 1):
        key = shape["key"]
        field = fields_by_key.get(key)
        sample_answer = sample.get(key)
        row = _row(shape, fields_by_key)
        row["sample"] = samples.written(field, sample_answer)
        row["order"] = str(number)
        rows.append(row)
    return rows


def _row(shape: Shape, fields_by_key: Fields) -> dict[str, Any]:
    """The cells of one question, but for its place and its answer in the sample."""
    options = shape.get("options")
    condition = shape.get("when")
    cells = {
        "key": shape["key"],
        "label": shape["label"],
        "type": shape["type"],
        "required": shape["required"],
        "help": shape.get("help", ""),
        "options": _lines(options),
        "list": shape.get("list", ""),
    }
    return cells | _condition_cells(condition, fields_by_key)


def _lines(options: Any) -> str:
    """Options as the cell shows them: a line for each.

    options: code → label, or a list of both; None for a question
    without options.
    """
    if isinstance(options, Mapping):
        pairs = options.items()
    else:
        pairs = [(option["code"], option["label"]) for option in options or ()]
    lines = [f"{code}={label}" for code, label in pairs]
    return "\n".join(lines)


def _condition_cells(when: Mapping | None, fields_by_key: Fields) -> dict[str, str]:
    """The three cells that say when a question is asked.

    By which other one, how, and by which answers of it. Empty for a
    question that is always asked; only the way is told of a condition
    that three cells cannot hold.
    """
    cells = dict.fromkeys(CONDITION, "")
    if not when:
        return cells
    tests = [name for name in when if name != "field"]
    if SEVERAL in when or len(tests) != 1:
        cells["test"] = SEVERAL
        return cells
    test = tests[0]
    other_question = when["field"]
    field = fields_by_key.get(other_question)
    cells["asked"] = other_question
    cells["test"] = test
    cells["answers"] = _answers_in_words(field, when[test])
    return cells


def _answers_in_words(field: Field | None, answer: Any) -> str:
    """The answer or answers that a condition names, as the cell shows them.

    field: of the question that it looks at; without it they are shown as
    they stand.
    """
    listed = answer
    if not isinstance(answer, list):
        listed = [answer]
    if field is None:
        words = [str(each) for each in listed]
    else:
        words = [samples.written(field, each) for each in listed]
    return "；".join(words)


def by_key(shapes: Iterable[Shape]) -> dict[str, Shape]:
    """Questions, checks or rows of the page by their keys, in their order.

    Of two with one key, the later.
    """
    return {shape["key"]: shape for shape in shapes}


def group_key(entry: str | Mapping[str, Any]) -> str:
    """The key of a common part.

    The entry itself, or what it says of the part where more stands
    beside it.
    """
    if isinstance(entry, str):
        return entry
    return entry["group"]
