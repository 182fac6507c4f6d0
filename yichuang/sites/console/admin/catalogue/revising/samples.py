"""An answer of a filled sample as one text that people write, and back."""

import re
from collections.abc import Mapping
from typing import Any

from yichuang.catalog.rules.forms import Field, sheets

NOT_ONE_TEXT = ("table", "signature", "file")


def written(field: Field | None, answer: Any) -> str:
    """An answer as a cell shows it: labels instead of codes, 是 and 否.

    The answers of several choices stand in one text, with ； between
    them. "" for an answer that is no single text: a table, a signature,
    a file.
    """
    if field is None or answer is None or field.type in NOT_ONE_TEXT:
        return ""
    if isinstance(answer, list):
        return "；".join(_label(field, each) for each in answer)
    return _label(field, answer)


def _label(field: Field, answer: Any) -> str:
    """One value in words; as it stands where it has no label."""
    if isinstance(answer, bool):
        return "是" if answer else "否"
    text = str(answer)
    return field.labels.get(text, text)


def read(field: Field | None, text: str) -> Any:
    """What a text means as an answer of this field.

    The text itself where no field is known. Of several choices a list,
    split where people split: at ；, ; or a new line.
    """
    if field is None:
        return text
    if field.type == "multi_choice":
        parts = re.split("[；;\n]", text)
        return _read_several(field, parts)
    return read_one(field, text)


def _read_several(field: Field, parts: list[str]) -> list[Any]:
    values = []
    for part in parts:
        text = part.strip()
        if text:
            values.append(read_one(field, text))
    return values


def read_one(field: Field, text: str) -> Any:
    """One value of a field from its label, its code or its text.

    Returns it as the packs write it: true and false, whole numbers,
    else text.
    """
    lookups: Mapping[str, sheets.Lookup] = {}
    answer = sheets.answer(field, text, lookups)
    if field.type == "boolean":
        return {"true": True, "false": False}.get(answer, answer)
    if field.type == "integer" and re.fullmatch("-?[0-9]{1,9}", answer):
        return int(answer)
    return answer
