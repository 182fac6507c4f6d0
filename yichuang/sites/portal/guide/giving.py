"""能领多少、领多久: what a guide says of a benefit."""

from datetime import date
from typing import Any

from yichuang.catalog import tables
from yichuang.sites.ui import wording


def told(code: str, today: date) -> dict[str, Any] | None:
    """What the item gives and for how long; None for an item that is no benefit.

    amount, long, basis: sentences.
    doubt: the text of the basis was not opened.
    over: the day on which this round of policy ended, in words, "" while it lasts.
    """
    row = tables.benefits().get(code)
    if row is None:
        return None
    return {
        "amount": row["amount"],
        "long": row["long"],
        "basis": row["basis"],
        "doubt": not row.get("read", True),
        "over": _over(row.get("until"), today),
    }


def _over(until: str | None, today: date) -> str:
    if not until:
        return ""
    last = date.fromisoformat(until)
    if today <= last:
        return ""
    return wording.cndate(last)
