"""A row table on a page: all its rows, or, where there are many, some of them, each under its own number."""

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
    """What the template of a table needs. table: its columns, checks and where spreadsheets come in; cells: makes the
    inputs of one row from its number and its answers."""
    columns = table["columns"]
    checks = table["checks"]
    rows = list(value or ())
    if not rows:
        least = max(1, int(checks.get("min_rows", 1)))
        rows = [{}] * least
    places = _places(name, rows, value, errors)
    most = most_rows(checks)
    windowed = len(rows) > ON_PAGE
    only_wrong = windowed and any(_row_of(name, field) is not None for field in errors)
    shown = [{"n": n, "nth": n + 1, "cells": cells(str(n), rows[n])} for n in places]
    return {
        "columns": columns,
        "table_rows": shown,
        "count": len(rows),
        "max_rows": most,
        "max_typed": min(most, ON_PAGE),
        "can_add": len(rows) < most,
        "blank": {"n": "__n__", "nth": "新", "cells": cells("__n__", {})},
        "windowed": windowed,
        "only_wrong": only_wrong,
        "parts": _parts(len(rows), places) if windowed else [],
        "cards": "cards" if len(columns) > IN_A_LINE else "cards few",
        "sheet": table["sheet"],
    }


def _places(name: str, rows: Sequence[Any], value: Any, errors: Mapping[str, str]) -> list[int]:
    """Which rows are on the page: all; or of many those that are wrong, else a page of them."""
    if len(rows) <= ON_PAGE:
        return list(range(len(rows)))
    named = {_row_of(name, field) for field in errors} - {None}
    wrong = sorted(named)
    if wrong:
        return [place for place in wrong if place < len(rows)][:ON_PAGE]
    start = min(getattr(value, "start", 0), len(rows) - 1)
    return list(range(start, min(start + ON_PAGE, len(rows))))


def _row_of(name: str, field: str) -> int | None:
    """37 for `roster-37-phone` of the table `roster`."""
    if not field.startswith(f"{name}-"):
        return None
    number = field[len(name) + 1 :].partition("-")[0]
    if number.isascii() and number.isdigit():
        return int(number)
    return None


def _parts(count: int, places: list[int]) -> list[dict[str, Any]]:
    """The pages of a long table: the words of each, and whether it is the one that is shown."""
    starts = range(0, count, ON_PAGE)
    here = {place // ON_PAGE for place in places}
    pages = []
    for number, start in enumerate(starts):
        words = f"{start + 1}—{min(start + ON_PAGE, count)}"
        pages.append({"start": start, "words": words, "here": here == {number}})
    return pages


def table_row(columns: Any, row: Mapping) -> dict[str, Any]:
    """Cells of one row of `data_table`, each with its text, its class, the name of its column, and a status or a link
    where given."""
    cells = []
    for column in columns:
        value = row.get(column["key"])
        if isinstance(value, Mapping):
            cell = dict(value)
        else:
            cell = {"text": "—" if value in (None, "") else value}
        names = [css for flag, css in CELL_CLASSES if column.get(flag)]
        cell["css"] = " ".join(names)
        cell["label"] = column["label"]
        cells.append(cell)
    if cells and row.get("href"):
        cells[0].setdefault("href", row["href"])
    return {"cells": cells, "selected": row.get("selected"), "current": row.get("current")}
