"""A filled spreadsheet as rows of text.

Nothing is rounded and nothing guessed: what a cell lost is told by row.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
from django.core.files.uploadedfile import UploadedFile

from yichuang.catalog.rules.forms import Field, sheets
from yichuang.catalog.rules.forms.bounds import most_rows
from yichuang.catalog.rules.forms.reading import MAX_LONG_TEXT, Refused
from yichuang.core.errors import Problem
from yichuang.sites.ui.sheets import bounding
from yichuang.sites.ui.sheets.lookups import LOOKUPS

MOST_MB = 20
MOST_CARRIED = (
    3_500_000  # bytes of the answers, which travel in a page (DATA_UPLOAD_MAX_MEMORY_SIZE)
)
MOST_LINES = 60_000
MOST_COLUMNS = 60
MOST_SHEETS = 20
HEAD_AMONG = 12  # lines
SHOWN = 40  # characters of a heading that is none of ours
NEAR = ("sheet_head", "sheet_column", "sheet_empty")  # what a sheet lacks, the least first
EXACT = 10**15  # a cell that counts keeps fifteen digits and no more
_ERROR = re.compile(r"#(N/A|GETTING_DATA|[A-Z0-9/]+[!?])")  # ECMA-376-1 18.18.11, and newer ones
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
SAVE_AS = "请在Excel或WPS里打开，用“另存为”存成 .xlsx，再选一次"


@dataclass
class Row:
    """One row of the file.

    line: its number there.
    texts: by column key, as written.
    answers: as the form keeps them.
    faults: what is wrong with it, in words.
    """

    line: int
    texts: dict[str, str]
    answers: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@dataclass
class Sheet:
    """What was read. unused: headings that are no column of the table."""

    rows: list[Row]
    unused: list[str]


def read(table: Field, upload: UploadedFile) -> Sheet:
    """The rows of the first sheet that is shown and filled.

    A sheet of explanations before it is passed over. Raises Problem for
    a file that is no spreadsheet or too large inside, has none of the
    headings, or more rows than the table may have.
    """
    faults = []
    for sheet in _shown(_opened(upload)):
        try:
            return _filled(table, _lines(sheet))
        except _PassedOver as passed:
            faults.append(passed)
    faults.sort(key=_PassedOver.nearness)
    raise faults[-1].problem


def row_of(table: Field, line: int, texts: dict[str, str]) -> Row:
    """A row from its texts.

    What each cell means, and which cells lost digits, hold an error or
    are too long.
    """
    row = Row(line, texts)
    for column in table.columns:
        text = texts.get(column.key, "")
        if not text:
            continue
        try:
            _refuse_broken(column, text)
            row.answers[column.key] = sheets.answer(column, text, LOOKUPS)
        except Refused as lost:
            row.faults.append(lost.message)
    return row


class _PassedOver(Exception):
    """A sheet that holds no row of the table, and what would be told if no other did."""

    def __init__(self, problem: Problem):
        super().__init__(problem.message)
        self.problem = problem

    def nearness(self) -> int:
        """How near the sheet came to what is looked for."""
        return NEAR.index(self.problem.code)


def _filled(table: Field, lines: Iterator[tuple[int, list[str]]]) -> Sheet:
    """The rows of one sheet.

    Raises _PassedOver for one without headings or rows, Problem for
    more than the table may have or than a page can carry.
    """
    columns, unused = _head(table, lines)
    rows = []
    size = 0
    for line, cells in lines:
        texts = _texts(columns, cells)
        if any(texts.values()):
            rows.append(row_of(table, line, texts))
            size += _size(texts)
        if len(rows) > most_rows(table.validate):
            raise _too_many(table)
        if size > MOST_CARRIED:
            raise bounding.too_much()
    if not rows:
        raise _PassedOver(_nothing_filled())
    return Sheet(rows, unused)


def _nothing_filled() -> Problem:
    return Problem(
        "表里一行都没有填", code="sheet_empty", way_out="请从表头下面一行填起，存好再选一次"
    )


def _texts(columns: dict[int, Field], cells: list[str]) -> dict[str, str]:
    """Texts of a line by column key.

    What is longer than any answer may be is cut there, and stays too
    long.
    """
    texts = {}
    for place, column in columns.items():
        if place < len(cells):
            text = cells[place]
            if len(text) > MAX_LONG_TEXT:
                text = f"{text[:MAX_LONG_TEXT]}…"
            texts[column.key] = text
    return texts


def _size(texts: dict[str, str]) -> int:
    """Bytes of the texts of a row."""
    size = 0
    for text in texts.values():
        written = text.encode()
        size += len(written)
    return size


def _refuse_broken(column: Field, text: str) -> None:
    """Raises Refused for what is nobody's answer, whatever the column takes."""
    if _ERROR.fullmatch(text):
        raise Refused(f"“{column.label}”这一格出了错，显示的是 {text}，请改成要填的内容")
    if len(text) > MAX_LONG_TEXT:
        raise Refused(f"“{column.label}”写得太长，最多{MAX_LONG_TEXT}字，请写短一些")


