"""What the keys and values of an item's text are called by people: no word of the machine is shown to who agrees."""

import re
from collections.abc import Mapping
from typing import Any

from yichuang.catalog import tables
from yichuang.catalog.queries import reports
from yichuang.catalog.rules import limits
from yichuang.core import packs
from yichuang.sites.console.admin.catalogue.revising import entries
from yichuang.sites.console.admin.catalogue.revising.texts import BEFORE
from yichuang.sites.ui.wording import cndate

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
UNNAMED = "其他设置"
HIDDEN = ("type", "type_code", "confidence", "key", "value")  # codes that only programs read
LABELS = {
    "materials": "办理材料",
    "situations": "办理情形",
    "discretion": "裁量基准",
    "commitment": "告知承诺和容缺",
    "commitment_materials": "告知承诺适用的材料",
    "gaozhi_chengnuo": "实行告知承诺",
    "rongque": "实行容缺受理",
    "rongque_materials": "可以容缺的材料",
    "rongque_supply_days": "容缺几个工作日内补齐",
    "rongque_before": "容缺的材料什么以前要补",
    "rongque_review_days": "补齐以后几个工作日审完",
    "credit_commitment_required": "要信用承诺",
    "official_code": "国家编码",
    "effective_from": "从哪天起",
    "on_application": "依申请办理",
    "in_six_plus_one": "在六类依申请权力和公共服务里",
    "acceptance": "受理的期限",
    "deliver_by": "送达的期限",
    "speedup_base": "提速和什么比",
    "speedup_percent": "提速百分比",
    "silence_decides": "到期没有答复时",
    "seconds_approval": "要第二人复核",
    "in_hall": "进政务大厅",
    "kiosk": "自助机能办",
    "township_extended": "延伸到乡镇",
    "village_extended": "延伸到村",
    "statutory_when": "分情形的法定时限",
    "provenance": "出处",
    "days": "天数",
    "unit": "单位",
    "article": "条文",
    "silence": "到期没有告知时",
    "effect": "后果",
    "from": "从哪天起算",
    "when": "什么情形",
    "options": "选项",
    "label": "文字",
    "table": "情形和适用",
    "title": "标题",
    "lines": "内容",
    "note": "说明",
    "basis": "依据",
    "steps": "环节",
}
WORDS = {"source": entries.SOURCES, "speedup_base": reports.BASE_WORDS, "rongque_before": BEFORE}


@packs.kept()
def _listed_labels() -> dict[str, str]:
    """Labels of elements.yaml and of the tables on the page, by the last part of their path."""
    labels = {}
    for shape in tables.elements()["shapes"]:
        last = shape["path"].split(".")[-1].removesuffix("[]")
        labels.setdefault(last, shape["label"])
    for column in (
        *entries.SITUATION_COLUMNS,
        *entries.DISCRETION_COLUMNS,
        *entries.MATERIAL_COLUMNS,
    ):
        labels[column["key"]] = column["label"].split("（")[0]
    for row in tables.elements()["elements"]:
        labels[row["path"]] = row["label"]
    return labels


def label_of(key: str) -> str:
    """What an element is called. A key that is a name itself, as the levels of a place are, is its own label."""
    label = LABELS.get(key) or _listed_labels().get(key)
    if label:
        return label
    if key.isascii():
        return UNNAMED
    return key


def words_of(key: str, value: Any) -> str:
    """One value of an element, as people say it."""
    if value is None or value in ("", [], {}):
        return "（没有）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Mapping):
        return _of_entry(value)
    if isinstance(value, list | tuple):
        return "；".join(words_of(key, each) for each in value)
    text = str(value)
    if DAY.fullmatch(text):
        return cndate(text)
    return WORDS.get(key, {}).get(text, text)


def words_in(key: str, entry: Mapping[str, Any]) -> str:
    """One value as `words_of`; a number of days with the unit that stands beside it in the entry."""
    value = entry.get(key)
    unit = entry.get(key.replace("days", "unit"))
    if key.endswith("days") and isinstance(value, int) and isinstance(unit, str):
        return limits.spoken(value, unit)
    return words_of(key, value)


def name_of(entry: Mapping[str, Any]) -> str:
    """By what an entry of a list is known; "" for one without a name."""
    for key in ("name", "question", "label", "matter", "case", "article"):
        if entry.get(key):
            return str(entry[key])
    return ""


def _of_entry(entry: Mapping[str, Any]) -> str:
    head = name_of(entry)
    parts = []
    for key, value in entry.items():
        if key in HIDDEN or key == "when":
            continue
        is_empty = value is None or value in ("", [], {})
        if is_empty or value == head:
            continue
        parts.append(f"{label_of(key)}：{words_of(key, value)}")
    inner = "，".join(parts)
    if head and inner:
        return f"{head}（{inner}）"
    return head or inner
