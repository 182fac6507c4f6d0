"""Change orders, and what each place has said: what those who keep the catalogue look at."""

from typing import Any

from django.db.models import QuerySet

from yichuang.catalog.models import ChangeOrder, DelegationOverride, Item, ItemVersion, PlaceOrder
from yichuang.catalog.queries.judging import definition_problems
from yichuang.catalog.rules import limits
from yichuang.core.errors import FieldProblem, NotFound
from yichuang.reference.queries import calendar

WAITING = "waiting"  # for somebody to decide, or for its day


def item(code: str) -> Item:
    """The item, cancelled or not. Raises NotFound."""
    row = Item.objects.select_related("place").filter(code=code).first()
    if row is None:
        raise NotFound(f"没有编码为{code}的事项", way_out="请从事项目录里找")
    return row


def version(code: str, number: int) -> ItemVersion:
    """One version of an item, past or to come. Raises NotFound."""
    row = ItemVersion.objects.select_related("item").filter(item__code=code, number=number).first()
    if row is None:
        raise NotFound(f"没有第{number}版", way_out="请从版本列表里选")
    return row


def latest_version(code: str) -> ItemVersion:
    """The version that a new change begins from: the last one published. Raises NotFound."""
    row = (
        ItemVersion.objects.select_related("item")
        .filter(item__code=code)
        .order_by("-number")
        .first()
    )
    if row is None:
        raise NotFound(f"没有编码为{code}的事项，或它还没有发布过")
    return row


def changes(code: str = "", state: str = "") -> QuerySet[ChangeOrder]:
    """Change orders, newest first; of one item, in one state.

    state: open | approved | rejected | done; waiting: the first two.
    """
    rows = ChangeOrder.objects.select_related("item", "version").defer("form_draft")
    if code:
        rows = rows.filter(item__code=code)
    if state == WAITING:
        return rows.filter(state__in=ChangeOrder.NOT_DONE)
    if state:
        return rows.filter(state=state)
    return rows


def change(pk: int) -> ChangeOrder:
    """One change order. Raises NotFound."""
    order = ChangeOrder.objects.select_related("item__place", "version").filter(pk=pk).first()
    if order is None:
        raise NotFound("没有这张调整单", way_out="请从调整单列表里选")
    return order


def draft_problems(order: ChangeOrder) -> list[FieldProblem]:
    """Everything that would keep the draft of a change order from being
    published, [] for a cancellation.
    """
    if not order.draft:
        return []
    if order.form_draft is not None:
        form = order.form_draft
    else:
        form = latest_version(order.item.code).form
    return definition_problems(order.draft, form)


def longer_promise(order: ChangeOrder) -> str:
    """In words, how an order that is not carried out promises more time than the text of today; "" where it does
    not."""
    if not order.draft or order.state == ChangeOrder.DONE:
        return ""
    before = latest_version(order.item.code).definition
    return slower(before, order.draft)


def slower(before: dict[str, Any], after: dict[str, Any]) -> str:
    """The same of two texts."""
    return limits.longer_promise(before, after, calendar())


def place_orders(code: str = "", region_prefix: str = "") -> QuerySet[PlaceOrder]:
    """What places have asked to say differently, newest first.

    code: of one item; region_prefix: of one place and those below it.
    """
    rows = PlaceOrder.objects.select_related("item", "region")
    if code:
        rows = rows.filter(item__code=code)
    return rows.filter(region__code__startswith=region_prefix)


def place_order(pk: int) -> PlaceOrder:
    """One of them. Raises NotFound."""
    order = place_orders().filter(pk=pk).first()
    if order is None:
        raise NotFound("没有这一份修改", way_out="请从地方实施清单里找")
    return order


def delegation_overrides(code: str, region: str) -> dict[int, list[str]]:
    """The levels of an item that `region` itself has set, with their roles."""
    rows = DelegationOverride.objects.filter(item__code=code, region_id=region)
    return dict(rows.values_list("level", "roles"))
