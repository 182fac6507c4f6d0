"""The questions of a form as rows that people edit, and back. What a row does not touch stays as it was."""

from collections.abc import Iterable, Mapping
from typing import Any

from yichuang.catalog import tables
from yichuang.catalog.rules.forms.compiling import BrokenForm
from yichuang.catalog.rules.frozen import thaw
from yichuang.sites.console.admin.catalogue.revising import samples

QUESTIONS, PARTS, NAME = "questions", "parts", "form_name"
SEVERAL = "all"


def fields(form: Mapping[str, Any], posted: Iterable[str] = ()) -> tuple[dict, ...]:
    """The fields by which the form of a version is edited. posted: keys of questions that the page brings, which may be
    new."""
    parts = {key: group["label"] for key, group in groups_of(form).items()}
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


def _columns(form: Mapping[str, Any], posted: Iterable[str]) -> tuple[dict, ...]:
    language = tables.form_language()
    types = {row["key"]: row["label"] for row in language["types"]}
    questions = {key: field.label for key, field in compiled_fields(form).items()}
    for key in posted:
        questions.setdefault(key, key)
    lists = {name: name for name in sorted(lists_of(form))}
    for name, entries in lists_of(form).items():
        lists[name] = _few(entry["label"] for entry in entries["entries"])
    tests = {name: words for name, words in language["conditions"].items() if name != SEVERAL}
    tests[SEVERAL] = "几个条件一起（在专家视图里改）"
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


def _few(labels: Iterable[str]) -> str:
    """The first words of a list, so that it is known by what it offers."""
    every = list(labels)
    shown = "、".join(every[:3])
    if len(every) > 3:
        return f"{shown}等{len(every)}项"
    return shown


def compiled_fields(form: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return thaw(form).fields
    except (BrokenForm, LookupError):
        return {}


def groups_of(form: Mapping[str, Any]) -> dict[str, Any]:
    """Every group that may be used: as this version keeps it, else as the packs have it."""
    return {**tables.form_groups(), **form.get("groups", {})}


def lists_of(form: Mapping[str, Any]) -> dict[str, Any]:
    return {**tables.code_lists(), **form.get("code_lists", {})}


def answers(form: Mapping[str, Any]) -> dict[str, Any]:
    """A form of a version as the fields show it."""
    definition = form.get("definition") or {}
    sample = definition.get("sample") or {}
    questions = compiled_fields(form)
    rows = []
    for number, shape in enumerate(definition.get("fields", ()), 1):
        row = _row(shape, questions, sample)
        row["order"] = str(number)
        rows.append(row)
    return {
        NAME: definition.get("name", ""),
        PARTS: [group_key(entry) for entry in definition.get("groups", ())],
        QUESTIONS: rows,
    }


def _row(
    shape: Mapping[str, Any], questions: Mapping[str, Any], sample: Mapping[str, Any]
) -> dict[str, Any]:
    field = questions.get(shape["key"])
    return {
        "key": shape["key"],
        "label": shape["label"],
        "type": shape["type"],
        "required": shape["required"],
        "help": shape.get("help", ""),
        "options": _lines(shape.get("options")),
        "list": shape.get("list", ""),
        **_condition_cells(shape.get("when"), questions),
        "sample": samples.written(field, sample.get(shape["key"])),
    }


def _lines(options: Any) -> str:
    """Options as the cell shows them: a line for each."""
    if isinstance(options, Mapping):
        pairs = options.items()
    else:
        pairs = [(each["code"], each["label"]) for each in options or ()]
    return "\n".join(f"{code}={label}" for code, label in pairs)


def _condition_cells(
    when: Mapping[str, Any] | None, questions: Mapping[str, Any]
) -> dict[str, str]:
    if not when:
        return {"asked": "", "test": "", "answers": ""}
    tests = [name for name in when if name != "field"]
    if SEVERAL in when or len(tests) != 1:
        return {"asked": "", "test": SEVERAL, "answers": ""}
    answer = when[tests[0]]
    listed = answer if isinstance(answer, list) else [answer]
    field = questions.get(when["field"])
    words = [samples.written(field, each) if field else str(each) for each in listed]
    return {"asked": when["field"], "test": tests[0], "answers": "；".join(words)}


def group_key(entry: str | Mapping[str, Any]) -> str:
    return entry if isinstance(entry, str) else entry["group"]
