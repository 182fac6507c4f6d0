"""What the packs say of an item that was revised here, until somebody takes it over or turns it down (ADR 69)."""

from typing import Any

from yichuang.catalog import queries as catalog
from yichuang.sites.console.admin import frame
from yichuang.sites.console.admin.catalogue.revising.showing import ordered
from yichuang.sites.console.admin.writing import change_rows

COLUMNS = [
    {"key": "what", "label": "哪一处"},
    {"key": "old", "label": "现在"},
    {"key": "new", "label": "政策包写的"},
]


def waiting(code: str) -> dict[str, Any] | None:
    """The order that waits, and what the packs say there; None where nothing differs."""
    order = catalog.waiting_offer(code)
    if order is None:
        return None
    changes = ordered.changed(order)
    if not changes:
        return None
    return {
        "number": order.pk,
        "address": f"{frame.ROOT}changes/{order.pk}/",
        "columns": COLUMNS,
        "rows": change_rows(changes),
    }


def sentence(code: str) -> str:
    """The same in one sentence, for who revises the item; "" where nothing waits."""
    offer = waiting(code)
    if offer is None:
        return ""
    labels = []
    for row in offer["rows"]:
        labels.append(row["what"])
    listed = "、".join(labels)
    return f"政策包对{listed}另有新内容，还没有用，见第{offer['number']}号调整单。"
