"""Answers for a screen that somebody may look over: masked there, and taken back by reference, never as a mask.

The page shows the mask, the draft keeps the answer. A mask that comes back unchanged means the kept answer; one that
was half typed over means nothing and is told. GB/T 35273-2020 7.2, 个人信息保护法 6."""

from collections.abc import Collection, Mapping
from typing import Any

from .form import Field, Form
from .presenting import mask

COVERED = ("text", "long_text", "id_number", "person_ref", "phone", "bank_account", "email")
STARS = "**"  # every mask holds them, no answer of these types does


def cover(
    form: Form, values: Mapping[str, Any], open_texts: Collection[str] = ()
) -> dict[str, Any]:
    """The answers with every field marked `mask` masked, in tables too, but for the texts that are known to all who
    look (`open_texts`: the name at the head of the page)."""
    covered = dict(values)
    for key, field in form.fields.items():
        value = values.get(key)
        if field.type == "table" and value:
            covered[key] = [_cover_row(field, row, open_texts) for row in value]
        elif value is not None:
            covered[key] = _cover_one(field, value, open_texts)
    return covered


def names_in(form: Form, values: Mapping[str, Any]) -> set[str]:
    """Every name that these answers tell: of the fields and columns that hold names, and of who signed."""
    names = set()
    for key, field in form.fields.items():
        value = values.get(key)
        if not value:
            continue
        if field.type == "table":
            for row in value:
                names |= _names_in_row(field, row)
        elif field.type == "signature":
            signer = value.get("signer", "")
            names.add(signer)
        elif field.is_name:
            names.add(value)
    names.discard("")
    return names


def _names_in_row(table: Field, row: Mapping[str, Any]) -> set[str]:
    names = set()
    for column in table.columns:
        if column.is_name:
            name = row.get(column.key, "")
            names.add(name)
    return names


def uncover(
    form: Form, posted: Mapping[str, Any], standing: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """(answers with each mask replaced by the kept answer that it stands for, names of fields whose mask stands for
    none: these are left empty)."""
    answers = dict(posted)
    broken = []
    for key, field in form.fields.items():
        value = posted.get(key)
        if field.type == "table" and value:
            rows = standing.get(key) or []
            answers[key] = [
                _uncover_row(field, row, rows, n, broken) for n, row in enumerate(value)
            ]
        elif _is_mask(field, value):
            answers[key] = _meant(field, value, [standing.get(key)])
            if answers[key] is None:
                broken.append(key)
    return answers, broken


def _cover_row(table: Field, row: Mapping[str, Any], open_texts: Collection[str]) -> dict[str, Any]:
    return {
        key: _cover_one(table.column[key], value, open_texts) if key in table.column else value
        for key, value in row.items()
    }


def _cover_one(field: Field, value: Any, open_texts: Collection[str]) -> Any:
    if (
        not field.mask
        or field.type not in COVERED
        or not isinstance(value, str)
        or value in open_texts
    ):
        return value
    return value if STARS in value else mask(field, value)


def _uncover_row(
    table: Field, row: Mapping[str, Any], standing_rows: list, n: int, broken: list[str]
) -> dict[str, Any]:
    """One row: its own place in the kept rows is asked first, then the others, for a row above may be gone."""
    near = [*standing_rows[n : n + 1], *standing_rows]
    answers = dict(row)
    for column in table.columns:
        value = row.get(column.key)
        if not _is_mask(column, value):
            continue
        meant = _meant(column, value, [other.get(column.key) for other in near])
        if meant is None:
            broken.append(f"{table.key}[{n}].{column.key}")
            del answers[column.key]
        else:
            answers[column.key] = meant
    return answers


def _is_mask(field: Field, value: Any) -> bool:
    return field.mask and field.type in COVERED and isinstance(value, str) and STARS in value


def _meant(field: Field, typed: str, candidates: list[Any]) -> str | None:
    texts = [text for text in candidates if isinstance(text, str)]
    return next((text for text in texts if mask(field, text) == typed.strip()), None)
