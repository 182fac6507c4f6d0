"""The page by which a spreadsheet comes into a row table: choose the file, look over what was read, take it.

Nothing is kept between the steps: what was read travels with the page, and is judged anew when it is taken."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from yichuang.catalog.rules.forms import Field, Form, sheets
from yichuang.catalog.rules.forms.bounds import most_rows
from yichuang.core import clock
from yichuang.core.errors import NotFound, Problem
from yichuang.reference import queries as reference
from yichuang.sites.ui.sheets import reading, writing
from yichuang.sites.ui.sheets.reading import Row

FILE, READ, TAKE, MEND = "sheet", "rows", "_take", "_mend"
ADD, REPLACE = "add", "replace"
Judge = Callable[[list[Row]], None]
SHOWN_GOOD, SHOWN_WRONG = 5, 50


@dataclass(frozen=True)
class Step:
    """What comes of a request: rows to keep, a file to send, or a page to show."""

    taken: list[dict[str, Any]] | None = None
    file: HttpResponse | None = None
    context: dict[str, Any] | None = None
    status: int = 200


def table_of(form: Form, key: str) -> Field:
    """The row table of this name. Raises NotFound for anything else."""
    table = form.fields.get(key)
    if table is None or table.type != "table":
        raise NotFound("这张表单里没有这个表格", way_out="请回到表单，从表格旁边进来")
    return table


def step(
    request: HttpRequest, table: Field, have: Sequence[dict[str, Any]], judge: Judge | None = None
) -> Step:
    """What this request asks of the import. have: the rows that stand in the form already; judge: writes into the
    faults of rows what else is wrong with them, beside what the table's own checks say."""
    if request.method != "POST":
        return begun(table, have)
    try:
        rows, unused = _brought(request, table)
    except Problem as problem:
        context = _table_facts(table, have) | {"fault": _sentence(problem)}
        return Step(context=context, status=422)
    _judge(table, rows)
    if judge:
        judge([row for row in rows if not row.faults])
    good = [row for row in rows if not row.faults]
    wrong = [row for row in rows if row.faults]
    if MEND in request.POST:
        return Step(file=_to_mend(table, wrong))
    context = _read(table, have, rows, good, wrong, unused)
    way = request.POST.get(TAKE)
    if not good or way not in (ADD, REPLACE):
        return Step(context=context)
    taken = [row.answers for row in good]
    if way == ADD:
        taken = [*have, *taken]
    most = most_rows(table.validate)
    if len(taken) <= most:
        return Step(taken=taken)
    fault = f"“{table.label}”最多{most}行，加上以后有{len(taken)}行，请换掉原来的，或分几次申报"
    return Step(context=context | {"fault": fault}, status=422)


def begun(table: Field, have: Sequence[dict[str, Any]]) -> Step:
    """The page before any file was chosen."""
    return Step(context=_table_facts(table, have))


def template_of(table: Field, rows: Sequence[dict[str, str]] = ()) -> HttpResponse:
    """The sheet to fill: empty, or with these rows begun."""
    return writing.answer(f"{table.label}模板", writing.template(table, rows))


def _brought(request: HttpRequest, table: Field) -> tuple[list[Row], list[str]]:
    """The rows of the file, or those that this page has shown already."""
    upload = request.FILES.get(FILE)
    if upload:
        read = reading.read(table, upload)
        return read.rows, read.unused
    carried = request.POST.get(READ)
    if not carried:
        raise Problem("还没有选文件", code="sheet_missing", way_out="请先选填好的表")
    return _again(table, carried), []


def _again(table: Field, carried: str) -> list[Row]:
    """The rows that a page carried: lists of a line number and a text for each column."""
    keys = [column.key for column in table.columns]
    try:
        lines = json.loads(carried)
        return [_carried(table, keys, line) for line in lines[: most_rows(table.validate)]]
    except (ValueError, TypeError, KeyError, IndexError) as broken:
        raise Problem(
            "读到的内容没有带回来", code="sheet_lost", way_out="请再选一次文件"
        ) from broken


def _carried(table: Field, keys: list[str], line: list[Any]) -> Row:
    number, *cells = line
    texts = {}
    for key, text in zip(keys, cells, strict=True):
        if text:
            texts[key] = str(text).replace("\x00", "")
    return reading.row_of(table, int(number), texts)


def _judge(table: Field, rows: list[Row]) -> None:
    answers = [row.answers for row in rows]
    wrong = sheets.wrong_rows(
        table,
        answers,
        as_of=clock.today(),
        region_exists=reference.region_exists,
        region_ends=reference.region_ends,
    )
    for place, row in enumerate(rows):
        if not row.faults:
            row.faults = wrong.get(place, [])


def _to_mend(table: Field, wrong: list[Row]) -> HttpResponse:
    faults = ["；".join(row.faults) for row in wrong]
    content = writing.template(table, [row.texts for row in wrong], faults)
    return writing.answer(f"{table.label}要改的{len(wrong)}行", content)


def _table_facts(table: Field, have: Sequence[Any]) -> dict[str, Any]:
    return {"table": table, "have": len(have), "most": most_rows(table.validate)}


def _read(
    table: Field,
    have: Sequence[Any],
    rows: list[Row],
    good: list[Row],
    wrong: list[Row],
    unused: list[str],
) -> dict[str, Any]:
    carried = [[row.line, *_cells(table, row)] for row in rows]
    return _table_facts(table, have) | {
        "read": len(rows),
        "good": len(good),
        "wrong": len(wrong),
        "unused": unused,
        "heads": [column.label for column in table.columns],
        "good_rows": [_cells(table, row) for row in good[:SHOWN_GOOD]],
        "wrong_rows": [{"line": row.line, "faults": row.faults} for row in wrong[:SHOWN_WRONG]],
        "more_wrong": max(0, len(wrong) - SHOWN_WRONG),
        "carried": json.dumps(carried, ensure_ascii=False),
    }


def _cells(table: Field, row: Row) -> list[str]:
    return [row.texts.get(column.key, "") for column in table.columns]


def _sentence(problem: Problem) -> str:
    if problem.way_out:
        return f"{problem.message}。{problem.way_out}"
    return problem.message
