"""Publishing a version and cancelling an item."""

from datetime import date
from typing import Any

from django.db import transaction

from yichuang.audit.services import record
from yichuang.catalog import tables
from yichuang.catalog.events import ItemCancelled, ItemPublished
from yichuang.catalog.models import Item, ItemVersion
from yichuang.catalog.queries.judging import text_problems
from yichuang.catalog.rules import processes, terms
from yichuang.catalog.rules.frozen import in_order
from yichuang.catalog.rules.revisions import revision_of
from yichuang.core import clock
from yichuang.core.errors import Conflict, FieldProblem, Invalid, NotFound
from yichuang.core.outbox import publish as tell


@transaction.atomic
def publish(
    *,
    definition: dict[str, Any],
    form: dict[str, Any],
    effective_from: date,
    actor: str,
    place: str | None = None,
    source_digest: str = "",
) -> ItemVersion:
    """Publish the text of one item from `effective_from` on; the version in force until then ends on that day.

    definition: the elements of an item pack; form: its compiled form; place: region code of a local extension item,
    None for a common one; source_digest: what the pack loader compares next time. The same content again gives the
    version that is there. Raises Invalid with every element that is empty or unlawful, Conflict when a version
    already begins later or the item is cancelled.
    """
    form = in_order(form)
    problems = text_problems(definition, form)
    if problems:
        raise Invalid(problems, f"“{definition.get('name', '')}”还不能发布：{problems[0].message}")
    definition = expanded(definition)
    revision = revision_of(definition, form)
    item = _item(definition, place)
    last = item.versions.order_by("-number").first()
    if last and last.revision == revision and last.effective_to is None:
        _remember(item, definition, source_digest)
        return last
    if item.status == Item.CANCELLED:
        raise Conflict(
            f"“{item.name}”已经取消，不能再发布新版本", way_out="需要恢复的，请先提出承接的调整单"
        )
    if last and last.effective_from > effective_from:
        raise Conflict(
            f"已有从{last.effective_from}起生效的版本，新版本不能更早", field="effective_from"
        )
    version = _append(item, last, definition, form, revision, effective_from, actor)
    _remember(item, definition, source_digest)
    tell(ItemPublished(item.code, version.pk, version.number, revision, effective_from))
    record(
        actor=actor,
        verb="catalog.publish",
        subject=f"item:{item.code}",
        data={
            "number": version.number,
            "revision": revision,
            "effective_from": str(effective_from),
        },
    )
    return version


def expanded(definition: dict[str, Any]) -> dict[str, Any]:
    """The definition with what is worked out of it, ready to be frozen: kind of process, steps, terms.

    Raises Invalid.
    """
    table = tables.processes()
    try:
        kind = processes.kind_of(definition.get("process") or (), table)
        steps = processes.steps_of(definition, table)
    except KeyError as fault:
        text = f"办理流程“{fault.args[0]}”不在统一业务流程模型里"
        raise Invalid([FieldProblem("process", text, "list")], text) from None
    branches = terms.branches_of(definition, tables.terms())
    return {**definition, "process_kind": kind, "steps": steps, "terms": branches}


def _item(definition: dict[str, Any], place: str | None) -> Item:
    item, _ = Item.objects.get_or_create(
        code=definition["code"],
        defaults={"is_local_extension": place is not None, "place_id": place},
    )
    return Item.objects.select_for_update(no_key=True).get(pk=item.pk)


def _append(item, last, definition, form, revision, effective_from, actor) -> ItemVersion:
    if last:
        last.effective_to = effective_from
        last.save(update_fields=["effective_to"])
    return ItemVersion.objects.create(
        item=item,
        number=last.number + 1 if last else 1,
        effective_from=effective_from,
        definition=definition,
        form=form,
        revision=revision,
        published_at=clock.now(),
        published_by=actor,
    )


def _remember(item: Item, definition: dict[str, Any], source_digest: str) -> None:
    item.name = definition["name"]
    item.line = definition["business_line"]
    item.sub_line = definition["sub_line"]
    item.service_objects = definition["service_object"]
    item.levels = definition["levels"]
    item.type = definition["type"]
    item.source_digest = source_digest
    item.save()


@transaction.atomic
def cancel_item(*, code: str, on: date, reason: str, actor: str) -> Item:
    """Cancel an item: no new case from the day `on`; old cases and versions stay readable. Raises NotFound."""
    item = Item.objects.select_for_update(no_key=True).filter(code=code).first()
    if item is None:
        raise NotFound(f"没有编码为{code}的事项")
    item.status = Item.CANCELLED
    item.cancelled_on = on
    item.save(update_fields=["status", "cancelled_on"])
    tell(ItemCancelled(code, on))
    record(
        actor=actor,
        verb="catalog.cancel",
        subject=f"item:{code}",
        data={"on": str(on), "reason": reason},
    )
    return item
