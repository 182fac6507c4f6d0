"""Decision packs as plain values.

With the facts that they may rest on and the figures that they name.
"""

from datetime import date
from typing import Any

from yichuang.core import packs

DECISIONS = "decisions"
FACTS = "facts/facts.yaml"
# figures that a pack may name → the file of packs/numbers that holds them
FIGURES = {
    "bases": "bases",
    "wages": "wages",
    "unemployment_months": "unemployment",
    "unemployment_monthly": "unemployment",
}


@packs.kept()
def decisions() -> dict[str, list[dict[str, Any]]]:
    """Every decision pack, by item, the oldest first."""
    by_item: dict[str, list[dict[str, Any]]] = {}
    for path in packs.files(DECISIONS):
        pack = packs.read(path)
        code = pack["item"]
        rows = by_item.setdefault(code, [])
        rows.append(pack)
    for rows in by_item.values():
        rows.sort(key=_first_day)
    return by_item


def decision_of(item_code: str, day: date) -> dict[str, Any] | None:
    """The pack of an item that has begun by a day and is not over.

    None where there is none. Whether a legal officer agreed to it is not
    asked here.
    """
    today = day.isoformat()
    begun = None
    of_item = decisions().get(item_code, ())
    for pack in of_item:
        if pack["from"] <= today:
            begun = pack
    if begun is None:
        return None
    last_day = begun.get("until", today)
    if last_day < today:
        return None
    return begun


def facts() -> list[dict[str, Any]]:
    """Every fact that a pack may rest on: {"name", "label", "type", "source"}."""
    return packs.read(FACTS)["facts"]


def types() -> dict[str, str]:
    """How the values of a fact are compared, by name."""
    kinds = {}
    for row in facts():
        name = row["name"]
        kinds[name] = row["type"]
    return kinds


def sources() -> dict[str, str]:
    """Code of the source that gives a fact, by name."""
    codes = {}
    for row in facts():
        name = row["name"]
        codes[name] = row["source"]
    return codes


def figures() -> dict[str, list[dict[str, Any]]]:
    """Rows of public figures by the name that packs call them."""
    rows = {}
    for name, file in FIGURES.items():
        path = f"numbers/{file}.yaml"
        pack = packs.read(path)
        rows[name] = pack[name]
    return rows


def _first_day(pack: dict[str, Any]) -> str:
    """The day from which it holds, as it is written.

    Days of four digits for the year sort as text.
    """
    return pack["from"]
