"""What a yes gives: months by bands of contributions, an amount by place and day, the month from which it runs.

Every figure stands in packs/numbers with its place, its days and its
document. What no row in force says is not known, and a person looks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from yichuang.catalog.rules.numbers import in_force
from yichuang.eligibility.rules.facts import FOUND, NONE, UNREADABLE, Facts, comparable

NAMING = ("bands", "number")  # how a part of `gives` names a figure
Row = Mapping[str, Any]
Tables = Mapping[str, Sequence[Row]]  # rows of packs/numbers by the name that a pack calls them


@dataclass(frozen=True)
class Grant:
    """What is granted.

    months: how many; monthly: yuan a month; since: the first month,
    YYYY-MM. Each None where the item gives none of it.
    figures: by name, the row of packs/numbers that was used.
    """

    months: int | None = None
    monthly: Decimal | None = None
    since: str | None = None
    figures: Mapping[str, Row] | None = None

    @property
    def total(self) -> Decimal | None:
        """All of it together."""
        if self.months is None or self.monthly is None:
            return None
        return self.months * self.monthly


def row_of(tables: Tables, name: str, region: str, day: date) -> Row | None:
    """The row of a figure that holds in a place on a day, of the place itself or the nearest above it."""
    rows = tables.get(name, ())
    return in_force(list(rows), region, day)


def grant_of(
    pack: Mapping[str, Any], facts: Facts, tables: Tables, region: str, day: date
) -> Grant | None:
    """What the pack gives for these facts.

    None where anything of it is not known.
    region: where the case is.
    day: of the submission.
    """
    gives = pack.get("gives") or {}
    figures = _figures(gives, tables, region, day)
    if None in figures.values():
        return None
    parts = {}
    if "months" in gives:
        row = figures[gives["months"]["bands"]]
        parts["months"] = _months(gives["months"], facts, row)
    if "monthly" in gives:
        row = figures[gives["monthly"]["number"]]
        parts["monthly"] = Decimal(row["amount"])
    if "since" in gives:
        parts["since"] = _month(gives["since"], facts)
    if None in parts.values():
        return None
    return Grant(**parts, figures=figures)


def _figures(gives: Row, tables: Tables, region: str, day: date) -> dict[str, Any]:
    """The row in force of each figure that a pack gives by, None where there is none."""
    figures = {}
    for part in gives.values():
        for key in NAMING:
            if key in part:
                name = part[key]
                figures[name] = row_of(tables, name, region, day)
    return figures


def _months(gives: Row, facts: Facts, row: Row) -> int | None:
    """The months of the band with those of the last time that are left.

    At most what the law lets pay.
    """
    most = gives["most"]
    paid = _integer(facts, gives["of"])
    left = _integer(facts, gives["plus"], nothing=0)
    if paid is None or left is None:
        return None
    months = _band(row["bands"], paid)
    if months is None or left > most:
        return None
    return min(months + left, most)


def _band(bands: Sequence[Row], paid: int) -> int | None:
    """The months of the highest band that is reached.

    None below the first.
    """
    months = None
    for band in bands:
        if paid >= band["at_least"]:
            months = band["months"]
    return months


def _integer(facts: Facts, name: str, nothing: int | None = None) -> int | None:
    """A whole number, None where it is not known.

    nothing: what it means that there is none of it.
    """
    fact = facts.get(name)
    if fact is None:
        return None
    if fact.state == NONE:
        return nothing
    if fact.state != FOUND:
        return None
    try:
        number = comparable(fact.value, "integer")
    except UNREADABLE:
        return None
    return int(number)


def _month(gives: Row, facts: Facts) -> str | None:
    """The month of a day, as YYYY-MM.

    None where the day is not known.
    """
    fact = facts.get(gives["month_of"])
    if fact is None or fact.state != FOUND:
        return None
    try:
        day = comparable(fact.value, "date")
    except UNREADABLE:
        return None
    return f"{day.year:04d}-{day.month:02d}"
