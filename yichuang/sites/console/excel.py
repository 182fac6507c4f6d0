"""Any table as a spreadsheet: written row by row to a file that disappears when it was sent, in constant memory."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import quote

import xlsxwriter
from django.http import FileResponse

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDE, NARROW, LIMIT = 26, 12, 1_000_000


def answer(title: str, columns: Iterable[tuple[str, bool]], rows: Iterable[tuple], *, note: str, now: datetime):
    """A download. columns: (label, is number); note: what the numbers rest on, under the title."""
    stream = TemporaryFile()
    write(stream, title, list(columns), rows, f"{note}。{now:%Y年%m月%d日 %H:%M} 导出")
    stream.seek(0)
    response = FileResponse(stream, content_type=MEDIA_TYPE)
    name = quote(f"{title}-{now:%Y%m%d}.xlsx")
    response["Content-Disposition"] = f"attachment; filename=\"table.xlsx\"; filename*=UTF-8''{name}"
    return response


def write(stream, title: str, columns: list[tuple[str, bool]], rows: Iterable[tuple], note: str) -> int:
    """Write one sheet: title, note, heads, rows; returns how many rows. Texts that look like formulas stay texts."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    bold, head = book.add_format({"bold": True, "font_size": 14}), book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet(title[:31])
    for index, (_, number) in enumerate(columns):
        sheet.set_column(index, index, NARROW if number else WIDE)
    sheet.freeze_panes(3, 0)
    sheet.write_string(0, 0, title, bold)
    sheet.write_string(1, 0, note)
    for index, (label, _) in enumerate(columns):
        sheet.write_string(2, index, label, head)
    count = 0
    for count, row in enumerate(_capped(rows), 1):
        for index, value in enumerate(row):
            _cell(sheet, count + 2, index, value)
    book.close()
    return count


def _capped(rows: Iterable[tuple]) -> Iterator[tuple]:
    for index, row in enumerate(rows):
        if index == LIMIT:
            return
        yield row


def _cell(sheet, row: int, column: int, value: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否")
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))
