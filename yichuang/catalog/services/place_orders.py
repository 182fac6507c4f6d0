"""地方实施清单: one person of a place asks, a second one agrees, and only then it is what the place says.

Until then whoever asked may take it back.
"""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.catalog import queries
from yichuang.catalog.models import Implementation, Item, PlaceOrder
from yichuang.catalog.rules import placing
from yichuang.catalog.services.places import set_implementation
from yichuang.core import clock
from yichuang.core.errors import Conflict, FieldProblem, Forbidden, Invalid, NotFound

KEEPER, REVIEWER = "catalogue_admin", "legal"
STALE = "提出以后，这个地方的实施清单或统一文本已经改过，这一份对不上了"


@transaction.atomic
def propose_place(
    *, code: str, region: str, differences: dict[str, Any], effective_from: date, officer: Officer
) -> PlaceOrder:
    """Ask for what `region` says differently about an item from a day on;
    {} asks to take all of it back.

    It is tried before, so that nobody asks for what could not be agreed to.
    Raises NotFound, Forbidden for who does not keep the place's lists,
    Invalid as `set_implementation` and for an office that the place does
    not have, Conflict while another such question is open, or when there is
    nothing to change.
    """
    item = queries.item(code)
    _require(officer, KEEPER, item, region)
    stood = _stands(item, region)
    if stood["differences"] == differences and _begins(item, region) <= effective_from:
        raise Invalid([FieldProblem("", "和现在说的一样，没有要改的", "same")])
    _require_offices(item, region, differences)
    with transaction.atomic():
        set_implementation(
            code=code,
            region=region,
            differences=differences,
            effective_from=effective_from,
            actor=officer.actor,
        )
        transaction.set_rollback(True)
    order = PlaceOrder(
        item=item,
        region_id=region,
        differences=differences,
        stood=stood,
        effective_from=effective_from,
        opened_by=officer.actor,
        opened_at=clock.now(),
    )
    try:
        with transaction.atomic():
            order.save()
    except IntegrityError:
        raise Conflict(
            "这个地方的这个事项已有一份在等审核", way_out="请等那一份审核完，或由提出的人撤回它"
        ) from None
    _note(officer, "catalog.place.open", order)
    return order


@transaction.atomic
def approve_place(*, order_id: int, officer: Officer, note: str = "") -> PlaceOrder:
    """Agree: from its day on it is what the place says. Raises Forbidden
    for who asked for it and for who does not review the place's lists,
    Conflict when it is decided, or when list or text changed since;
    Invalid as `propose_place`.
    """
    order = _to_decide(order_id, officer)
    if not _is_as_it_stood(order):
        raise Conflict(STALE, code="stale_order", way_out="请退回这一份，从现在的样子重新提出")
    _require_offices(order.item, order.region_id, order.differences)
    set_implementation(
        code=order.item.code,
        region=order.region_id,
        differences=order.differences,
        effective_from=order.effective_from,
        actor=officer.actor,
        said_by=order.opened_by,
    )
    return _decide(order, officer, PlaceOrder.APPROVED, note)


@transaction.atomic
def reject_place(*, order_id: int, officer: Officer, note: str) -> PlaceOrder:
    """Turn it down, with the reason. Raises Forbidden and Conflict as
    `approve_place`, Invalid without a reason.
    """
    if not note.strip():
        raise Invalid([FieldProblem("note", "请写明不同意的理由", "required")])
    order = _to_decide(order_id, officer)
    return _decide(order, officer, PlaceOrder.REJECTED, note)


@transaction.atomic
def withdraw_place(*, order_id: int, officer: Officer) -> PlaceOrder:
    """Take back what one has asked for, while it waits. Nobody has to agree
    to it any more, and the place may ask anew.

    Raises NotFound, Forbidden for who did not ask for it, Conflict when it
    is decided.
    """
    order = _waiting(order_id)
    if not officer.active or order.opened_by not in officer.names_in_the_record:
        raise Forbidden("只有提出的人能撤回", way_out="要退回，请当地的法规审核办理")
    order.state = PlaceOrder.TAKEN_BACK
    order.decided_at = clock.now()
    order.save(update_fields=["state", "decided_at"])
    _note(officer, f"catalog.place.{order.state}", order)
    return order


