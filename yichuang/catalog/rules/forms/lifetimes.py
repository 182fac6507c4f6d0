"""No day of a person's life lies before their birth. Asked of every form at once; a pack adds nothing to it.

Whose day it is follows from where it stands: a row of people has its own number, a group of fields that asks for a
number is about that person, and the form's own fields are about whom the matter is about or who applies. Of several the
eldest decides. A day that is nobody's says so in its pack by `whose: matter`."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from yichuang.core.errors import FieldProblem
from yichuang.reference.rules import identifiers

from . import moments
from .compiling import OWN_SECTION
from .form import Field, Form, Section

APPLICANT = "person_id_number"
Values = Mapping[str, Any]
OF_TIME = ("date", "month", "datetime")


def before_birth(form: Form, values: Values) -> Iterator[FieldProblem]:
    """Every typed day of these answers that lies before the birth of whose it is."""
    for section in form.sections:
        keys = _numbers(form, section)
        born = _eldest(values, keys)
        for field in section.fields:
            if field.type == "table":
                rows = values.get(field.key, ())
                yield from _in_rows(field, rows)
            elif _is_early(field, values, born):
                yield _too_early(field)


def _in_rows(table: Field, rows: Sequence[Values]) -> Iterator[FieldProblem]:
    """The same of a table whose rows name people, row by row.

    A row without a citizen number is judged by nobody's birth: its other columns are what they are."""
    numbers = []
    for column in table.columns:
        if column.type == "id_number":
            numbers.append(column.key)
    place = 0
    for row in rows:
        born = _eldest(row, numbers)
        for column in table.columns:
            if _is_early(column, row, born):
                early = _too_early(column)
                yield _of_row(table, place, early)
        place += 1


def _is_early(field: Field, values: Values, born: date | None) -> bool:
    """Whether the answer is a day of a life, and lies before its birth."""
    if born is None:
        return False
    if field.type not in OF_TIME:
        return False
    if not field.of_a_life:
        return False
    moment = values.get(field.key)
    if moment is None:
        return False
    both = moments.comparable(moment, born)
    day = both[0]
    birth = both[1]
    return day < birth


def _too_early(field: Field) -> FieldProblem:
    """What is said of such a day.

    The birth itself is not told again: the number stands beside it, and a page may show it to somebody else."""
    message = f"“{field.label}”早于出生日期，请核对"
    return FieldProblem(field.key, message, "before_birth")


def _of_row(table: Field, place: int, early: FieldProblem) -> FieldProblem:
    """The problem of a cell, named by its row."""
    number = place + 1
    return FieldProblem(
        f"{table.key}.{place}.{early.field}",
        f"“{table.label}”第{number}行：{early.message}",
        early.violates,
    )


def _numbers(form: Form, section: Section) -> list[str]:
    """The keys under which the numbers of those stand whose days a section asks for.

    form: the whole form, which knows whom it is about; section: the part that asks."""
    keys = []
    for field in section.fields:
        if field.type == "id_number":
            keys.append(field.key)
    is_group = section.key != OWN_SECTION[0]
    if is_group and keys:
        return keys
    for about in form.about:
        keys.append(about.number)
    keys.append(APPLICANT)
    return keys


def _eldest(values: Values, keys: Sequence[str]) -> date | None:
    """The first birth among the citizen numbers under these keys; None where there is no such number."""
    births = []
    for key in keys:
        number = values.get(key)
        if not isinstance(number, str):
            continue
        born = identifiers.birth_date_of(number)
        if born:
            births.append(born)
    return min(births, default=None)
