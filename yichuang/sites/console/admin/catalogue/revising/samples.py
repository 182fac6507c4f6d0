"""An answer of a filled sample as one text that people write, and back."""

import re
from collections.abc import Mapping
from typing import Any

from yichuang.catalog.rules.forms import Field, sheets

NOT_ONE_TEXT = ("table", "signature", "file")


def written(field: Field | None, answer: Any) -> str:
    """An answer as a cell shows it: labels instead of codes, 是 and 否; "" for one that is no single text."""
    if field is None or answer is None or field.type in NOT_ONE_TEXT:
        return ""
    if isinstance(answer, list):
        return "；".join(_label(field, each) for each in answer)
    return _label(field, answer)


def _label(field: Field, answer: Any) -> str:
    if isinstance(answer, bool):
        return "是" if answer else "否"
    return field.labels.get(str(answer), str(answer))


def read(field: Field | None, text: str) -> Any:
    """What a text means as an answer of this field; the text itself where no field is known."""
    if field is None:
        return text
    if field.type == "multi_choice":
        parts = [part.strip() for part in re.split("[；;\n]", text)]
        return [read_one(field, part) for part in parts if part]
    return read_one(field, text)


def read_one(field: Field, text: str) -> Any:
    """One value of a field from its label, its code or its text, as the packs write it."""
    lookups: Mapping[str, sheets.Lookup] = {}
    answer = sheets.answer(field, text, lookups)
    if field.type == "boolean":
        return {"true": True, "false": False}.get(answer, answer)
    if field.type == "integer" and re.fullmatch("-?[0-9]{1,9}", answer):
        return int(answer)
    return answer
