"""The packs offer what they say otherwise than an office that has revised an item."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from yichuang.catalog.models import ChangeOrder, Item, ItemVersion
from yichuang.catalog.queries.offers import FORM, PACKS, last_offer
from yichuang.catalog.services.changes import note_change
from yichuang.core import clock

REASON = "政策包有新内容，这里自己修订过，没有自动换成新的。要用的请同意并发布，不用的请退回"
NO_NEWS = "这里修订过，政策包的这几处和修订以前一样，照旧用这里的"
TAKEN_OVER = "政策包写的已经和这里修订的一样"


@transaction.atomic
def offer(
    *,
    code: str,
    pack: Mapping[str, Any],
    said: Mapping[str, Any],
    left_out: Collection[str],
    effective_on: date,
) -> bool:
    """Keep what a pack says of a revised item; whether somebody has to decide on it.

    pack: its elements.
    said: those of the pack before.
    left_out: keys of those that were not published.
    effective_on: the day from which the pack holds.

    What is new in them waits as a change order; what is not new was decided
    by the revision.
    """
    last = last_offer(code)
    order = _renewed_or_new(code, last)
    is_waiting = last is not None and last.state in ChangeOrder.NOT_DONE
    definition = dict(pack)
    form = definition.pop(FORM)
    order.draft = definition
    order.form_draft = form or None
    order.effective_on = effective_on
    order.opened_at = clock.now()
    if not left_out:
        _close(order, ChangeOrder.DONE, TAKEN_OVER)
    elif not is_waiting and not _is_news(pack, said, left_out):
        _close(order, ChangeOrder.REJECTED, NO_NEWS)
    order.save()
    if order.state != ChangeOrder.OPEN:
        return False
    note_change(PACKS, "catalog.change.open", order)
    return True


def _renewed_or_new(code: str, last: ChangeOrder | None) -> ChangeOrder:
    """The order that nobody has decided on yet, or another one."""
    if last and last.state == ChangeOrder.OPEN:
        return last
    item = Item.objects.get(code=code)
    return ChangeOrder(item=item, kind=ChangeOrder.REVISED, opened_by=PACKS, reason=REASON)


def _is_news(pack: Mapping[str, Any], said: Mapping[str, Any], left_out: Collection[str]) -> bool:
    """Whether a pack says one of these otherwise than the pack before.

    left_out: the keys that are asked for.
    """
    for key in left_out:
        if pack.get(key) != said.get(key):
            return True
    return False


def _close(order: ChangeOrder, state: str, note: str) -> None:
    """Nothing is to be decided: who published the revision has done it."""
    versions = ItemVersion.objects.filter(item=order.item).exclude(published_by=PACKS)
    revision = versions.order_by("-number").first()
    order.state = state
    order.decided_by = revision.published_by
    order.decided_at = clock.now()
    order.decision_note = note
