"""Any table as a spreadsheet: written row by row, in constant memory."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from itertools import islice
from typing import Any

import xlsxwriter

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = 31  # letters of the name of a sheet
MOST = 1_000_000  # a sheet holds 1,048,576 rows
HEADS = 2  # the row of the heads, under title and note
OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
LARGE = {"bold": True, "font_size": 14}
BOLD = {"bold": True, "bottom": 1}
WIDE = 26
NARROW = 12
_NUMBERS = int | float | Decimal


Columns = list[tuple[str, bool]]  # of each its label, and whether it holds numbers


def write(stream, title: str, columns: Columns, rows: Iterable[tuple], note: str) -> int:
    """Write one sheet: title, note, heads, rows; returns how many rows.

    Texts that look like formulas stay texts; rows over MOST are left
    out.

    stream: a binary file to write to.
    note: what stands under the title, as `subtitle` makes it.
    """
    book = xlsxwriter.Workbook(stream, OPTIONS)
    name = title[:LONGEST_NAME]
    sheet = book.add_worksheet(name)
    _head(book, sheet, title, columns, note)
    count = 0
    for row in islice(rows, MOST):
        count += 1
        place = HEADS + count
        _row(sheet, place, row)
    book.close()
    return count


def subtitle(note: str, now: datetime) -> str:
    """What stands under the title.

    The note, and when the rows were read.
    """
    moment = f"{now:%Y年%m月%d日 %H:%M}"
    return f"{note}。{moment} 导出"


def _head(book, sheet, title: str, columns: Columns, note: str) -> None:
    """What stands above the rows: title, note and heads.

    It stays there while one scrolls.
    """
    large = book.add_format(LARGE)
    bold = book.add_format(BOLD)
    sheet.freeze_panes(HEADS + 1, 0)
    sheet.write_string(0, 0, title, large)
    sheet.write_string(1, 0, note)
    for index, (label, is_number) in enumerate(columns):
        width = NARROW if is_number else WIDE
        sheet.set_column(index, index, width)
        sheet.write_string(HEADS, index, label, bold)


def _row(sheet, place: int, row: tuple) -> None:
    """One row.

    A value that is None leaves its cell empty.
    """
    for index, value in enumerate(row):
        if value is not None:
            _cell(sheet, place, index, value)


def _cell(sheet, place: int, index: int, value: Any) -> None:
    """One cell: a number as a number, anything else as text.

    Yes and no stand there as people read them.
    """
    if isinstance(value, bool):
        text = "是" if value else "否"
        sheet.write_string(place, index, text)
    elif isinstance(value, _NUMBERS):
        sheet.write_number(place, index, value)
    elif value != "":
        text = str(value)
        sheet.write_string(place, index, text)