def _opened(upload: UploadedFile) -> Any:
    """The workbook.

    Raises Problem for a file that is too large, of the old kind or
    locked, no spreadsheet, or larger inside than it may be.
    """
    if upload.size > MOST_MB * 1_000_000:
        raise Problem(
            f"文件超过了 {MOST_MB} MB",
            code="sheet_too_large",
            way_out="请删去图片和别的工作表，再选一次",
        )
    content = upload.read()
    if content.startswith(OLD_OR_LOCKED):
        raise Problem("这是旧格式的表，或者加了密码，读不了", code="sheet_kind", way_out=SAVE_AS)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            bounding.bound(archive)
        return openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except Problem:
        raise
    except Exception as broken:  # a file from outside may break its reader in any way
        raise _no_sheet() from broken


def _shown(book: Any) -> list[Any]:
    """The sheets that whoever opens the file sees. Raises Problem where there is none."""
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not visible:
        raise _no_sheet()
    return visible[:MOST_SHEETS]


def _no_sheet() -> Problem:
    return Problem("这个文件不是Excel表，或者坏了", code="sheet_kind", way_out=SAVE_AS)


def _lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """(number, texts) of each line.

    What a number lost stays to be seen: 5.1E+17 stays 5.1E+17. Raises
    Problem for a sheet that breaks off.
    """
    sheet.reset_dimensions()  # what the file says of its own size is often wrong
    lines = enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), 1)
    while True:
        try:
            number, cells = next(lines, (MOST_LINES + 1, ()))
        except Exception as broken:  # a file from outside may break its reader in any way
            raise _no_sheet() from broken
        if number > MOST_LINES:
            return
        yield number, [text_of(cell) for cell in cells]


def text_of(value: Any) -> str:
    """A cell as text, without the blanks around it.

    A number that its cell could not keep whole is written as the
    spreadsheet would show it, so that it is refused and not rounded.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value).strip()


def _number(value: int | float) -> str:
    if abs(value) >= EXACT:
        return f"{value:.6G}"
    exact = Decimal(f"{value:.15g}")
    return f"{exact:f}"


def _head(
    table: Field, lines: Iterator[tuple[int, list[str]]]
) -> tuple[dict[int, Field], list[str]]:
    """Place → column of the line that holds the headings, and the
    headings that are none of ours.

    A line is one when at least half of what it holds is a heading of
    the table. Raises _PassedOver where none of the first lines is.
    """
    for number, texts in lines:
        columns = _columns(table, texts)
        filled = [text for text in texts if text]
        if columns and len(columns) * 2 >= len(filled):
            _require(table, columns)
            return columns, _strange(texts, columns)
        if number >= HEAD_AMONG:
            break
    raise _PassedOver(_no_head(table))


def _columns(table: Field, texts: list[str]) -> dict[int, Field]:
    """Place → column, of those texts of a line that are a heading."""
    columns = {}
    for place, text in enumerate(texts):
        column = sheets.column_of(table, text)
        if column:
            columns[place] = column
    return columns


def _no_head(table: Field) -> Problem:
    first = [column.label for column in table.columns[:3]]
    names = "、".join(first)
    return Problem(
        f"没有找到表头：第一行应该是{names}等",
        code="sheet_head",
        way_out="请下载模板，把内容贴进去再选一次",
    )


def _strange(texts: list[str], columns: dict[int, Field]) -> list[str]:
    """The headings that are none of the table's, as much of each as is shown."""
    headings = []
    for place, text in enumerate(texts):
        is_ours = place in columns or text == sheets.WRONG
        if text and not is_ours:
            headings.append(text[:SHOWN])
    return headings


def _require(table: Field, columns: dict[int, Field]) -> None:
    """Raises _PassedOver where a column that has to be filled is
    missing.
    """
    lacking = []
    for column in table.columns:
        is_needed = column.required and not column.when
        if is_needed and column not in columns.values():
            lacking.append(column.label)
    if lacking:
        names = "、".join(lacking)
        raise _PassedOver(
            Problem(
                f"表里少了{names}这一列",
                code="sheet_column",
                way_out="请用模板的表头，补上这一列再选一次",
            )
        )


def _too_many(table: Field) -> Problem:
    most = most_rows(table.validate)
    return Problem(
        f"“{table.label}”最多{most}行，这个表超过了", code="sheet_rows", way_out="请分几次申报"
    )
