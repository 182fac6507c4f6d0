"""A row table as a sheet of a spreadsheet. Pure.

Its headings, what a cell means, what is wrong row by row.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from yichuang.core.errors import FieldProblem

from .cleaning import clean
from .form import Field, Form, Section
from .reading import Refused

OPTIONAL = "（可不填）"
AT_TIMES = "（看情况填）"  # of what the other cells of the row make necessary
WRONG = "要改的地方"  # the last heading of a file to mend; nobody's answer, so a file with it is read as any other
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]{1,3}")
_DAY = re.compile(r"([0-9]{4})\s*[-/.年]?\s*([0-9]{1,2})\s*[-/.月]?\s*([0-9]{1,2})\s*日?")
_MONTH = re.compile(r"([0-9]{4})\s*[-/.年]?\s*([0-9]{1,2})\s*月?")
_BLANK = re.compile(r"\s")
_BLANK_OR_STAR = re.compile(r"\s|\*")
_PLACE_OF_ROW = re.compile(r"^“.*?”第[0-9]+行：")
_OF_ALL_ROWS = ("min_rows", "max_rows")
_YES_NO = {"是": "true", "否": "false", "有": "true", "无": "false"}
_LOST = "“{}”被表格软件改成了“{}”，原来的数字已经不全：请把这一列的格式改成“文本”，再重新填"

Lookup = Callable[[Field, str], str]


def heading(column: Field) -> str:
    """What stands over a column: its label, and whether it may be left empty."""
    if not column.required:
        return column.label + OPTIONAL
    if column.when:
        return column.label + AT_TIMES
    return column.label


def column_of(table: Field, text: str) -> Field | None:
    """The column that a heading means, however it is spaced.

    None for a heading of something else.
    """
    bare = _BLANK_OR_STAR.sub("", text)
    label = bare.removesuffix(OPTIONAL).removesuffix(AT_TIMES)
    for column in table.columns:
        if _BLANK.sub("", column.label) == label:
            return column
    return None


def answer(column: Field, text: str, lookups: Mapping[str, Lookup]) -> str:
    """What a cell of a sheet says, as the form keeps it; what cannot be understood stays as it was written.

    lookups: field type → the code behind a name whose list is kept
    elsewhere, "" for none.

    Raises Refused for a number that lost digits on its way through the
    spreadsheet.
    """
    if _SCIENTIFIC.fullmatch(text):
        raise Refused(_LOST.format(column.label, text))
    if column.type == "boolean":
        return _YES_NO.get(text, text)
    if column.type == "date":
        return _moment(_DAY, text)
    if column.type == "month":
        return _month(text)
    if column.options and text not in column.labels:
        return _code_of(column, text)
    if column.type in lookups:
        look_up = lookups[column.type]
        return look_up(column, text) or text
    return text


def _code_of(column: Field, label: str) -> str:
    """The code of a label; the label itself where several codes or none have it."""
    codes = [code for code, each in column.options if each == label]
    if len(codes) != 1:
        return label
    return codes[0]


def _month(text: str) -> str:
    """2026-01; a spreadsheet may have made a day of it."""
    is_day = _DAY.fullmatch(text)
    if is_day and "-" in text:
        return _moment(_MONTH, text[:7])
    return _moment(_MONTH, text)


def _moment(pattern: re.Pattern, text: str) -> str:
    """A day or month with its parts joined by hyphens.

    A month and a day have two digits each. What is neither stays as it
    is.
    """
    spelled = pattern.fullmatch(text)
    if not spelled:
        return text
    year, *smaller = spelled.groups()
    parts = [year]
    for part in smaller:
        parts.append(part.zfill(2))
    return "-".join(parts)


def wrong_rows(
    table: Field,
    rows: Sequence[Mapping[str, Any]],
    *,
    as_of: date,
    region_exists: Callable[[str], bool],
    region_ends: Callable[[str], bool] | None = None,
) -> dict[int, list[str]]:
    """What is wrong, by place of the row from 0, in the engine's own words; rows without a fault are missing.

    What a row is measured against elsewhere in the form is judged there.
    """
    form = _form_of(table)
    cleaned = clean(
        form,
        {table.key: list(rows)},
        as_of=as_of,
        region_exists=region_exists,
        region_ends=region_ends,
    )
    by_row: dict[int, list[str]] = {}
    for problem in cleaned.problems:
        _, *place = problem.field.split(".")
        if not place:
            continue
        number = int(place[0])
        faults = by_row.setdefault(number, [])
        faults.append(_in_short(table, problem))
    return by_row


def _form_of(table: Field) -> Form:
    """A form that asks for this table alone.

    How many rows there may be is asked of all rows together, when they
    are taken.
    """
    checks = {}
    for name, argument in table.validate.items():
        if name not in _OF_ALL_ROWS:
            checks[name] = argument
    alone = replace(table, when=None, required=False, validate=checks)
    section = Section("sheet", table.label, (alone,))
    return Form("sheet", table.label, (section,))


def _in_short(table: Field, problem: FieldProblem) -> str:
    """A problem as it is told beside its row.

    Without the name of the table and the number of the row.
    """
    if problem.violates == "unique_column":
        key = table.validate["unique_column"]
        label = table.column[key].label
        return f"“{label}”与别的行重复，请核对"
    return _PLACE_OF_ROW.sub("", problem.message)
