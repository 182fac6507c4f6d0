"""Two texts of an item side by side: which element was what, and is to be what."""

from collections.abc import Mapping
from typing import Any

from yichuang.catalog import tables
from yichuang.sites.console.admin.catalogue.revising import columns, texts

LABELS = {
    "materials": "办理材料",
    "situations": "办理情形",
    "review_points": "审查要点",
    "discretion": "裁量基准",
    "commitment": "告知承诺和容缺",
    "full_online": "全程网办",
    "statutory_days": "法定办结时限",
    "statutory_unit": "法定办结时限单位",
    "previous_days": "原来的时限",
    "previous_unit": "原来的时限单位",
    "tags": "标签",
}


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(element, before, after) of everything that differs, in the order of the old text."""
    labels = {row["path"]: row["label"] for row in tables.elements()["elements"]} | LABELS
    keys = [key for key in dict.fromkeys([*old, *new]) if key not in texts.COMPUTED]
    changed = [key for key in keys if old.get(key) != new.get(key)]
    return [(labels.get(key, key), *pair(old.get(key), new.get(key))) for key in changed]


def pair(old: Any, new: Any) -> tuple[str, str]:
    """Of two lists only what went and what came; of anything else both."""
    if isinstance(old, list) and isinstance(new, list):
        gone = [v for v in old if v not in new]
        come = [v for v in new if v not in old]
        if gone or come:
            return words(gone) or "（不变）", words(come) or "（去掉）"
    return words(old), words(new)


def words(value: Any) -> str:
    """A value of a text as people read it."""
    if value is None or value in ("", [], {}):
        return "（没有）" if value != [] else ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        head = value.get("name") or value.get("question") or value.get("matter")
        inner = "，".join(
            f"{_key(k)}：{words(v)}"
            for k, v in value.items()
            if k not in ("name", "question", "matter")
        )
        return f"{head}（{inner}）" if head else inner
    if isinstance(value, list | tuple):
        return "；".join(words(each) for each in value)
    return str(value)


def _key(key: str) -> str:
    every = (*columns.MATERIAL_COLUMNS, *columns.SITUATION_COLUMNS, *columns.DISCRETION_COLUMNS)
    labels = {}
    for column in every:
        name = column["key"]
        labels[name] = column["label"]
    for name, label, _ in texts.COMMITMENT:
        labels[name] = label
    return labels.get(key, key).split("（")[0]
