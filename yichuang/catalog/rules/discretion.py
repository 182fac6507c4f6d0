"""规范自由裁量权: dated tables where the law leaves a range. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Table:
    """One matter with its rows (case, result); outside: what a decision outside the rows needs."""

    matter: str
    range: str
    basis: str
    valid_from: date
    rows: tuple[tuple[str, str], ...]
    outside: str


def tables_on(definition: Mapping[str, Any], accepted_on: date) -> tuple[Table, ...]:
    """The tables that hold for a case accepted on a day: of each matter the latest that had begun by then."""
    latest: dict[str, Table] = {}
    for row in definition.get("discretion") or ():
        table = _table(row)
        held = latest.get(table.matter)
        if table.valid_from <= accepted_on and (held is None or held.valid_from < table.valid_from):
            latest[table.matter] = table
    return tuple(latest.values())


def citable(definition: Mapping[str, Any], accepted_on: date) -> tuple[str, ...]:
    """What a decision may rest on: the review points, and every row of the tables as 'matter：case'."""
    rows = (f"{t.matter}：{case}" for t in tables_on(definition, accepted_on) for case, _ in t.rows)
    return (*(definition.get("review_points") or ()), *rows)


def _table(row: Mapping[str, Any]) -> Table:
    day = row["valid_from"]
    return Table(
        matter=row["matter"],
        range=row["range"],
        basis=row["basis"],
        valid_from=day if isinstance(day, date) else date.fromisoformat(day),
        rows=tuple((r["case"], r["result"]) for r in row["table"]),
        outside=row["outside_table"],
    )
