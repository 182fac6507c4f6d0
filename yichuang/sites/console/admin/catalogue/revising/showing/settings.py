"""One question of a form in words: how it is asked and answered, setting by setting."""

from collections.abc import Iterable, Mapping
from types import SimpleNamespace
from typing import Any

from yichuang.catalog import tables
from yichuang.sites.console.admin.catalogue.revising.asking import first_few
from yichuang.sites.console.admin.catalogue.revising.showing.differing import NONE, UNREAD
from yichuang.sites.console.admin.catalogue.revising.showing.naming import UNNAMED, words_of
from yichuang.sites.ui.conditions import in_words

Shape = Mapping[str, Any]  # a question as the definition writes it
Questions = Mapping[str, Any]  # the fields of both forms by their keys
QUESTION_LABELS = {
    "label": "问什么",
    "type": "怎么答",
    "required": "必填",
    "help": "提示",
    "options": "选项",
    "list": "现成的选项",
    "when": "什么时候问",
    "validate": "检查",
    "columns": "列",
    "level": "选到哪一级地方",
    "prefill_from": "自动填上登记过的",
    "mask": "办件外遮住一部分",
    "from_situation": "前面问过的",
    "follows": "按身份号码算出",
    "typed_when": "什么时候照样要填",
    "unoffered": "不列出的选项",
}
LEVELS = {1: "省", 2: "市", 3: "县", 4: "乡镇", 5: "村"}
PLACELESS = "（表格、签名、文件）"
CONDITIONS = ("when", "typed_when")
# filled in by themselves: of them is told only that it is so
AUTOMATIC = ("prefill_from", "follows")


def spoken(shape: Shape, keys: Iterable[str], questions: Questions) -> str:
    """These settings of a question in words, as far as it has them.

    keys: of the settings, in the order in which they are told.
    questions: those to which a condition may look.
    """
    parts = []
    for key in keys:
        if key not in shape:
            continue
        label = QUESTION_LABELS.get(key, UNNAMED)
        words = _value(key, shape[key], questions)
        parts.append(f"{label}：{words}")
    if not parts:
        return NONE
    return "；".join(parts)


def _value(key: str, value: Any, questions: Questions) -> str:
    """One setting of a question in words.

    `UNREAD` for a setting that has no label: only programs read it.
    """
    if key in CONDITIONS:
        form = SimpleNamespace(fields=questions)
        return in_words(value, form)
    if key in AUTOMATIC:
        return "是"
    tellers = {
        "type": _type,
        "options": _options,
        "list": _list,
        "validate": _checks,
        "columns": labels_of,
        "level": _level,
        "unoffered": _count,
    }
    if key in tellers:
        return tellers[key](value)
    if key in QUESTION_LABELS:
        return words_of(key, value)
    return UNREAD


def labels_of(shapes: Iterable[Shape]) -> str:
    """Questions, columns or choices by their labels."""
    labels = [shape["label"] for shape in shapes]
    return "、".join(labels)


def _type(kind: str) -> str:
    """What a type of answer is called."""
    for row in tables.form_language()["types"]:
        if row["key"] == kind:
            return row["label"]
    return UNREAD


def _options(options: Any) -> str:
    """The choices of a question, as they are read.

    options: code → label, or a list of both.
    """
    if isinstance(options, Mapping):
        labels = map(str, options.values())
        return "、".join(labels)
    return labels_of(options)


def _list(name: str) -> str:
    """A ready list by its first choices, so that it is known by what it offers."""
    code_list = tables.code_lists().get(name, {})
    entries = code_list.get("entries", ())
    labels = [entry["label"] for entry in entries]
    return first_few(labels)


def _checks(checks: Shape) -> str:
    """What is checked of an answer, in the words of the form language."""
    validators = tables.form_language()["validators"]
    parts = []
    for name, bound in checks.items():
        words = validators.get(name, "另有检查")
        if _is_number(bound):
            words = f"{words}{bound}"
        parts.append(words)
    if not parts:
        return NONE
    return "、".join(parts)


def _is_number(bound: Any) -> bool:
    """Whether a check has a bound, and is not merely on or off."""
    if isinstance(bound, bool):
        return False
    return isinstance(bound, int | float)


def _level(level: int) -> str:
    """Down to which level of the country a place is chosen."""
    return LEVELS.get(level, UNREAD)


def _count(codes: list[str]) -> str:
    """How many options are left out."""
    return f"{len(codes)}项"
