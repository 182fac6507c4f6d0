"""A pack of an item that an office has revised itself (ADR 66, 69): what was revised stands and the rest follows."""

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction

from yichuang.catalog import services
from yichuang.catalog.models import ItemVersion
from yichuang.catalog.queries.offers import (
    FORM,
    PACKS,
    elements_of,
    last_offer,
    offered_by,
    said_by_packs,
)
from yichuang.catalog.rules import merging
from yichuang.catalog.rules.frozen import in_order
from yichuang.core import clock
from yichuang.core.errors import Invalid


@dataclass(frozen=True)
class Text:
    """What is to be published.

    place: region of a local item, None for a common one.
    digest: of all files that it is made from.
    """

    definition: dict[str, Any]
    form: dict[str, Any]
    effective_from: date
    place: str | None
    digest: str


@dataclass
class Done:
    """What was done: what must be told, and whether the item stays as it was."""

    notes: list[str] = field(default_factory=list)
    is_left_alone: bool = False


def publish(text: Text, earlier: list[ItemVersion]) -> Done:
    """Publish the next pack of an item; earlier: all its versions, in order.

    Raises Invalid for a pack of an item that nobody else has revised.
    """
    last = earlier[-1]
    day = max(text.effective_from, clock.today(), last.effective_from)
    text = replace(text, effective_from=day)
    said = said_by_packs(earlier)
    present = elements_of(last)
    revised = merging.differing(said, present).difference(merging.COMPUTED)
    if not revised:
        publish_text(text)
        return Done()
    code = text.definition["code"]
    pack = {**services.expanded(text.definition), FORM: in_order(text.form)}
    both = merging.merged(revised, present, pack)
    form = both.elements.pop(FORM)
    merged = replace(text, definition=both.elements, form=form)
    try:
        with transaction.atomic():
            publish_text(merged)
    except Invalid as fault:
        return _left_alone(text, pack, both, fault)
    is_news = services.offer(
        code=code, pack=pack, said=said, left_out=both.left_out, effective_on=day
    )
    if not is_news:
        return Done()
    listed = "、".join(both.left_out)
    note = f"{code}：这里自己修订过，没有用政策包的新内容：{listed}"
    return Done([note])


def publish_text(text: Text) -> None:
    """Publish it as it is. Raises Invalid."""
    services.publish(
        definition=text.definition,
        form=text.form,
        effective_from=text.effective_from,
        actor=PACKS,
        place=text.place,
        source_digest=text.digest,
    )


def _left_alone(text: Text, pack: dict[str, Any], both: merging.Merged, fault: Invalid) -> Done:
    """A pack and a revision that do not fit: the item stays, and the pack as a whole is offered once."""
    code = text.definition["code"]
    last = last_offer(code)
    if last is None or _is_another(pack, offered_by(last)):
        services.offer(
            code=code,
            pack=pack,
            said={},
            left_out=both.left_out or tuple(pack),
            effective_on=text.effective_from,
        )
    note = f"{code}：这里自己修订过，和政策包的新内容合不到一起，照旧不动：{fault.message}"
    return Done([note], is_left_alone=True)


def _is_another(pack: dict[str, Any], offered: dict[str, Any]) -> bool:
    """Whether a pack says anything otherwise than the one that was offered.

    What is worked out of it says nothing by itself.
    """
    changed = merging.differing(pack, offered)
    return not changed.issubset(merging.COMPUTED)
