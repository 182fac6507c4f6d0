"""Which papers others hold, as a text may not ask for them, and the texts in force that do."""

from collections.abc import Iterator
from typing import NamedTuple

from yichuang.catalog.models import ItemVersion
from yichuang.catalog.models.items import in_force
from yichuang.catalog.rules import holding
from yichuang.core import clock
from yichuang.exchange import tables as sources


class Breach(NamedTuple):
    """What one text asks for although others hold it."""

    item_code: str
    version: int
    why: str


def holders() -> dict[str, tuple[str, ...]]:
    """Each paper that others hold → the names of those of them that the packs
    say can be asked."""
    names = {}
    for paper, one in sources.holdings().items():
        asked_of = []
        for code in one.sources:
            source = sources.source(code)
            if source.active:
                asked_of.append(source.name)
        names[paper] = tuple(asked_of)
    return names


def breaches() -> Iterator[Breach]:
    """Every version in force, with each paper that it may not ask for so.

    In the order of the items.
    """
    held = holders()
    of_today = in_force(clock.today())
    versions = ItemVersion.objects.filter(of_today).defer("form")
    for version in versions.order_by("item_id"):
        definition = version.definition
        for why in holding.problems_of(definition, held):
            yield Breach(definition["code"], version.number, why)
