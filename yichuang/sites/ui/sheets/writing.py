"""Spreadsheets that go out: a template to fill, and rows to mend.

Its cells are text, so that no number loses a digit.
"""

import io
from collections.abc import Iterable
from urllib.parse import quote

import xlsxwriter
from django.http import HttpResponse

from yichuang.catalog import tables
from yichuang.catalog.rules.forms import Field, sheets
from yichuang.catalog.rules.forms.bounds import most_rows

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH = 20
WIDE = 60
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
TEXT = {"num_format": "@"}
HEAD = {"bold": True, "bottom": 1, "num_format": "@"}
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
OF_A_DOCUMENT = "居民身份证18位，一位也不能少；别的证件照所选的证件写"


def template(
    table: Field, rows: Iterable[dict[str, str]] = (), faults: Iterable[str] = ()
) -> bytes:
    """A workbook to fill.

    rows: texts by column key to begin with.
    faults: what is wrong with each of the rows, told in a last column;
    none where nothing is.
    """
    stream = io.BytesIO()
    wrong = list(faults)
    book = xlsxwriter.Workbook(stream, AS_TEXT)
    text = book.add_format(TEXT)
    head = book.add_format(HEAD)
    sheet = book.add_worksheet("填写")
    sheet.freeze_panes(1, 0)
    after = len(table.columns)
    sheet.set_column(0, after - 1, WIDTH, text)
    for place, column in enumerate(table.columns):
        heading = sheets.heading(column)
        sheet.write_string(0, place, heading, head)
    if wrong:
        sheet.set_column(after, after, WIDE, text)
        sheet.write_string(0, after, sheets.WRONG, head)
    for line, row in enumerate(rows, 1):
        for place, column in enumerate(table.columns):
            cell = row.get(column.key, "")
            sheet.write_string(line, place, cell, text)
        if wrong:
            fault = wrong[line - 1]
            sheet.write_string(line, after, fault, text)
    _choices(book, sheet, table)
    _advice(book, table)
    book.close()
    return stream.getvalue()


def answer(name: str, content: bytes) -> HttpResponse:
    """The workbook as a download that nobody keeps on the way.

    name: of the file, without its ending.
    """
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    encoded = quote(f"{name}.xlsx")
    response["Content-Disposition"] = (
        f"attachment; filename=\"table.xlsx\"; filename*=UTF-8''{encoded}"
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _choices(book: xlsxwriter.Workbook, sheet, table: Field) -> None:
    """A list to choose from in every column that has one.

    The lists stand on a sheet of their own. A text that is on none is
    warned of and not refused: the import says what is wrong with it.
    """
    listed = {}
    for place, column in enumerate(table.columns):
        labels = labels_of(column)
        if labels:
            listed[place] = labels
    if not listed:
        return
    lists = book.add_worksheet("选项")
    last = most_rows(table.validate)
    for place, labels in listed.items():
        letter = xlsxwriter.utility.xl_col_to_name(place)
        lists.write_column(0, place, labels)
        check = {
            "validate": "list",
            "source": f"=选项!${letter}$1:${letter}${len(labels)}",
            "error_type": "warning",
        }
        sheet.data_validation(1, place, last, place, check)


def labels_of(column: Field) -> list[str]:
    """The words that a column offers; [] where anything may be written."""
    if column.type == "boolean":
        return ["是", "否"]
    if column.type == "occupation":
        return _occupations()
    return [label for _, label in column.offered]


def _occupations() -> list[str]:
    """The names of all occupations, in the order of their groups."""
    labels = []
    for _, group in tables.occupations():
        for _, name in group:
            labels.append(name)
    return labels


def _advice(book: xlsxwriter.Workbook, table: Field) -> None:
    """A sheet that says of every column how it is filled."""
    sheet = book.add_worksheet("怎么填")
    sheet.set_column(0, 2, WIDTH)
    sheet.set_column(3, 3, WIDE)
    lines = [("这一列", "要不要填", "怎么写", "说明")]
    for column in table.columns:
        need = "可不填"
        if column.required:
            need = "必填"
        if column.required and column.when:
            need = "看情况"
        lines.append((column.label, need, _how(column), column.help))
    for number, line in enumerate(lines):
        for place, cell in enumerate(line):
            sheet.write_string(number, place, cell)
    most = most_rows(table.validate)
    note = f"最多{most}行。在“填写”这一页填，一行一个。"
    sheet.write_string(len(lines) + 1, 0, note)


def _how(column: Field) -> str:
    """How a cell of this column is written."""
    if labels_of(column):
        return NOT_LISTED
    if "document" in column.validate:
        return OF_A_DOCUMENT
    return WRITTEN.get(column.type, "文字")
