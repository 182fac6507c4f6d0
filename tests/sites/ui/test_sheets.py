"""Spreadsheets of row tables: every table of every form goes out as a template and comes back as it was filled."""

import io
import time
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.rules.forms import sheets
from yichuang.core.errors import Problem
from yichuang.sites.ui.sheets import reading, writing

PACKS = load_forms()
FORMS = {code: PACKS.compiled(code) for code in PACKS.forms}
TABLES = [
    (code, key)
    for code, form in FORMS.items()
    for key, field in form.fields.items()
    if field.type == "table"
]
# an answer of each type, for the columns of tables that no sample fills; a choice takes the first of its options
ANSWERS = {
    "text": "张三",
    "id_number": "510812198805129916",
    "integer": "40",
    "decimal": "1.5",
    "money_yuan": "100.00",
    "boolean": True,
}
STAFF = FORMS["992014201003"].fields["employees"]
ZHANG = {
    "name": "张三",
    "id_number": "510812198805129916",
    "phone": "13900000001",
    "hukou_type": "本地城镇",
    "hired_on": "2026-09-03",
    "start_month": "2026-09",
    "wage_base": "4800",
    "contract_kind": "固定期限",
    "add_kind": "首次参保",
}

# every cell of that row: who has an identity card leaves three of them empty
WHOLE = ZHANG | {"id_type": "", "birth_date": "", "sex": ""}


def written(table, rows, **changes):
    """The table's own template, filled by a program: rows by column key; changes: cells that are not text."""
    book = openpyxl.load_workbook(io.BytesIO(writing.template(table)))
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, 2):
        for place, column in enumerate(table.columns, 1):
            value = (row | changes).get(column.key)
            if value is not None:
                sheet.cell(number, place, value)
    return uploaded(book)


def uploaded(book, name="名单.xlsx"):
    stream = io.BytesIO()
    book.save(stream)
    return SimpleUploadedFile(name, stream.getvalue())


def spoken(column, answer):
    """An answer as somebody writes it into a cell."""
    if isinstance(answer, bool):
        return "是" if answer else "否"
    return column.labels.get(answer, str(answer))


def kept(answer):
    return (
        {True: "true", False: "false"}.get(answer, str(answer))
        if isinstance(answer, bool)
        else str(answer)
    )


@pytest.mark.parametrize(("code", "key"), TABLES)
def test_every_row_table_of_every_form_comes_back_from_its_template_as_its_sample_says(code, key):
    definition, table = PACKS.forms[code], FORMS[code].fields[key]
    sample = definition["sample"].get(key) or [
        {
            column.key: ANSWERS.get(column.type) or next(iter(column.labels))
            for column in table.columns
        }
    ]
    rows = [
        {name: spoken(table.column[name], value) for name, value in row.items()} for row in sample
    ]
    read = reading.read(table, written(table, rows))
    assert [row.faults for row in read.rows] == [[] for _ in sample]
    assert [row.answers for row in read.rows] == [
        {name: kept(value) for name, value in row.items()} for row in sample
    ]
    day = date.fromisoformat(definition["as_of"])
    answers = [row.answers for row in read.rows]
    assert sheets.wrong_rows(table, answers, as_of=day, region_exists=lambda place: True) == {}


def test_every_template_has_text_cells_and_a_list_wherever_one_chooses():
    for code, key in TABLES:
        table = FORMS[code].fields[key]
        sheet = openpyxl.load_workbook(io.BytesIO(writing.template(table))).worksheets[0]
        assert [cell.value for cell in sheet[1]] == [
            sheets.heading(column) for column in table.columns
        ]
        letters = [
            openpyxl.utils.get_column_letter(place) for place in range(1, len(table.columns) + 1)
        ]
        formats = {
            sheet.column_dimensions[letter].width
            for letter in letters
            if letter in sheet.column_dimensions
        }
        assert formats
        chosen = {
            str(rule.sqref).rstrip("0123456789")[0]
            for rule in sheet.data_validations.dataValidation
        }
        listed = {
            letter
            for letter, column in zip(letters, table.columns, strict=True)
            if writing.labels_of(column)
        }
        assert chosen == listed


@pytest.mark.parametrize(
    "number",
    [
        5.1e17,
        510812198805129916,
        510812198805129916.0,
        "5.1E+17",
        "5.10812E+17",
        "5.10812198805130e+17",
    ],
)
def test_a_number_that_lost_digits_is_refused_by_its_row_and_never_rounded(number):
    row = reading.read(STAFF, written(STAFF, [ZHANG], id_number=number)).rows[0]
    assert row.line == 2
    assert "id_number" not in row.answers
    assert len(row.faults) == 1 and "文本" in row.faults[0] and "身份号码" in row.faults[0]


