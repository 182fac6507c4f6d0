"""The page by which a spreadsheet comes into a row table.

Choose the file, look over what was read, take it. Nothing is kept
between the steps: what was read travels with the page, and is judged
anew when it is taken.
"""

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

FILE = "sheet"
READ = "rows"
TAKE = "_take"
MEND = "_mend"
ADD = "add"
REPLACE = "replace"
Judge = Callable[[list[Row]], None]
SHOWN_GOOD = 5
SHOWN_WRONG = 50


@dataclass(frozen=True)
class Step:
    """What comes of a request.

    One of: rows to keep (taken), a file to send, or a page to show
    (context), with the status that it is answered with.
    """

    taken: list[dict[str, Any]] | None = None
    file: HttpResponse | None = None
    context: dict[str, Any] | None = None
    status: int = 200


def table_of(form: Form, key: str) -> Field:
    """The row table of this name.

    Raises NotFound for anything else.
    """
    table = form.fields.get(key)
    if table is None or table.type != "table":
        raise NotFound("这张表单里没有这个表格", way_out="请回到表单，从表格旁边进来")
    return table


def step(
    request: HttpRequest, table: Field, have: Sequence[dict[str, Any]], judge: Judge | None = None
) -> Step:
    """What this request asks of the import.

    have: the rows that stand in the form already.
    judge: writes into the faults of rows what else is wrong with them,
    beside what the table's own checks say; it gets those that these
    left.

    A file that cannot be read, and rows that are too many, are told on
    the page with 422.
    """
    if request.method != "POST":
        return begun(table, have)
    try:
        rows, unused = _brought(request, table)
    except Problem as problem:
        return _refused(table, have, problem)
    _judge(table, rows)
    if judge:
        without_fault = _good(rows)
        judge(without_fault)
    good = _good(rows)
    wrong = [row for row in rows if row.faults]
    if MEND in request.POST:
        return Step(file=_to_mend(table, wrong))
    context = _table_facts(table, have)
    context |= _read(table, rows, good, wrong)
    context["unused"] = unused
    way = request.POST.get(TAKE)
    if not good or way not in (ADD, REPLACE):
        return Step(context=context)
    taken = [row.answers for row in good]
    if way == ADD:
        taken = [*have, *taken]
    fault = _too_many(table, len(taken))
    if not fault:
        return Step(taken=taken)
    context["fault"] = fault
    return Step(context=context, status=422)


def _too_many(table: Field, count: int) -> str:
    """The sentence about more rows than the table may have, "" where they are not."""
    most = most_rows(table.validate)
    if count <= most:
        return ""
    return f"“{table.label}”最多{most}行，加上以后有{count}行，请换掉原来的，或分几次申报"


def _refused(table: Field, have: Sequence[dict[str, Any]], problem: Problem) -> Step:
    """The page before any file was chosen, with what was wrong with this one."""
    context = _table_facts(table, have)
    context["fault"] = _sentence(problem)
    return Step(context=context, status=422)


def _good(rows: list[Row]) -> list[Row]:
    """The rows without a fault, in their order."""
    return [row for row in rows if not row.faults]


def begun(table: Field, have: Sequence[dict[str, Any]]) -> Step:
    """The page before any file was chosen."""
    context = _table_facts(table, have)
    return Step(context=context)


def template_of(table: Field, rows: Sequence[dict[str, str]] = ()) -> HttpResponse:
    """The sheet to fill.

    rows: with which it begins, texts by column; none for an empty one.
    """
    content = writing.template(table, rows)
    return writing.answer(f"{table.label}模板", content)


def _brought(request: HttpRequest, table: Field) -> tuple[list[Row], list[str]]:
    """The rows of the file, or those that this page has shown already.

    And the headings that are no column of the table. Raises Problem for
    no file, and for one that cannot be read.
    """
    upload = request.FILES.get(FILE)
    if upload:
        read = reading.read(table, upload)
        return read.rows, read.unused
    carried = request.POST.get(READ)
    if not carried:
        raise Problem("还没有选文件", code="sheet_missing", way_out="请先选填好的表")
    return _again(table, carried), []


def _again(table: Field, carried: str) -> list[Row]:
    """The rows that a page carried.

    carried: lists of a line number and a text for each column, as JSON.

    Raises Problem for what cannot be read.
    """
    most = most_rows(table.validate)
    try:
        lines = json.loads(carried)
        return [_carried(table, line) for line in lines[:most]]
    except (ValueError, TypeError, KeyError, IndexError) as broken:
        lost = Problem("读到的内容没有带回来", code="sheet_lost", way_out="请再选一次文件")
        raise lost from broken


def _carried(table: Field, line: list[Any]) -> Row:
    """A row of a line that a page carried.

    Raises ValueError for one that has not a text for each column.
    """
    number, *cells = line
    texts = {}
    for column, text in zip(table.columns, cells, strict=True):
        if text:
            written = str(text)
            texts[column.key] = written.replace("\x00", "")
    line_number = int(number)
    return reading.row_of(table, line_number, texts)


def _judge(table: Field, rows: list[Row]) -> None:
    """What the table's own checks say, put into the faults of the rows.

    A row that could not be read at all keeps what was said of it then.
    """
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
    """A sheet of the wrong rows, each with what is wrong.

    It is mended and comes in as any other.
    """
    texts = []
    faults = []
    for row in wrong:
        texts.append(row.texts)
        faults.append("；".join(row.faults))
    content = writing.template(table, texts, faults)
    name = f"{table.label}要改的{len(wrong)}行"
    return writing.answer(name, content)


def _table_facts(table: Field, have: Sequence[Any]) -> dict[str, Any]:
    """What every page of the import says of its table.

    have: the rows that stand in the form already.
    """
    most = most_rows(table.validate)
    return {"table": table, "have": len(have), "most": most}


def _read(table: Field, rows: list[Row], good: list[Row], wrong: list[Row]) -> dict[str, Any]:
    """What the page says of the rows that were read.

    The numbers count all of them; the rows themselves stand there for a
    sample of the good ones and for as many of the wrong as one mends at
    once.

    good, wrong: the rows without a fault, and those with one.
    """
    heads = [column.label for column in table.columns]
    good_rows = [_cells(table, row) for row in good[:SHOWN_GOOD]]
    wrong_rows = [_faults(row) for row in wrong[:SHOWN_WRONG]]
    more_wrong = max(0, len(wrong) - SHOWN_WRONG)
    return {
        "read": len(rows),
        "good": len(good),
        "wrong": len(wrong),
        "heads": heads,
        "good_rows": good_rows,
        "wrong_rows": wrong_rows,
        "more_wrong": more_wrong,
        "carried": _to_carry(table, rows),
    }


def _to_carry(table: Field, rows: list[Row]) -> str:
    """The rows as a page carries them; `_again` reads them."""
    lines = []
    for row in rows:
        cells = _cells(table, row)
        lines.append([row.line, *cells])
    return json.dumps(lines, ensure_ascii=False)


def _faults(row: Row) -> dict[str, Any]:
    """A wrong row as the page tells it: its line in the file, and all that is wrong."""
    return {"line": row.line, "faults": row.faults}


def _cells(table: Field, row: Row) -> list[str]:
    """A text for each column, in their order.

    "" where nothing stands.
    """
    cells = []
    for column in table.columns:
        text = row.texts.get(column.key, "")
        cells.append(text)
    return cells


def _sentence(problem: Problem) -> str:
    """A problem and its way out as one text.

    The page shows both in one place.
    """
    if problem.way_out:
        return f"{problem.message}。{problem.way_out}"
    return problem.message