def _stands(item: Item, region: str) -> dict[str, Any]:
    """What a question is measured against when it is agreed to.

    differences: the place's last word, which may begin on a later day.
    version: the number of the newest unified text. If either is another by
    then, the order is stale. now: what it says on the day of the question,
    for who reads it later.
    """
    last = _last_word(item, region)
    here = queries.implementations(item.code).filter(region_id=region).first()
    version = queries.latest_version(item.code)
    return {
        "differences": last.differences if last else {},
        "now": here.differences if here else {},
        "version": version.number,
    }


def _is_as_it_stood(order: PlaceOrder) -> bool:
    """Whether neither the place nor the unified text has spoken since."""
    stands = _stands(order.item, order.region_id)
    for part in ("differences", "version"):
        if stands[part] != order.stood[part]:
            return False
    return True


def _last_word(item: Item, region: str) -> Implementation | None:
    """What the place says until it speaks again, begun or not."""
    return Implementation.objects.filter(item=item, region_id=region, effective_to=None).first()


def _begins(item: Item, region: str) -> date:
    """The day from which the place's last word holds, or from which it says
    nothing; the first of all days where it never spoke.
    """
    last = _last_word(item, region)
    if last:
        return last.effective_from
    ended = Implementation.objects.filter(item=item, region_id=region)
    days = ended.values_list("effective_to", flat=True)
    return max(days, default=date.min)


def _require_offices(item: Item, region: str, differences: dict[str, Any]) -> None:
    """Raises Invalid for an office that the place does not have among its
    units.
    """
    if not differences.get("places"):
        return
    offices = accounts.offices_of(region)
    unified = queries.latest_version(item.code).definition
    problems = placing.unknown_offices(differences, unified, offices)
    if problems:
        raise Invalid(problems)


def _waiting(order_id: int) -> PlaceOrder:
    """The order, locked. Raises NotFound, Conflict when it waits no more."""
    rows = PlaceOrder.objects.select_for_update(no_key=True, of=("self",))
    order = rows.select_related("item", "region").filter(pk=order_id).first()
    if order is None:
        raise NotFound("没有这一份修改", way_out="请从地方实施清单里找")
    if order.state != PlaceOrder.OPEN:
        raise Conflict(f"这一份{order.get_state_display()}，不用再审核", code="decided")
    return order


def _to_decide(order_id: int, officer: Officer) -> PlaceOrder:
    """The order, locked, when it waits for a decision and this officer may
    take it.
    """
    order = _waiting(order_id)
    _require(officer, REVIEWER, order.item, order.region_id)
    if order.opened_by in officer.names_in_the_record:
        raise Forbidden("自己提出的要由另一位同事审核", code="four_eyes")
    return order


def _require(officer: Officer, role: str, item: Item, region: str) -> None:
    """Let go on only who holds the role for the item's line over the place.
    Raises Forbidden.
    """
    scope = accounts.scopes(officer)
    if not officer.active or not scope.allows(role, item.line, region):
        raise Forbidden("您的岗位管不到这个地方的实施清单", way_out="请由当地的管理员办理")


def _decide(order: PlaceOrder, officer: Officer, state: str, note: str) -> PlaceOrder:
    """Write down who decided it, and how."""
    order.state = state
    order.decided_by = officer.actor
    order.decided_at = clock.now()
    order.decision_note = note
    order.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    _note(officer, f"catalog.place.{state}", order)
    return order


def _note(officer: Officer, verb: str, order: PlaceOrder) -> None:
    """It stands in the record of the item, with the place and the day."""
    record(
        actor=officer.actor,
        verb=verb,
        subject=f"item:{order.item.code}",
        data={"region": order.region_id, "effective_from": str(order.effective_from)},
    )