@pytest.mark.parametrize(
    ("column", "cell", "answer"),
    [
        ("phone", 13900000001, "13900000001"),
        ("phone", 13900000001.0, "13900000001"),
        ("wage_base", 4800.5, "4800.5"),
        ("wage_base", 0.1 + 0.2, "0.3"),
        ("name", " 张三\u3000 ", "张三"),
        ("id_number", "510812198805129916 \xa0", "510812198805129916"),
        ("hired_on", date(2026, 11, 3), "2026-11-03"),
        ("hired_on", "2026/11/3", "2026-11-03"),
        ("hired_on", "2026年11月3日", "2026-11-03"),
        ("hired_on", "20261103", "2026-11-03"),
        ("start_month", date(2026, 11, 1), "2026-11"),
        ("start_month", "2026年11月", "2026-11"),
        ("start_month", "202611", "2026-11"),
        ("add_kind", "new", "new"),
    ],
)
def test_a_cell_means_what_whoever_filled_it_meant(column, cell, answer):
    row = reading.read(STAFF, written(STAFF, [ZHANG], **{column: cell})).rows[0]
    assert (row.answers[column], row.faults) == (answer, [])


def test_more_than_cents_are_told_and_not_rounded():
    rows = [
        row.answers for row in reading.read(STAFF, written(STAFF, [ZHANG], wage_base=4800.555)).rows
    ]
    wrong = sheets.wrong_rows(
        STAFF, rows, as_of=date(2026, 11, 20), region_exists=lambda place: True
    )
    assert wrong == {0: ["“申报工资”最多写到分（两位小数），请核对金额"]}


def test_the_same_person_twice_is_told_at_both_rows():
    wrong = sheets.wrong_rows(
        STAFF,
        [row.answers for row in reading.read(STAFF, written(STAFF, [ZHANG, ZHANG])).rows],
        as_of=date(2026, 11, 20),
        region_exists=lambda place: True,
    )
    assert wrong == {0: ["“身份号码”与别的行重复，请核对"], 1: ["“身份号码”与别的行重复，请核对"]}


def test_headings_may_stand_lower_in_another_order_and_beside_strange_ones():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["示例甲公司增员名单"])
    order = [*reversed(STAFF.columns)]
    sheet.append(["序号", *(column.label + " " for column in order), sheets.WRONG])
    sheet.append([1, *(WHOLE[column.key] for column in order), "旧的话"])
    sheet.append([None] * 12)
    read = reading.read(STAFF, uploaded(book))
    assert [row.line for row in read.rows] == [3]
    assert read.rows[0].texts == WHOLE
    assert read.unused == ["序号"]


def without(label):
    book = openpyxl.load_workbook(io.BytesIO(writing.template(STAFF)))
    sheet = book.worksheets[0]
    place = [cell.value for cell in sheet[1]].index(label) + 1
    sheet.delete_cols(place)
    sheet.append(["张三"])
    return uploaded(book)


