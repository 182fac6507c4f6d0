"""A filled form as words: for the last look before sending, for the desk and for papers."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from yichuang.core import masking

from .cleaning import take
from .conditions import holds, standing
from .form import Field, Form
from .reading import NOT_YET, SIGN_METHODS, Around

Line = tuple[str, str, str]
KeyedLine = tuple[str, Line]
Name = Callable[[str], str]
NO_NAMES: Mapping[str, Name] = MappingProxyType({})


def present(
    form: Form, values: Mapping[str, Any], names: Mapping[str, Name] = NO_NAMES
) -> list[tuple[str, list[Line]]]:
    """[(section label, [(field label, text, masked text)])] of the answered fields that are shown.

    `values` as `clean` returns them; `names` turns the codes of a field type whose list is kept elsewhere (region,
    occupation) into names. Masked text equals the text where the field is not marked `mask` (GB/T 35273-2020).
    """
    sections = []
    for label, keyed in present_by_key(form, values, names):
        lines = [line for _, line in keyed]
        sections.append((label, lines))
    return sections


def present_by_key(
    form: Form, values: Mapping[str, Any], names: Mapping[str, Name] = NO_NAMES
) -> list[tuple[str, list[KeyedLine]]]:
    """As `present`, each line beside the key of its field."""
    answered = take(form, values, Around()).values
    shown = standing(form, answered)
    sections = []
    for section in form.sections:
        keyed = []
        for field in section.fields:
            value = values.get(field.key)
            if field.key not in shown or value is None:
                continue
            for line in _lines(field, value, names):
                keyed.append((field.key, line))
        if keyed:
            sections.append((section.label, keyed))
    return sections


def in_words(field: Field, value: Any, names: Mapping[str, Name] = NO_NAMES) -> str:
    """One stored answer as people read it, "" for none. names: as `present`."""
    if value is None:
        return ""
    return "；".join(text for _, text, _ in _lines(field, value, names))


def said(form: Form, values: Mapping[str, Any], keys: Sequence[str]) -> list[tuple[str, str]]:
    """(label, masked text) of the answered fields among `keys`, in their order. Fields whose list is kept elsewhere and
    tables are none of them."""
    shown = standing(form, take(form, values, Around()).values)
    fields = [form.fields[key] for key in keys if key in form.fields]
    answered = [
        field for field in fields if field.key in shown and values.get(field.key) is not None
    ]
    return [(field.label, _both(field, values[field.key], {})[1]) for field in answered]


def _lines(field: Field, value: Any, names: Mapping[str, Name]) -> list[Line]:
    if field.type != "table":
        return [(field.label, *_both(field, value, names))]
    lines = []
    for number, row in enumerate(value, 1):
        cells = [
            (column.label, *_both(column, row[column.key], names))
            for column in field.columns
            if row.get(column.key) is not None and holds(column.when, row.get)
        ]
        plain = "；".join(f"{label}：{text}" for label, text, _ in cells)
        masked = "；".join(f"{label}：{hidden}" for label, _, hidden in cells)
        lines.append((f"{field.label}（{number}）", plain, masked))
    return lines


def _both(field: Field, value: Any, names: Mapping[str, Name]) -> tuple[str, str]:
    named = names.get(field.type)
    text = named(value) if named else _WORDS.get(field.type, _as_is)(field, value)
    return text, mask(field, text) if field.mask else text


def _as_is(field: Field, value: Any) -> str:
    return str(value)


def _label(field: Field, value: Any) -> str:
    return field.labels.get(value, str(value))


def _labels(field: Field, value: Any) -> str:
    return "、".join(_label(field, each) for each in value)


def _money(field: Field, value: Any) -> str:
    amount = Decimal(str(value))
    text = f"{amount:,.2f}"
    if "元" in field.label:
        return text
    return f"¥{text}"


def _moment(field: Field, value: Any) -> str:
    """2026-11-05 14:20 → 2026年11月5日14:20; 2026-11 → 2026年11月."""
    found = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?(?: (\d\d:\d\d))?", value)
    if not found:
        return str(value)
    year, month, day, time = found.groups()
    return f"{year}年{int(month)}月" + (f"{int(day)}日" if day else "") + (time or "")


def _boolean(field: Field, value: Any) -> str:
    return "是" if value else "否"


def _signature(field: Field, value: Mapping) -> str:
    words = {
        **NOT_YET,
        **SIGN_METHODS,
    }  # what was signed before in another way still reads as it was
    return f"{value['signer']}（{words[value['method']]}，{_moment(field, value['signed_on'])}）"


def _file(field: Field, value: Mapping) -> str:
    return value["name"]


_WORDS: dict[str, Callable[[Field, Any], str]] = {
    "choice": _label,
    "multi_choice": _labels,
    "education": _label,
    "nationality": _label,
    "hukou_type": _label,
    "industry": _label,
    "money_yuan": _money,
    "date": _moment,
    "datetime": _moment,
    "month": _moment,
    "boolean": _boolean,
    "signature": _signature,
    "file": _file,
}


def mask(field: Field, text: str) -> str:
    """The text of one answer as it is shown outside the case."""
    if field.type in ("id_number", "person_ref"):
        return masking.id_number(text)
    if field.type == "phone":
        return masking.phone(text)
    if field.type == "bank_account":
        return "*" * (len(text) - 4) + text[-4:]
    return masking.name(text) if len(text) <= 4 else masking.text(text)
