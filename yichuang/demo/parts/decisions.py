"""The rules that the demo lets decide, agreed to by its legal officer."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from yichuang.accounts.models import Officer
from yichuang.core import clock, packs
from yichuang.eligibility import queries, services, tables
from yichuang.eligibility.queries import Pack

PACK = "demo/decisions.yaml"


def load() -> int:
    """Agree to what nobody has agreed to yet; returns to how many."""
    row = _row()
    officer = Officer.objects.get(user__username=row["officer"])
    agreed = 0
    for pack in _packs():
        if queries.standing(pack):
            continue
        services.approve(
            item_code=pack["item"],
            from_on=date.fromisoformat(pack["from"]),
            digest=queries.digest_of(pack),
            officer=officer,
            now=clock.now(),
        )
        agreed += 1
    return agreed


def check() -> list[str]:
    """Items that no rule was written for."""
    written = tables.decisions()
    faults = []
    for code in _row()["items"]:
        if code not in written:
            faults.append(f"{PACK}: 没有 {code} 的决定规则")
    return faults


def _packs() -> Iterator[Pack]:
    """Every rule of the items that the demo names."""
    written = tables.decisions()
    for code in _row()["items"]:
        yield from written[code]


def _row() -> dict[str, Any]:
    """Who agrees, and to the rules of which items."""
    return packs.read(PACK)