def too_many():
    book = openpyxl.load_workbook(io.BytesIO(writing.template(STAFF)))
    for number in range(5001):
        book.worksheets[0].append([f"第{number}人"])
    return uploaded(book)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: SimpleUploadedFile("表.xlsx", b"PK\x03\x04 not a book"), "不是Excel表"),
        (
            lambda: SimpleUploadedFile("表.xls", b"\xd0\xcf\x11\xe0" + b"0" * 600),
            "旧格式的表，或者加了密码",
        ),
        (lambda: SimpleUploadedFile("表.csv", "姓名,身份号码".encode()), "不是Excel表"),
        (lambda: uploaded(openpyxl.Workbook()), "没有找到表头"),
        (lambda: written(STAFF, []), "一行都没有填"),
        (lambda: without("手机"), "少了手机这一列"),
        (too_many, "最多5000行"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_in_words_with_a_way_out(make, told):
    with pytest.raises(Problem) as refused:
        reading.read(STAFF, make())
    assert told in refused.value.message and refused.value.way_out


def remade(parts):
    """The template of the roster with some of its parts written anew. parts: name → bytes."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(writing.template(STAFF))) as before,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            content = parts.get(part.filename) or before.read(part.filename)
            after.writestr(part.filename, content)
    return SimpleUploadedFile("名单.xlsx", made.getvalue())


SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
SPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def one_cell(inside, place=b"B2"):
    rows = b'<row r="2"><c r="' + place + b'" t="inlineStr">' + inside + b"</c></row>"
    return b"<worksheet " + SPACE + b"><sheetData>" + rows + b"</sheetData></worksheet>"


def shared(strings):
    return b"<sst " + SPACE + b">" + strings + b"</sst>"


def long():
    return b"A" * 60_000_000


FLOODS = {
    "a cell": (SHEET, lambda: one_cell(b"<is><t>" + long() + b"</t></is>"), "B2这一格太长"),
    "a cell in many pieces": (
        SHEET,
        lambda: one_cell(b"<is>" + b"<r><t>ABCD</t></r>" * 200_000 + b"</is>"),
        "B2这一格太长",
    ),
    "a text that cells share": (
        STRINGS,
        lambda: shared(b"<si><t>" + long() + b"</t></si>"),
        "以“AAAAAAAA”开头的这一格太长",
    ),
    "the place of a cell": (SHEET, lambda: one_cell(b"", long()), "内容太多"),
    "a remark": (STRINGS, lambda: shared(b"<!--" + long() + b"-->"), "内容太多"),
    "cells": (SHEET, lambda: one_cell(b"</c>" + b"<c/>" * 3_000_000 + b"<c>"), "内容太多"),
    "texts that nobody shares": (STRINGS, lambda: shared(b"<si/>" * 5_000_000), "内容太多"),
    "styles": ("xl/styles.xml", lambda: b"<a>" + b"<xf/>" * 5_000_000 + b"</a>", "内容太多"),
    "words that stand for words": (
        STRINGS,
        lambda: b'<!DOCTYPE sst [<!ENTITY a "b">]>' + shared(b"<si><t>&a;</t></si>"),
        "内容太多",
    ),
    "everything": ("docProps/core.xml", lambda: b" " * 121_000_000, "内容太多"),
}


@pytest.mark.parametrize(("part", "content", "told"), FLOODS.values(), ids=FLOODS.keys())
def test_a_small_file_that_is_large_inside_is_refused_at_once(part, content, told):
    upload = remade({part: content()})
    assert upload.size < 1_000_000
    began = time.thread_time()
    with pytest.raises(Problem) as refused:
        reading.read(STAFF, upload)
    assert time.thread_time() - began < 2
    assert told in refused.value.message and refused.value.way_out


def test_answers_that_no_page_could_carry_are_refused():
    rows = [ZHANG | {"name": "长" * 3_000} for _ in range(500)]
    with pytest.raises(Problem, match="内容太多"):
        reading.read(STAFF, written(STAFF, rows))


def test_a_long_cell_is_told_by_its_row_and_not_sent_back_whole():
    row = reading.read(STAFF, written(STAFF, [ZHANG], name="长" * 30_000)).rows[0]
    assert row.faults == ["“姓名”写得太长，最多4000字，请写短一些"]
    assert len(row.texts["name"]) <= 4_001
    assert reading.row_of(STAFF, row.line, row.texts).faults == row.faults


@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#SPILL!"])
def test_an_error_of_the_spreadsheet_is_nobodys_answer(error):
    for column in STAFF.columns:
        row = reading.read(STAFF, written(STAFF, [ZHANG], **{column.key: error})).rows[0]
        assert column.key not in row.answers
        assert len(row.faults) == 1
        assert error in row.faults[0] and f"“{column.label}”" in row.faults[0]


@pytest.mark.parametrize(
    "lines",
    [
        [["填表说明"], ["请在第二页填写"]],
        [["姓名", "必填"], ["身份号码", "必填"]],
        [[column.label for column in STAFF.columns]],
    ],
    ids=["words", "columns one below the other", "the headings alone"],
)
def test_a_sheet_before_the_filled_one_is_passed_over(lines):
    book = openpyxl.load_workbook(written(STAFF, [ZHANG]))
    before = book.create_sheet("说明", 0)
    for line in lines:
        before.append(line)
    assert [row.texts for row in reading.read(STAFF, uploaded(book)).rows] == [WHOLE]


def test_a_sheet_that_nobody_sees_is_not_read():
    book = openpyxl.load_workbook(written(STAFF, [ZHANG]))
    hidden = book.copy_worksheet(book.worksheets[0])
    hidden.cell(2, 1, "李四")
    book.move_sheet(hidden, -len(book.worksheets))
    hidden.sheet_state = "hidden"
    assert [row.texts["name"] for row in reading.read(STAFF, uploaded(book)).rows] == ["张三"]
