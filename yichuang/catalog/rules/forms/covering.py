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
            standing_rows = standing.get(key) or []
            answers[key] = _uncover_table(field, value, standing_rows, broken)
        elif _is_mask(field, value):
            meant = _meant(field, value, [standing.get(key)])
            answers[key] = meant
            if meant is None:
                broken.append(key)
    return answers, broken


def _uncover_table(
    table: Field, rows: list, standing_rows: list, broken: list[str]
) -> list[dict[str, Any]]:
    """The rows with each mask replaced; names of columns whose mask stands for nothing are added to `broken`."""
    answers = []
    for number, row in enumerate(rows):
        answer = _uncover_row(table, row, standing_rows, number, broken)
        answers.append(answer)
    return answers


def _cover_row(table: Field, row: Mapping[str, Any], open_texts: Collection[str]) -> dict[str, Any]:
    """The row with its masked columns masked; what is no column stands as it is."""
    covered = dict(row)
    for key, value in row.items():
        column = table.column.get(key)
        if column:
            covered[key] = _cover_one(column, value, open_texts)
    return covered


def _cover_one(field: Field, value: Any, open_texts: Collection[str]) -> Any:
    """The mask of an answer that is masked on screens; the answer itself where it is open or a mask already."""
    if not _is_covered(field) or not isinstance(value, str):
        return value
    if value in open_texts or STARS in value:
        return value
    return mask(field, value)


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
    """Whether what was typed there is a mask, whole or half typed over."""
    if not _is_covered(field) or not isinstance(value, str):
        return False
    return STARS in value


def _is_covered(field: Field) -> bool:
    return field.mask and field.type in COVERED


def _meant(field: Field, typed: str, candidates: list[Any]) -> str | None:
    """The first of the kept answers that the typed mask stands for; None when it stands for none."""
    typed_mask = typed.strip()
    for text in candidates:
        if isinstance(text, str) and mask(field, text) == typed_mask:
            return text
    return None
