"""Answers for a screen that somebody may look over: masked there, and taken back by reference, never as a mask.

The page shows the mask, the draft keeps the answer. A mask that comes back unchanged means the kept answer; one that
was half typed over means nothing and is told.

GB/T 35273-2020 7.2, 个人信息保护法 6.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from .form import Field, Form
from .presenting import mask

COVERED = ("text", "long_text", "id_number", "person_ref", "phone", "bank_account", "email")
STARS = "**"  # every mask holds them, no answer of these types does
Answers = Mapping[str, Any]  # of a form by field, or of a row by column
Rows = Sequence[Answers]
Copy = dict[str, Any]  # answers that are changed before they are handed on


def cover(form: Form, values: Answers, open_texts: Collection[str] = ()) -> Copy:
    """The answers with every field marked `mask` masked, in tables too.

    values: as they are kept, by field; open_texts: texts that are known to
    all who look, such as the name at the head of the page, and stay open.
    """
    covered = dict(values)
    for key, field in form.fields.items():
        value = values.get(key)
        if value is None:
            continue
        if field.type == "table" and value:
            covered[key] = _cover_table(field, value, open_texts)
        else:
            covered[key] = _cover_one(field, value, open_texts)
    return covered


def _cover_table(table: Field, rows: Rows, open_texts: Collection[str]) -> Rows:
    """The rows of a table, each masked."""
    return [_cover_row(table, row, open_texts) for row in rows]


def _cover_row(table: Field, row: Answers, open_texts: Collection[str]) -> Copy:
    """The row with its masked columns masked.

    What is no column of the table stands as it is.
    """
    covered = dict(row)
    for key, value in row.items():
        column = table.column.get(key)
        if column:
            covered[key] = _cover_one(column, value, open_texts)
    return covered


def _cover_one(field: Field, value: Any, open_texts: Collection[str]) -> Any:
    """The mask of an answer that is masked on screens.

    The answer itself where it is open, or a mask already.
    """
    if not _may_be_covered(field, value):
        return value
    if value in open_texts or STARS in value:
        return value
    return mask(field, value)


def names_in(form: Form, values: Answers) -> set[str]:
    """Every name that these answers tell.

    Of the fields and columns that hold names, and of who signed.
    """
    names = set()
    for key, field in form.fields.items():
        value = values.get(key)
        if value:
            names |= _names_in_answer(field, value)
    names.discard("")
    return names


def _names_in_answer(field: Field, value: Any) -> set[str]:
    """The names in what is answered to one field.

    A signature or a row without its name says "".
    """
    if field.type == "table":
        names = set()
        for row in value:
            names |= _names_in_row(field, row)
        return names
    if field.type == "signature":
        signer = value.get("signer", "")
        return {signer}
    if field.is_name:
        return {value}
    return set()


def _names_in_row(table: Field, row: Answers) -> set[str]:
    """What the columns for names hold in one row.

    "" for one that is not there.
    """
    names = set()
    for column in table.columns:
        if column.is_name:
            name = row.get(column.key, "")
            names.add(name)
    return names


def uncover(form: Form, posted: Answers, standing: Answers) -> tuple[Copy, list[str]]:
    """(answers with each mask replaced by the answer that it stands for, names of broken fields).

    A field is broken when its mask stands for none of the answers of the
    draft. It is left empty.

    posted: what came back from the page; standing: the answers of the draft.
    """
    answers = dict(posted)
    broken = []
    for key, field in form.fields.items():
        value = posted.get(key)
        if field.type == "table" and value:
            standing_rows = standing.get(key) or []
            answers[key] = _uncover_table(field, value, standing_rows, broken)
        elif _is_mask(field, value):
            candidates = [standing.get(key)]
            meant = _meant(field, value, candidates)
            answers[key] = meant
            if meant is None:
                broken.append(key)
    return answers, broken


def _uncover_table(table: Field, rows: Rows, standing_rows: Rows, broken: list[str]) -> list[Copy]:
    """The rows with each mask replaced.

    Names of the columns whose mask stands for nothing are added to `broken`.
    A row's own place in the draft is asked first, then the others, for a row
    above it may be gone.
    """
    answers = []
    for number, row in enumerate(rows):
        own_place = standing_rows[number : number + 1]
        near = [*own_place, *standing_rows]
        answer, broken_columns = _uncover_row(table, row, near)
        answers.append(answer)
        for column in broken_columns:
            broken.append(f"{table.key}[{number}].{column}")
    return answers


def _uncover_row(table: Field, row: Answers, near: Rows) -> tuple[Copy, list[str]]:
    """(the row with each mask replaced, keys of its columns whose mask stands for nothing).

    near: the rows of the draft that may be meant, the likeliest first.
    """
    answers = dict(row)
    broken = []
    for column in table.columns:
        key = column.key
        value = row.get(key)
        if not _is_mask(column, value):
            continue
        candidates = [other.get(key) for other in near]
        meant = _meant(column, value, candidates)
        if meant is None:
            broken.append(key)
            del answers[key]
        else:
            answers[key] = meant
    return answers, broken


def _is_mask(field: Field, value: Any) -> bool:
    """Whether what was typed there is a mask, untouched or half typed over."""
    return _may_be_covered(field, value) and STARS in value


def _may_be_covered(field: Field, value: Any) -> bool:
    """Whether such an answer to this field is masked on screens."""
    if not field.mask or field.type not in COVERED:
        return False
    return isinstance(value, str)


def _meant(field: Field, typed: str, candidates: list[Any]) -> str | None:
    """The first of the candidates that the typed mask stands for.

    None when it stands for none.
    """
    typed_mask = typed.strip()
    for text in candidates:
        if isinstance(text, str) and mask(field, text) == typed_mask:
            return text
    return None
