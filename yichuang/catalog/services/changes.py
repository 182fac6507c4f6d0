"""Change orders: one person asks, another agrees, publishing carries it out."""

from datetime import date
from typing import Any

from django.db import transaction

from yichuang.audit.services import record
from yichuang.catalog.models import ChangeOrder, Item
from yichuang.catalog.rules.frozen import thaw
from yichuang.catalog.services.versions import cancel_item, publish
from yichuang.core import clock
from yichuang.core.errors import Conflict, FieldProblem, Forbidden, Invalid, NotFound


@transaction.atomic
def open_change(
    *,
    code: str,
    kind: str,
    reason: str,
    effective_on: date,
    actor: str,
    draft: dict[str, Any] | None = None,
    form_draft: dict[str, Any] | None = None,
    power_list_ref: str = "",
) -> ChangeOrder:
    """Ask for a change of an item. kind: taken_over | sent_down | cancelled | revised; draft: the whole new
    definition (needed except for cancelling); form_draft: the whole new form, None keeps the form; power_list_ref:
    the entry of the 权责清单 that moves. Raises NotFound, Invalid."""
    item = Item.objects.filter(code=code).first()
    if item is None:
        raise NotFound(f"没有编码为{code}的事项")
    problems = []
    if kind not in dict(ChangeOrder.KINDS):
        problems.append(FieldProblem("kind", "调整类型只能是承接、下放、取消或修订", "list"))
    if not reason.strip():
        problems.append(FieldProblem("reason", "请写明调整的理由和依据", "required"))
    if kind != ChangeOrder.CANCELLED and not draft:
        problems.append(FieldProblem("draft", "请附上调整后的事项要素", "required"))
    if draft and draft.get("code") != code:
        problems.append(FieldProblem("draft", "事项编码一经确定不能更改", "equal"))
    if form_draft is not None and not _readable(form_draft):
        problems.append(FieldProblem("form_draft", "表单定义读不懂，请检查字段组、代码表和字段名", "form"))
    if problems:
        raise Invalid(problems)
    change = ChangeOrder.objects.create(
        item=item,
        kind=kind,
        reason=reason,
        power_list_ref=power_list_ref,
        draft=draft,
        form_draft=form_draft,
        effective_on=effective_on,
        opened_by=actor,
        opened_at=clock.now(),
    )
    _note(actor, "catalog.change.open", change)
    return change


@transaction.atomic
def approve_change(*, change_id: int, actor: str, note: str = "") -> ChangeOrder:
    """Agree to a change order. Raises Forbidden for the person who opened it, Conflict when it is decided."""
    return _decide(change_id, actor, ChangeOrder.APPROVED, note)


@transaction.atomic
def reject_change(*, change_id: int, actor: str, note: str) -> ChangeOrder:
    """Turn a change order down, with the reason. Raises as `approve_change`."""
    if not note.strip():
        raise Invalid([FieldProblem("note", "请写明不同意的理由", "required")])
    return _decide(change_id, actor, ChangeOrder.REJECTED, note)


@transaction.atomic
def publish_change(*, change_id: int, actor: str) -> ChangeOrder:
    """Carry out an approved change order: a new version from its day on, or the cancellation of the item.

    Raises Conflict when it is not approved, Invalid when the draft may not be published.
    """
    change = _locked(change_id)
    if change.state != ChangeOrder.APPROVED:
        raise Conflict("调整单还没有通过审核，不能发布", way_out="请先由另一位同事审核")
    if change.kind == ChangeOrder.CANCELLED:
        cancel_item(code=change.item.code, on=change.effective_on, reason=change.reason, actor=actor)
    else:
        form = change.form_draft
        if form is None:
            form = change.item.versions.order_by("-number").values_list("form", flat=True).first() or {}
        change.version = publish(
            definition=change.draft,
            form=form,
            effective_from=change.effective_on,
            actor=actor,
            source_digest=change.item.source_digest,
        )
    change.state = ChangeOrder.DONE
    change.save(update_fields=["state", "version"])
    _note(actor, "catalog.change.publish", change)
    return change


def _readable(form: dict[str, Any]) -> bool:
    try:
        thaw(form)
    except (ValueError, LookupError, TypeError, AttributeError):
        return False
    return True


def _locked(change_id: int) -> ChangeOrder:
    rows = ChangeOrder.objects.select_for_update(no_key=True, of=("self",)).select_related("item")
    found = rows.filter(pk=change_id).first()
    if found is None:
        raise NotFound("没有这张调整单")
    return found


def _decide(change_id: int, actor: str, state: str, note: str) -> ChangeOrder:
    change = _locked(change_id)
    if change.state != ChangeOrder.OPEN:
        raise Conflict(f"这张调整单{change.get_state_display()}，不用再审核")
    if change.opened_by == actor:
        raise Forbidden("自己提出的调整单要由另一位同事审核", code="four_eyes")
    change.state, change.decided_by, change.decided_at, change.decision_note = state, actor, clock.now(), note
    change.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    _note(actor, f"catalog.change.{state}", change)
    return change


def _note(actor: str, verb: str, change: ChangeOrder) -> None:
    record(
        actor=actor,
        verb=verb,
        subject=f"item:{change.item.code}",
        data={"change": change.pk, "kind": change.kind, "effective_on": str(change.effective_on)},
    )
