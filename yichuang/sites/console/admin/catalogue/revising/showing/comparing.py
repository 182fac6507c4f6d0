"""Two forms of an item side by side: question by question, in words."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from yichuang.catalog import tables
from yichuang.sites.console.admin.catalogue.revising import samples
from yichuang.sites.console.admin.catalogue.revising.asking import (
    compiled_fields,
    group_key,
    groups_of,
)
from yichuang.sites.console.admin.catalogue.revising.showing.differing import (
    BEFORE,
    GONE,
    NONE,
    UNREAD,
    marked,
)
from yichuang.sites.console.admin.catalogue.revising.showing.naming import UNNAMED, words_of
from yichuang.sites.ui.conditions import in_words

Shape = Mapping[str, Any]
Change = tuple[str, str, str]
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
FEW = 3  # choices of a list that are named


def form_differences(old: Shape, new: Shape) -> list[Change]:
    """What differs between two forms of an item: question by question, then name, sample, checks, common parts."""
    before = old.get("definition") or {}
    after = new.get("definition") or {}
    questions = compiled_fields(old) | compiled_fields(new)
    changed = _questions(before, after, questions)
    if before.get("name") != after.get("name"):
        changed.append(("申请表叫什么", *marked(before.get("name", ""), after.get("name", ""))))
    changed += _sample(before.get("sample") or {}, after.get("sample") or {}, questions)
    changed += _rules(before.get("rules") or (), after.get("rules") or ())
    had, has = _part_names(old), _part_names(new)
    if had != has:
        changed.append(("共用的部分", had, has))
    return changed or [("申请表", BEFORE, UNREAD)]


def _questions(before: Shape, after: Shape, questions: Mapping[str, Any]) -> list[Change]:
    old = _by_key(before, "fields")
    new = _by_key(after, "fields")
    changed = []
    for key in dict.fromkeys([*old, *new]):
        was = old.get(key)
        is_now = new.get(key)
        if was == is_now:
            continue
        label = (is_now or was)["label"]
        left, right = _both(was, is_now, questions)
        changed.append((f"问题“{label}”", left, right))
    if not changed and list(old) != list(new):
        changed.append(("问题的顺序", _order(old), _order(new)))
    return changed


def _by_key(definition: Shape, part: str) -> dict[str, Shape]:
    return {shape["key"]: shape for shape in definition.get(part, ())}


def _order(shapes: Mapping[str, Shape]) -> str:
    labels = [shape["label"] for shape in shapes.values()]
    return "、".join(labels)


def _both(old: Shape | None, new: Shape | None, questions: Mapping[str, Any]) -> tuple[str, str]:
    """Both sides of one question: only what differs, where both are there."""
    if old is None:
        return NONE, _in_words(new, list(QUESTION_LABELS), questions)
    if new is None:
        return _in_words(old, list(QUESTION_LABELS), questions), GONE
    differing = []
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) != new.get(key):
            differing.append(key)
    return marked(_in_words(old, differing, questions), _in_words(new, differing, questions))


def _in_words(shape: Shape, keys: list[str], questions: Mapping[str, Any]) -> str:
    parts = []
    for key in keys:
        if key in shape:
            label = QUESTION_LABELS.get(key, UNNAMED)
            parts.append(f"{label}：{_value(key, shape[key], questions)}")
    return "；".join(parts) or NONE


def _value(key: str, value: Any, questions: Mapping[str, Any]) -> str:
    """One setting of a question in words. questions: the questions of both
    forms, for conditions.
    """
    tellers = {
        "type": _type,
        "options": _options,
        "list": _list,
        "validate": _checks,
        "columns": _columns,
        "level": lambda level: LEVELS.get(level, UNREAD),
        "when": lambda when: in_words(when, SimpleNamespace(fields=questions)),
        "prefill_from": lambda _: "是",
        "follows": lambda _: "是",
        "unoffered": lambda codes: f"{len(codes)}项",
        "typed_when": lambda when: in_words(when, SimpleNamespace(fields=questions)),
    }
    if key in tellers:
        return tellers[key](value)
    if key in QUESTION_LABELS:
        return words_of(key, value)
    return UNREAD


def _type(kind: str) -> str:
    """What a type of answer is called."""
    for row in tables.form_language()["types"]:
        if row["key"] == kind:
            return row["label"]
    return UNREAD


def _options(options: Any) -> str:
    """The choices of a question, as they are read."""
    if isinstance(options, Mapping):
        return "、".join(map(str, options.values()))
    return "、".join(each["label"] for each in options)


def _list(name: str) -> str:
    """A ready list by its first choices, so that it is known by what it
    offers.
    """
    entries = tables.code_lists().get(name, {}).get("entries", ())
    labels = [entry["label"] for entry in entries]
    few = "、".join(labels[:FEW])
    return f"{few}等{len(labels)}项" if len(labels) > FEW else few


def _checks(checks: Shape) -> str:
    """What is checked of an answer, in the words of the form language."""
    validators = tables.form_language()["validators"]
    parts = []
    for name, bound in checks.items():
        words = validators.get(name, "另有检查")
        if isinstance(bound, int | float) and not isinstance(bound, bool):
            words = f"{words}{bound}"
        parts.append(words)
    return "、".join(parts) or NONE


def _columns(columns: list[Shape]) -> str:
    return "、".join(column["label"] for column in columns)


def _sample(old: Shape, new: Shape, questions: Mapping[str, Any]) -> list[Change]:
    """What differs in the filled sample, answer by answer."""
    changed = []
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) == new.get(key):
            continue
        field = questions.get(key)
        label = field.label if field else UNNAMED
        left = _answer(field, old.get(key))
        right = _answer(field, new.get(key))
        changed.append((f"示例样表“{label}”", *marked(left, right)))
    return changed


def _answer(field: Any, answer: Any) -> str:
    """An answer of the sample: as the page shows it, a table by its rows."""
    if answer is None or answer in ("", [], {}):
        return NONE
    if field is None:
        return UNREAD
    if isinstance(answer, list) and answer and isinstance(answer[0], Mapping):
        return f"{len(answer)}行"
    return samples.written(field, answer) or PLACELESS


def _rules(old: Any, new: Any) -> list[Change]:
    """What differs in the checks between questions: their sentences, or that one of them works otherwise."""
    before = _by_key({"rules": old}, "rules")
    after = _by_key({"rules": new}, "rules")
    changed = []
    for key in dict.fromkeys([*before, *after]):
        was, is_now = before.get(key), after.get(key)
        if was == is_now:
            continue
        left = was["message"] if was else NONE
        right = is_now["message"] if is_now else GONE
        if left == right:
            right = f"{right}{UNREAD}"
        changed.append(("跨问题的检查", *marked(left, right)))
    if not changed and list(before) != list(after):
        changed.append(("跨问题的检查", BEFORE, UNREAD))
    return changed


def _part_names(form: Shape) -> str:
    definition = form.get("definition") or {}
    groups = groups_of(form)
    names = []
    for entry in definition.get("groups", ()):
        key = group_key(entry)
        label = groups[key]["label"] if key in groups else UNNAMED
        names.append(label)
    return "、".join(names)
