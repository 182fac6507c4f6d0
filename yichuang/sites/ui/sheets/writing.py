"""Spreadsheets that go out: a template whose cells are text, so that no number loses a digit, and rows to mend."""

import io
from collections.abc import Iterable
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

from yichuang.catalog import tables
from yichuang.catalog.rules.forms import Field, sheets
from yichuang.catalog.rules.forms.bounds import most_rows

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH, WIDE = 20, 60
WRITTEN = {
    "date": "写成 2026-11-20 的样子",
    "month": "写成 2026-11 的样子",
    "boolean": "写“是”或“否”",
    "id_number": "18位，一位也不能少",
    "phone": "11位手机号，或区号-号码",
    "money_yuan": "数字，最多两位小数，不写“元”",
    "integer": "整数",
    "decimal": "数字",
    "region": "写地名全称，或区划代码",
    "credit_code": "18位统一社会信用代码",
    "employer_ref": "18位统一社会信用代码",
}
NOT_LISTED = "从单元格右边的箭头里选"


def template(
    table: Field, rows: Iterable[dict[str, str]] = (), faults: Iterable[str] = ()
) -> bytes:
    """A workbook to fill. rows: texts by column key to begin with; faults: what is wrong with each, told in a last
    column."""
    stream = io.BytesIO()
    wrong = list(faults)
    book = xlsxwriter.Workbook(
        stream, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    )
    text = book.add_format({"num_format": "@"})
    head = book.add_format({"bold": True, "bottom": 1, "num_format": "@"})
    sheet = book.add_worksheet("填写")
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(table.columns) - 1, WIDTH, text)
    for place, column in enumerate(table.columns):
        sheet.write_string(0, place, sheets.heading(column), head)
    if wrong:
        sheet.set_column(len(table.columns), len(table.columns), WIDE, text)
        sheet.write_string(0, len(table.columns), sheets.WRONG, head)
    for line, row in enumerate(rows, 1):
        for place, column in enumerate(table.columns):
            sheet.write_string(line, place, row.get(column.key, ""), text)
        if wrong:
            sheet.write_string(line, len(table.columns), wrong[line - 1], text)
    _choices(book, sheet, table)
    _advice(book, table)
    book.close()
    return stream.getvalue()


def answer(name: str, content: bytes) -> HttpResponse:
    """The workbook as a download that nobody keeps on the way."""
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    encoded = quote(f"{name}.xlsx")
    response["Content-Disposition"] = (
        f"attachment; filename=\"table.xlsx\"; filename*=UTF-8''{encoded}"
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _choices(book: xlsxwriter.Workbook, sheet, table: Field) -> None:
    """A list to choose from in every column that has one; the lists stand on a sheet of their own."""
    listed = {
        place: labels_of(column) for place, column in enumerate(table.columns) if labels_of(column)
    }
    if not listed:
        return
    lists = book.add_worksheet("选项")
    for place, labels in listed.items():
        letter = xlsxwriter.utility.xl_col_to_name(place)
        lists.write_column(0, place, labels)
        source = f"=选项!${letter}$1:${letter}${len(labels)}"
        last = most_rows(table.validate)
        sheet.data_validation(
            1, place, last, place, {"validate": "list", "source": source, "error_type": "warning"}
        )


def labels_of(column: Field) -> list[str]:
    """The words that a column offers; [] where anything may be written."""
    if column.type == "boolean":
        return ["是", "否"]
    if column.type == "occupation":
        labels = []
        for _, group in tables.occupations():
            for _, name in group:
                labels.append(name)
        return labels
    return list(column.labels.values())


def _advice(book: xlsxwriter.Workbook, table: Field) -> None:
    sheet = book.add_worksheet("怎么填")
    sheet.set_column(0, 2, WIDTH)
    sheet.set_column(3, 3, WIDE)
    lines = [("这一列", "要不要填", "怎么写", "说明")]
    for column in table.columns:
        how = NOT_LISTED if labels_of(column) else WRITTEN.get(column.type, "文字")
        need = "必填" if column.required else "可不填"
        lines.append((column.label, need, how, column.help))
    for number, line in enumerate(lines):
        for place, cell in enumerate(line):
            sheet.write_string(number, place, cell)
    sheet.write_string(
        len(lines) + 1, 0, f"最多{most_rows(table.validate)}行。在“填写”这一页填，一行一个。"
    )
