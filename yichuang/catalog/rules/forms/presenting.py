"""A filled form as words: for the last look before sending, for the desk and for papers."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from yichuang.core import masking

from .cleaning import take
from .conditions import holds, standing
from .form import Field, Form
from .labelling import labelled
from .reading import NOT_YET, ON_PAPER, SIGN_METHODS, Around

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
    form: Form,
    values: Mapping[str, Any],
    names: Mapping[str, Name] = NO_NAMES,
    open_texts: Collection[str] = (),
) -> list[tuple[str, list[KeyedLine]]]:
    """As `present`, each line beside the key of its field. open_texts: what stands whole on the page anyway, and is
    masked nowhere on it."""
    answered = take(form, values, Around()).values
    shown = standing(form, answered)
    sections = []
    for section in form.sections:
        keyed = []
        for field in section.fields:
            value = values.get(field.key)
            if field.key not in shown or value is None:
                continue
            named = labelled(field, values.get)
            for line in _lines(named, value, names, open_texts):
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
    lines = []
    for key in keys:
        value = values.get(key)
        if key not in shown or value is None:
            continue
        field = labelled(form.fields[key], values.get)
        _, masked = _both(field, value, {})
        lines.append((field.label, masked))
    return lines


def _lines(
    field: Field, value: Any, names: Mapping[str, Name], open_texts: Collection[str] = ()
) -> list[Line]:
    if field.type != "table":
        return [(field.label, *_both(field, value, names, open_texts))]
    lines = []
    for number, row in enumerate(value, 1):
        plain = []
        masked = []
        for column in field.columns:
            cell = row.get(column.key)
            if cell is None or not holds(column.when, row.get):
                continue
            text, hidden = _both(column, cell, names, open_texts)
            plain.append(f"{column.label}：{text}")
            masked.append(f"{column.label}：{hidden}")
        label = f"{field.label}（{number}）"
        lines.append((label, "；".join(plain), "；".join(masked)))
    return lines


def _both(
    field: Field, value: Any, names: Mapping[str, Name], open_texts: Collection[str] = ()
) -> tuple[str, str]:
    named = names.get(field.type)
    if named:
        text = named(value)
    else:
        text = _WORDS.get(field.type, _as_is)(field, value)
    if not field.mask or text in open_texts:
        return text, text
    return text, mask(field, text)


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
    match = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?(?: (\d\d:\d\d))?", value)
    if not match:
        return str(value)
    year, month, day, time = match.groups()
    text = f"{year}年{int(month)}月"
    if day:
        text += f"{int(day)}日"
    if time:
        text += time
    return text


def _boolean(field: Field, value: Any) -> str:
    return "是" if value else "否"


def _signature(field: Field, value: Mapping) -> str:
    # what was signed before in another way still reads as it was
    words = NOT_YET | SIGN_METHODS | ON_PAPER
    method = words[value["method"]]
    day = _moment(field, value["signed_on"])
    words_of_signing = [method, day]
    if "seen_by" in value:
        words_of_signing.append(f"{value['seen_by']}看过")
    how = "，".join(words_of_signing)
    return f"{value['signer']}（{how}）"


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
    if len(text) <= 4:
        return masking.name(text)
    return masking.text(text)
