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
OF_TIME = ("date", "month", "datetime")


def before_birth(form: Form, values: Mapping[str, Any]) -> Iterator[FieldProblem]:
    """Every typed day of these answers that lies before the birth of whose it is."""
    for section in form.sections:
        born = _eldest(values, _numbers(form, section))
        for field in section.fields:
            if field.type == "table":
                yield from _in_rows(field, values.get(field.key) or ())
            elif born:
                yield from _told(field, values, born, field.key)


def _in_rows(table: Field, rows: Sequence[Mapping[str, Any]]) -> Iterator[FieldProblem]:
    numbers = [column.key for column in table.columns if column.type == "id_number"]
    if not numbers:
        return
    for place, row in enumerate(rows):
        born = _eldest(row, numbers)
        if not born:
            continue
        for column in table.columns:
            path = f"{table.key}.{place}.{column.key}"
            where = f"“{table.label}”第{place + 1}行："
            yield from _told(column, row, born, path, where)


def _told(
    field: Field, values: Mapping[str, Any], born: date, path: str, where: str = ""
) -> Iterator[FieldProblem]:
    moment = values.get(field.key)
    if moment is None or not field.of_a_life or field.type not in OF_TIME:
        return
    told, birth = moments.comparable(moment, born)
    if told < birth:
        message = f"{where}“{field.label}”早于出生日期，请核对"
        yield FieldProblem(path, message, "before_birth")


def _numbers(form: Form, section: Section) -> list[str]:
    """The keys under which the numbers of those stand whose days a section asks for."""
    own = [field.key for field in section.fields if field.type == "id_number"]
    if section.key != OWN_SECTION[0] and own:
        return own
    return [*own, *(about.number for about in form.about), APPLICANT]


def _eldest(values: Mapping[str, Any], keys: Sequence[str]) -> date | None:
    """The first birth among the citizen numbers under these keys; None where there is no such number."""
    births = []
    for key in keys:
        number = values.get(key)
        born = identifiers.birth_date_of(number) if isinstance(number, str) else None
        if born:
            births.append(born)
    return min(births, default=None)
