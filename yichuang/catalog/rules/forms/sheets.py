"""A row table as a sheet of a spreadsheet: its headings, what a cell means, what is wrong row by row. Pure."""

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
_YES_NO = {"是": "true", "否": "false", "有": "true", "无": "false"}
_LOST = "“{}”被表格软件改成了“{}”，原来的数字已经不全：请把这一列的格式改成“文本”，再重新填"

Lookup = Callable[[Field, str], str]


def heading(column: Field) -> str:
    """What stands over a column."""
    if not column.required:
        return column.label + OPTIONAL
    if column.when:
        return column.label + AT_TIMES
    return column.label


def column_of(table: Field, text: str) -> Field | None:
    """The column that a heading means, however it is spaced; None for a heading of something else."""
    label = re.sub(r"\s|\*", "", text).removesuffix(OPTIONAL).removesuffix(AT_TIMES)
    return next(
        (column for column in table.columns if re.sub(r"\s", "", column.label) == label), None
    )


def answer(column: Field, text: str, lookups: Mapping[str, Lookup]) -> str:
    """What a cell of a sheet says, as the form keeps it; what cannot be understood stays as it was written.

    lookups: field type → the code behind a name whose list is kept elsewhere, "" for none. Raises Refused for a number
    that lost digits on its way through the spreadsheet."""
    if _SCIENTIFIC.fullmatch(text):
        raise Refused(_LOST.format(column.label, text))
    if column.type == "boolean":
        return _YES_NO.get(text, text)
    if column.type == "date":
        return _moment(_DAY, text)
    if column.type == "month":
        return _moment(_MONTH, text[:7] if _DAY.fullmatch(text) and "-" in text else text)
    if column.options and text not in column.labels:
        return _code_of(column, text)
    if column.type in lookups:
        return lookups[column.type](column, text) or text
    return text


def _code_of(column: Field, label: str) -> str:
    codes = [code for code, each in column.options if each == label]
    return codes[0] if len(codes) == 1 else label


def _moment(pattern: re.Pattern, text: str) -> str:
    spelled = pattern.fullmatch(text)
    if not spelled:
        return text
    year, *rest = spelled.groups()
    return "-".join([year, *(part.zfill(2) for part in rest)])


def wrong_rows(
    table: Field,
    rows: Sequence[Mapping[str, Any]],
    *,
    as_of: date,
    region_exists: Callable[[str], bool],
    region_ends: Callable[[str], bool] | None = None,
) -> dict[int, list[str]]:
    """What is wrong, by place of the row from 0, in the engine's own words; rows without a fault are missing.

    What a row is measured against elsewhere in the form is judged there."""
    alone = replace(table, when=None, required=False, validate=_of_rows(table))
    form = Form("sheet", table.label, (Section("sheet", table.label, (alone,)),))
    by_row: dict[int, list[str]] = {}
    for problem in clean(
        form,
        {table.key: list(rows)},
        as_of=as_of,
        region_exists=region_exists,
        region_ends=region_ends,
    ).problems:
        place = problem.field.split(".")
        if len(place) > 1:
            by_row.setdefault(int(place[1]), []).append(_in_short(table, problem))
    return by_row


def _of_rows(table: Field) -> dict[str, Any]:
    """How many rows there may be is asked of all rows together, when they are taken."""
    return {
        name: arg for name, arg in table.validate.items() if name not in ("min_rows", "max_rows")
    }


def _in_short(table: Field, problem: FieldProblem) -> str:
    if problem.violates == "unique_column":
        label = table.column[table.validate["unique_column"]].label
        return f"“{label}”与别的行重复，请核对"
    return re.sub(r"^“.*?”第[0-9]+行：", "", problem.message)
