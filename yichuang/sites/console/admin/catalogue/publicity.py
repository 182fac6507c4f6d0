"""What a place says of 公示, as fields of its form, and in words."""

from collections.abc import Mapping
from typing import Any

from yichuang.catalog.rules import limits
from yichuang.catalog.rules.publicity import KEY

Differences = dict[str, Any]
PARTS = ("days", "unit", "stops", "basis")
STOPPED = "不算进承诺"
FIELDS = (
    {
        "key": "publicity_days",
        "label": "公示天数",
        "type": "integer",
        "help": "只填比统一的长的，单位和统一的一样",
    },
    {
        "key": "publicity_unit",
        "label": "公示天数的单位",
        "type": "choice",
        "options": {"工作日": "工作日", "自然日": "自然日"},
    },
    {
        "key": "publicity_stops",
        "label": "公示的日子算不算进承诺",
        "type": "choice",
        "options": {"promise": STOPPED},
        "help": "有法定时限的事项都算；没有法定时限、当地有规定的，才可以不算",
    },
    {
        "key": "publicity_basis",
        "label": "公示的依据",
        "type": "text",
        "help": "写名称和文号，例如“《……办法》（人社发〔2024〕5号）”",
    },
)


def answers(differences: Mapping[str, Any]) -> Differences:
    """What a place says of it, as the fields show it."""
    of_place = differences.get(KEY) or {}
    shown = {}
    for part in PARTS:
        value = of_place.get(part)
        if isinstance(value, list):
            value = "".join(value[:1])
        if value is not None:
            shown[_field(part)] = value
    return shown


def taken(values: Differences) -> Differences:
    """What a form brings, with the four fields as the one element that they are."""
    fields = {_field(part) for part in PARTS}
    differences = {key: value for key, value in values.items() if key not in fields}
    of_place = {}
    for part in PARTS:
        value = values.get(_field(part))
        if value in (None, ""):
            continue
        of_place[part] = [value] if part == "stops" else value
    if of_place:
        differences[KEY] = of_place
    return differences


def words(of_place: Mapping[str, Any]) -> str:
    """What a place says of it, as people say it."""
    parts = []
    if of_place.get("days") is not None:
        length = limits.spoken(of_place["days"], of_place.get("unit"))
        parts.append(length)
    if of_place.get("stops"):
        parts.append(STOPPED)
    if of_place.get("basis"):
        parts.append(f"依据{of_place['basis']}")
    return "，".join(parts)


def _field(part: str) -> str:
    """The name of the field of one part."""
    return f"{KEY}_{part}"
