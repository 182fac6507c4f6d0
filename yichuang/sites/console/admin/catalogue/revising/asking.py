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
    """The columns of the table of questions, a question to a row."""
    rows = tables.form_language()["types"]
    types = {row["key"]: row["label"] for row in rows}
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


def _lists_offered(form: Form) -> dict[str, str]:
    """The ready lists of options: name → their first choices."""
    lists = lists_of(form)
    offered = {}
    for name in sorted(lists):
        entries = lists[name]["entries"]
        labels = [entry["label"] for entry in entries]
        offered[name] = first_few(labels)
    return offered


def first_few(labels: Sequence[str]) -> str:
    """The first words of a list, so that it is known by what it offers."""
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
    """The ways in which a condition may look at an answer: name → words."""
    offered = dict(tables.form_language()["conditions"])
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
    """Every group that may be used: as this version keeps it, else as the packs have it."""
    return {**tables.form_groups(), **form.get("groups", {})}


def lists_of(form: Form) -> dict[str, Any]:
    """Every list of options that may be used: as this version keeps it, else as the packs have it."""
    return {**tables.code_lists(), **form.get("code_lists", {})}


def answers(form: Form) -> dict[str, Any]:
    """A form of a version as the fields show it."""
    definition = form.get("definition") or {}
    sample = definition.get("sample") or {}
    fields_by_key = compiled_fields(form)
    rows = []
    for number, shape in enumerate(definition.get("fields", ()), 1):
        key = shape["key"]
        field = fields_by_key.get(key)
        sample_answer = sample.get(key)
        row = _row(shape, fields_by_key)
        row["sample"] = samples.written(field, sample_answer)
        row["order"] = str(number)
        rows.append(row)
    parts = definition.get("groups", ())
    return {
        NAME: definition.get("name", ""),
        PARTS: [group_key(entry) for entry in parts],
        QUESTIONS: rows,
    }


def _row(shape: Shape, fields_by_key: Fields) -> dict[str, Any]:
    """The cells of one question, but for its place and its answer in the sample."""
    cells = {
        "key": shape["key"],
        "label": shape["label"],
        "type": shape["type"],
        "required": shape["required"],
        "help": shape.get("help", ""),
        "options": _lines(shape.get("options")),
        "list": shape.get("list", ""),
    }
    return cells | _condition_cells(shape.get("when"), fields_by_key)


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
    """The three cells that say when a question is asked: by which other one, how, and by which answers of it.

    Empty for a question that is always asked; only the way is told of
    a condition that three cells cannot hold.
    """
    if not when:
        return {"asked": "", "test": "", "answers": ""}
    tests = [name for name in when if name != "field"]
    if SEVERAL in when or len(tests) != 1:
        return {"asked": "", "test": SEVERAL, "answers": ""}
    test = tests[0]
    field = fields_by_key.get(when["field"])
    words = _answers_in_words(field, when[test])
    return {"asked": when["field"], "test": test, "answers": words}


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
    """Questions, checks or rows of the page by their keys, in their order."""
    return {shape["key"]: shape for shape in shapes}


def group_key(entry: str | Mapping[str, Any]) -> str:
    """The key of a common part: the entry itself, or what it says of the part."""
    if isinstance(entry, str):
        return entry
    return entry["group"]
