"""What the packs say of an item that an office has revised itself, offered to it as a change order."""

from typing import Any

from yichuang.catalog.models import ChangeOrder, ItemVersion
from yichuang.catalog.rules import merging

PACKS = "system:packs"
FORM = "form"


def elements_of(version: ItemVersion) -> dict[str, Any]:
    """Every element of a version; its form is one, because its questions refer to each other."""
    return {**version.definition, FORM: version.form}


def last_offer(code: str) -> ChangeOrder | None:
    """What the packs have offered last, whatever became of it."""
    orders = ChangeOrder.objects.filter(item__code=code)
    offers = orders.filter(opened_by=PACKS)
    newest_first = offers.order_by("-id")
    return newest_first.first()


def waiting_offer(code: str) -> ChangeOrder | None:
    """What the packs say and nobody has taken over or turned down yet.

    None where nothing waits.
    """
    offer = last_offer(code)
    if offer is None:
        return None
    if offer.state not in ChangeOrder.NOT_DONE:
        return None
    return offer


def offered_by(offer: ChangeOrder) -> dict[str, Any]:
    """Every element of the pack that was offered."""
    draft = offer.draft or {}
    form = offer.form_draft or {}
    return {**draft, FORM: form}


def said_by_packs(versions: list[ItemVersion]) -> dict[str, Any]:
    """Every element as the packs said it last.

    versions: all of one item, in order. What an office has revised is what
    differs from it in the last one.
    """
    last = versions[-1]
    offer = last_offer(last.item.code)
    if offer is None:
        return _before_revisions(versions)
    for version in reversed(versions):
        if version.published_by != PACKS:
            continue
        if version.published_at > offer.opened_at:
            return elements_of(version)
    return offered_by(offer)


def _before_revisions(versions: list[ItemVersion]) -> dict[str, Any]:
    """The elements in force, with those put back that an office has changed.

    The packs have offered nothing yet: only the versions tell it.
    """
    history = []
    for version in versions:
        is_pack = version.published_by == PACKS
        elements = elements_of(version)
        history.append((is_pack, elements))
    put_back = merging.before_revisions(history)
    present = elements_of(versions[-1])
    return {**present, **put_back}
