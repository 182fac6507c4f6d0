"""Change orders: one person asks, another agrees, publishing carries it out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.catalog.models import ChangeOrder, Item, ItemVersion
from yichuang.catalog.queries.judging import (
    day_problems,
    definition_problems,
    draft_refusals,
    form_problems,
    raising_problems,
)
from yichuang.catalog.queries.keeping import require_keeper
from yichuang.catalog.queries.offers import elements_of
from yichuang.catalog.rules import merging
from yichuang.catalog.rules.promises import credit
from yichuang.catalog.services.versions import cancel_item, publish
from yichuang.core import clock
from yichuang.core.errors import Conflict, FieldProblem, Forbidden, Invalid, NotFound

KEEPER, REVIEWER = "catalogue_admin", "legal"


@transaction.atomic
def open_change(
    *,
    code: str,
    kind: str,
    reason: str,
    effective_on: date,
    officer: Officer,
    draft: dict[str, Any] | None = None,
    form_draft: dict[str, Any] | None = None,
    power_list_ref: str = "",
) -> ChangeOrder:
    """Ask for a change of an item. kind: taken_over | sent_down | cancelled | revised; draft: the whole new
    definition (needed except for cancelling); form_draft: the whole new form, None keeps the form; power_list_ref:
    the entry of the 权责清单 that moves. Raises NotFound, Invalid, Forbidden for who does not keep the item."""
    item = Item.objects.select_related("place").filter(code=code).first()
    if item is None:
        raise NotFound(f"没有编码为{code}的事项")
    require_keeper(officer, KEEPER, item)
    problems = []
    if kind not in dict(ChangeOrder.KINDS):
        problems.append(FieldProblem("kind", "调整类型只能是承接、下放、取消或修订", "list"))
    if not reason.strip():
        problems.append(FieldProblem("reason", "请写明调整的理由和依据", "required"))
    if kind != ChangeOrder.CANCELLED and not draft:
        problems.append(FieldProblem("draft", "请附上调整后的事项要素", "required"))
    if draft and draft.get("code") != code:
        problems.append(FieldProblem("draft", "事项编码一经确定不能更改", "equal"))
    base = item.versions.order_by("-number").first()
    problems += draft_refusals(base, draft, form_draft)
    problems += day_problems(base, effective_on)
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
        opened_by=officer.actor,
        opened_at=clock.now(),
    )
    note_change(officer.actor, "catalog.change.open", change)
    return change


@transaction.atomic
def approve_change(*, change_id: int, officer: Officer, note: str = "") -> ChangeOrder:
    """Agree to a change order that can be carried out as it stands: it is tried before, so that nobody agrees to what
    may not be published. Raises Forbidden for the person who opened it and for who does not keep the item, Conflict
    when it is decided; Invalid and Conflict as `publish_change`."""
    change = _to_decide(change_id, officer, (ChangeOrder.OPEN,))
    with transaction.atomic():
        _carry_out(change, officer.actor)
        transaction.set_rollback(True)
    return _decide(change, officer, ChangeOrder.APPROVED, note)


@transaction.atomic
def reject_change(*, change_id: int, officer: Officer, note: str) -> ChangeOrder:
    """Turn a change order down, with the reason; one that was agreed too, as long as it is not published: what was
    published since may have made it one that nobody can carry out. Raises Forbidden and Conflict as `approve_change`,
    Invalid without a reason."""
    if not note.strip():
        raise Invalid([FieldProblem("note", "请写明不同意的理由", "required")])
    change = _to_decide(change_id, officer, ChangeOrder.NOT_DONE)
    return _decide(change, officer, ChangeOrder.REJECTED, note)


@transaction.atomic
def publish_change(*, change_id: int, officer: Officer) -> ChangeOrder:
    """Carry out an approved change order: a new version from its day on, or the cancellation of the item.

    Raises Conflict when it is not approved, the item is cancelled or was changed since it was asked for, Invalid when
    the draft may not be published,
    Forbidden for who does not keep the item.
    """
    change = _locked(change_id)
    require_keeper(officer, KEEPER, change.item)
    if change.state != ChangeOrder.APPROVED:
        raise Conflict("调整单还没有通过审核，不能发布", way_out="请先由另一位同事审核")
    change.version = _carry_out(change, officer.actor)
    change.state = ChangeOrder.DONE
    change.save(update_fields=["state", "version"])
    note_change(officer.actor, "catalog.change.publish", change)
    return change


def _carry_out(change: ChangeOrder, actor: str) -> ItemVersion | None:
    """Do what the order says: the one check of agreement and of publishing. None for a cancellation."""
    if change.kind == ChangeOrder.CANCELLED:
        _cancel(change, actor)
        return None
    _require_latest(change)
    _require_law(change)
    form = change.form_draft
    if form is not None:
        _require_sound(change, form)
    else:
        form = change.item.versions.order_by("-number").values_list("form", flat=True).first() or {}
    _require_credit(change, form)
    return publish(
        definition=change.draft,
        form=form,
        effective_from=change.effective_on,
        actor=actor,
        source_digest=change.item.source_digest,
    )


def _require_latest(change: ChangeOrder) -> None:
    """The order holds the whole item.

    What was published since it was asked for would be undone unseen. A
    version that has the same text and only other terms loses nothing: they
    are worked out anew.
    """
    versions = change.item.versions.order_by("-number")
    later = versions.filter(published_at__gt=change.opened_at).first()
    if later and not _has_same_text(change, later):
        raise Conflict(
            f"这张调整单提出以后，“{change.item.name}”已经改到第{later.number}版，发布会把那一版的改动抹掉",
            code="stale_order",
            way_out="请负责法规审核的同事退回这张调整单，再从现行版本重新提出",
        )


def _has_same_text(change: ChangeOrder, later: ItemVersion) -> bool:
    """Whether a version says what the item said when the order was asked for.

    What is worked out of a text is no part of it.
    """
    earlier = change.item.versions.filter(published_at__lte=change.opened_at)
    base = earlier.order_by("-number").first()
    if base is None:
        return False
    changed = merging.differing(elements_of(base), elements_of(later))
    return changed <= set(merging.COMPUTED)


def _require_law(change: ChangeOrder) -> None:
    """Raises Invalid for a limit of the law that becomes longer without its
    article.

    It is asked again here: an order may have lain since before this was
    judged.
    """
    base = change.item.versions.order_by("-number").first()
    problems = raising_problems(base, change.draft)
    if problems:
        raise Invalid(problems, f"“{change.item.name}”还不能发布：{problems[0].message}")


def _require_sound(change: ChangeOrder, form: dict[str, Any]) -> None:
    """Raises Invalid with everything that is wrong with the new form and its text together."""
    base = change.item.versions.order_by("-number").first()
    problems = draft_refusals(base, draft=None, form=form)
    problems += form_problems(form)
    if problems:
        every = definition_problems(change.draft, form)
        raise Invalid(every, f"“{change.item.name}”的表单还不能发布：{problems[0].message}")


def _require_credit(change: ChangeOrder, form: dict[str, Any]) -> None:
    """Raises Invalid for an item that pays and whose form has no 信用承诺.

    Asked of an order alone: a form that an office revised before there was one stays as it is when packs are loaded,
    and gets it with its next order.
    """
    problems = credit.problems_of(change.draft, form)
    if problems:
        raise Invalid(problems, f"“{change.item.name}”还不能发布：{problems[0].message}")


def _cancel(change: ChangeOrder, actor: str) -> None:
    item = change.item
    if item.status == Item.CANCELLED:
        raise Conflict(
            f"“{item.name}”已经取消，从{item.cancelled_on}起",
            way_out="请负责法规审核的同事退回这张调整单",
        )
    if change.effective_on < clock.today():
        text = "取消要先在指南上公告，生效日期不能早于今天"
        raise Invalid([FieldProblem("effective_on", text, "range")], text)
    cancel_item(code=item.code, on=change.effective_on, reason=change.reason, actor=actor)


def _locked(change_id: int) -> ChangeOrder:
    rows = ChangeOrder.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "item__place"
    )
    order = rows.filter(pk=change_id).first()
    if order is None:
        raise NotFound("没有这张调整单")
    return order


def _to_decide(change_id: int, officer: Officer, states: Sequence[str]) -> ChangeOrder:
    """The order, locked, when it is in one of the states and this officer may decide on it."""
    change = _locked(change_id)
    require_keeper(officer, REVIEWER, change.item)
    if change.state not in states:
        raise Conflict(f"这张调整单{change.get_state_display()}，不用再审核")
    if change.opened_by in officer.names_in_the_record:
        raise Forbidden("自己提出的调整单要由另一位同事审核", code="four_eyes")
    return change


def _decide(change: ChangeOrder, officer: Officer, state: str, note: str) -> ChangeOrder:
    change.state = state
    change.decided_by = officer.actor
    change.decided_at = clock.now()
    change.decision_note = note
    change.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    note_change(officer.actor, f"catalog.change.{state}", change)
    return change


def note_change(actor: str, verb: str, change: ChangeOrder) -> None:
    """Record what was done to a change order."""
    record(
        actor=actor,
        verb=verb,
        subject=f"item:{change.item.code}",
        data={"change": change.pk, "kind": change.kind, "effective_on": str(change.effective_on)},
    )
