"""公示 in a place: its promise must have room for it."""

from typing import Any

from yichuang.catalog.models import Item, ItemVersion
from yichuang.catalog.queries import place_lists
from yichuang.catalog.rules import publicity
from yichuang.catalog.rules.guides import merged
from yichuang.core import clock
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.reference.queries import calendar

Differences = dict[str, Any]


def require_room(item: Item, region: str, differences: Differences, version: ItemVersion) -> None:
    """The promise of a place, and of each inside it, has room for 公示.

    As far as its days count in the promise there.

    differences: what the place is to say.
    version: the unified text.
    Raises Invalid.
    """
    branches = version.definition.get("terms") or []
    if not publicity.of(branches):
        return
    above = place_lists.said_above(item.code, region)
    lists = [above.differences, differences]
    _require(version, lists, "")
    inside = place_lists.promising_below(item, region, clock.today())
    for row in inside:
        _require(version, [*lists, row.differences], row.region.name)


def _require(version: ItemVersion, lists: list[Differences], where: str) -> None:
    """Raises Invalid for a promise without room for 公示.

    lists: what places say, the widest first.
    where: the place whose promise it is, "" for the one that speaks.
    """
    there = merged(version.definition, lists)
    problems = publicity.problems_of(there, there["terms"], calendar())
    if not problems:
        return
    text = problems[0]
    if where:
        text = f"{where}：{text}"
    problem = FieldProblem("promised_days", text, "range")
    raise Invalid([problem], text)
