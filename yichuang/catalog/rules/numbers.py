"""Which public figure holds in a place on a day.

A row is a dict of packs/numbers: region (12 digits), from and until (days as they are written, until null while it
holds), document, read, and the figures themselves.
"""

from datetime import date
from operator import itemgetter
from typing import Any

from yichuang.catalog.rules.delegation import chain

Row = dict[str, Any]
Rows = list[Row]


def in_force(rows: Rows, region: str, day: date) -> Row | None:
    """The row that holds on the day, of the place itself or of the nearest place above it.

    None when no such row is known."""
    today = day.isoformat()
    row_in_force = None
    for row in _begun(rows, region, today):
        if not row["until"]:
            row_in_force = row
        elif today <= row["until"]:
            row_in_force = row
    return row_in_force


def latest(rows: Rows, region: str, day: date) -> Row | None:
    """The row that was in force last, though it may be over.

    None when no row of the place has begun by the day."""
    begun = _begun(rows, region, day.isoformat())
    return max(begun, key=itemgetter("from"), default=None)


def least_years(rows: Rows, day: date) -> float:
    """Years of contributions that a monthly pension needs.

    It is asked of somebody who reaches the statutory age on the day: 国务院关于渐进式延迟法定退休年龄的办法第二条."""
    today = day.isoformat()
    years = 0
    for row in rows:
        if row["from"] <= today:
            years = row["years"]
    return years


def _begun(rows: Rows, region: str, today: str) -> Rows:
    """The rows of the place and of those above it that have begun.

    The nearest place comes last."""
    above = chain(region)
    begun = []
    for row in rows:
        if row["region"] not in above:
            continue
        if row["from"] <= today:
            begun.append(row)
    return sorted(begun, key=itemgetter("region"))
