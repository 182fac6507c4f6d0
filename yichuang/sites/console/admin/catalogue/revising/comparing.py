"""Two forms of an item side by side: question by question, in words."""

from collections.abc import Mapping
from typing import Any

from yichuang.catalog import tables
from yichuang.sites.console.admin.catalogue.revising.asking import group_key, groups_of
from yichuang.sites.console.admin.catalogue.revising.differing import pair, words
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
}
REST = {"name": "申请表叫什么", "sample": "示例样表", "rules": "跨问题的检查"}


def form_differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """What differs between two forms of an item: question by question, then what else of the text."""
    before = old.get("definition") or {}
    after = new.get("definition") or {}
    changed = _questions(before, after)
    for key, label in REST.items():
        was = before.get(key)
        is_now = after.get(key)
        if was != is_now:
            left, right = pair(was, is_now)
            changed.append((label, left, right))
    had = _part_names(old)
    has = _part_names(new)
    if had != has:
        changed.append(("共用的部分", had, has))
    if not changed:
        changed.append(("申请表", "现行的", "改过的"))
    return changed


def _questions(before: Shape, after: Shape) -> list[Change]:
    old = _by_key(before)
    new = _by_key(after)
    changed = []
    for key in dict.fromkeys([*old, *new]):
        was = old.get(key)
        is_now = new.get(key)
        if was == is_now:
            continue
        label = (is_now or was)["label"]
        left, right = _both(was, is_now)
        changed.append((f"问题“{label}”", left, right))
    if not changed and list(old) != list(new):
        changed.append(("问题的顺序", _order(old), _order(new)))
    return changed


def _by_key(definition: Shape) -> dict[str, Shape]:
    return {shape["key"]: shape for shape in definition.get("fields", ())}


def _order(shapes: Mapping[str, Shape]) -> str:
    labels = [shape["label"] for shape in shapes.values()]
    return "、".join(labels)


def _both(old: Shape | None, new: Shape | None) -> tuple[str, str]:
    """Both sides of one question: only what differs, where both are there."""
    if old is None:
        return "（没有）", _in_words(new, list(QUESTION_LABELS))
    if new is None:
        return _in_words(old, list(QUESTION_LABELS)), "（去掉）"
    differing = []
    for key in dict.fromkeys([*old, *new]):
        if old.get(key) != new.get(key):
            differing.append(key)
    return _in_words(old, differing), _in_words(new, differing)


def _in_words(shape: Shape, keys: list[str]) -> str:
    parts = []
    for key in keys:
        if key in shape:
            label = QUESTION_LABELS.get(key, key)
            text = _value(key, shape[key])
            parts.append(f"{label}：{text}")
    return "；".join(parts) or "（没有）"


def _value(key: str, value: Any) -> str:
    if key == "type":
        types = tables.form_language()["types"]
        labels = {row["key"]: row["label"] for row in types}
        return labels.get(value, value)
    if key == "options":
        return "、".join(each["label"] for each in value)
    if key == "when":
        return in_words(value)
    return words(value)


def _part_names(form: Mapping[str, Any]) -> str:
    definition = form.get("definition") or {}
    groups = groups_of(form)
    names = []
    for entry in definition.get("groups", ()):
        key = group_key(entry)
        label = groups[key]["label"] if key in groups else key
        names.append(label)
    return "、".join(names)
