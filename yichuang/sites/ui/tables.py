"""A row table on a page.

All its rows, or, where there are many, some of them, each under its own
number.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from yichuang.catalog.rules.forms.bounds import most_rows

ON_PAGE = 50  # rows; with more the page takes seconds to open on a phone
IN_A_LINE = 5  # columns; with more a row is a card also on a desk
# what a column of figures says of itself → the class of its cells
CELL_CLASSES = (("num", "num"), ("no", "no"), ("nowrap", "nw"), ("short", "half"))


class Rows(list):
    """Rows of which the page begins to show those at `start`."""

    start = 0


def starting_at(rows: Sequence[Any], start: int) -> Rows:
    """The rows, shown from the one at `start`."""
    shown = Rows(rows)
    shown.start = start
    return shown


def context(
    table: Mapping, name: str, value: Any, errors: Mapping[str, str], cells: Callable
) -> dict[str, Any]:
    """What the template of a table needs.

    table: its columns, checks and where spreadsheets come in.
    name: of the table, with which the names of its inputs begin.
    value: its rows, or Rows that say where the page begins.
    errors: by the name of the input.
    cells: makes the inputs of one row from its number and its answers.
    """
    columns = table["columns"]
    checks = table["checks"]
    rows = list(value or ()) or _empty(checks)
    wrong = _wrong_rows(name, errors)
    start = getattr(value, "start", 0)
    places = _places(len(rows), wrong, start)
    blank = {"n": "__n__", "nth": "新", "cells": cells("__n__", {})}
    most = most_rows(checks)
    windowed = len(rows) > ON_PAGE
    parts = []
    if windowed:
        parts = _parts(len(rows), places)
    shown = []
    for place in places:
        number = str(place)
        inputs = cells(number, rows[place])
        row = _typed_row(place, inputs)
        shown.append(row)
    return {
        "columns": columns,
        "table_rows": shown,
        "count": len(rows),
        "max_rows": most,
        "max_typed": min(most, ON_PAGE),
        "can_add": len(rows) < most,
        "blank": blank,
        "windowed": windowed,
        "only_wrong": windowed and bool(wrong),
        "parts": parts,
        "cards": _cards(columns),
        "sheet": table["sheet"],
    }


def _empty(checks: Mapping) -> list[dict]:
    """The rows of a table in which nothing stands yet.

    As many as it must have, and one at least.
    """
    least = int(checks.get("min_rows", 1))
    count = max(1, least)
    return [{}] * count


def _typed_row(place: int, inputs: Any) -> dict[str, Any]:
    """A row of inputs; people count from one."""
    return {"n": place, "nth": place + 1, "cells": inputs}


def _cards(columns: Sequence[Any]) -> str:
    """The class of the table.

    It tells whether its rows are cards on a desk too.
    """
    if len(columns) > IN_A_LINE:
        return "cards"
    return "cards few"


def _wrong_rows(name: str, errors: Mapping[str, str]) -> list[int]:
    """The rows in which a cell is wrong, each once, in their order.

    name: of the table.
    errors: by the name of the input, of this table and of other fields.
    """
    wrong = set()
    for field in errors:
        place = _row_of(name, field)
        if place is not None:
            wrong.add(place)
    return sorted(wrong)


def _places(count: int, wrong: list[int], start: int) -> list[int]:
    """Which rows are on the page.

    All; or of many those that are wrong, else a page of them from
    `start` on.
    """
    if count <= ON_PAGE:
        return list(range(count))
    if wrong:
        on_page = [place for place in wrong if place < count]
        return on_page[:ON_PAGE]
    first = min(start, count - 1)
    after = min(first + ON_PAGE, count)
    return list(range(first, after))


def _row_of(name: str, field: str) -> int | None:
    """37 for `roster-37-phone` of the table `roster`; None for another field."""
    prefix = f"{name}-"
    if not field.startswith(prefix):
        return None
    within_table = field.removeprefix(prefix)
    number, _, _ = within_table.partition("-")
    if number.isascii() and number.isdigit():
        return int(number)
    return None


def _parts(count: int, places: list[int]) -> list[dict[str, Any]]:
    """The pages of a long table.

    The words of each, and whether it is the one that is shown.
    """
    starts = range(0, count, ON_PAGE)
    here = {place // ON_PAGE for place in places}
    pages = []
    for number, start in enumerate(starts):
        first = start + 1
        last = min(start + ON_PAGE, count)
        is_shown = here == {number}
        part = {"start": start, "words": f"{first}—{last}", "here": is_shown}
        pages.append(part)
    return pages


def table_row(columns: Any, row: Mapping) -> dict[str, Any]:
    """Cells of one row of `data_table`.

    Each has its text, its class, the name of its column, and a status
    or a link where the row brings one. The first cell leads where the
    row leads.
    """
    cells = []
    for column in columns:
        key = column["key"]
        cell = _cell(row.get(key))
        cell["css"] = _css(column)
        cell["label"] = column["label"]
        cells.append(cell)
    address = row.get("href")
    if cells and address:
        cells[0].setdefault("href", address)
    selected = row.get("selected")
    current = row.get("current")
    return {"cells": cells, "selected": selected, "current": current}


def _cell(value: Any) -> dict[str, Any]:
    """A value as a cell.

    One that brings more than its text is a cell already.
    """
    if isinstance(value, Mapping):
        return dict(value)
    if value in (None, ""):
        return {"text": "—"}
    return {"text": value}


def _css(column: Mapping) -> str:
    """The classes of the cells of a column."""
    names = []
    for flag, css in CELL_CLASSES:
        if column.get(flag):
            names.append(css)
    return " ".join(names)
