"""What a place wants to say differently, looked at and decided by a second person.

Whoever keeps the catalogue of a place asks on the page of `implementing`;
whoever reviews its lists agrees here, or sends it back with the reason
(ADR 52). Nobody decides what they asked for themselves, and what has changed
since is asked for anew: the service refuses both. Whoever asked may take it
back while it waits.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.catalog import queries as catalog
from yichuang.catalog import services
from yichuang.catalog.models import PlaceOrder
from yichuang.catalog.queries import Above
from yichuang.core.errors import Conflict, Forbidden, NotFound
from yichuang.sites.console.admin import frame
from yichuang.sites.console.admin.catalogue import items, orders
from yichuang.sites.console.admin.places import listed
from yichuang.sites.console.admin.writing import CHANGE_COLUMNS, Plan, Sheet, carry_out, change_rows

APPROVE = "approve"
REJECT = "reject"
# verb of the address → what does it, the word on the button, what it then is
WAYS = {
    APPROVE: (services.approve_place, "同意", "已同意"),
    REJECT: (services.reject_place, "退回", "已退回"),
}
NOTE = {"key": "note", "label": "审核意见", "type": "long_text"}
NOTES = {APPROVE: (NOTE | {"required": False},), REJECT: (NOTE,)}
NOTHING = "（没有，随统一文本）"
# of what is decided: what stood then is no longer what is said now
PAST_COLUMNS = [CHANGE_COLUMNS[0], {"key": "old", "label": "提出时"}, CHANGE_COLUMNS[2]]
COLUMNS = [
    {"key": "item", "label": "事项"},
    {"key": "place", "label": "地方"},
    {"key": "said", "label": "要改成"},
    {"key": "since", "label": "从哪天起", "nowrap": True},
    {"key": "opened", "label": "谁、什么时候提出"},
    {"key": "state", "label": "状态", "nowrap": True},
]


def address(order: PlaceOrder) -> str:
    """The page of one of them.

    order: the change.
    """
    return f"{frame.ROOT}places/waiting/{order.pk}/"


def table(rows: list[PlaceOrder], caption: str) -> dict[str, Any]:
    """A table of them for a page of lists, with who asked and when.

    caption: what stands above it. The names of all who asked are read at
    once.
    """
    called = orders.names(order.opened_by for order in rows)
    shown = []
    for order in rows:
        shown.append(
            {
                "href": address(order),
                "item": order.item.name,
                "place": order.region.full_name,
                "said": items.said(order.differences) or NOTHING,
                "since": order.effective_from.isoformat(),
                "opened": orders.signed(called, order.opened_by, order.opened_at),
                "state": order.get_state_display(),
            }
        )
    return {"caption": caption, "columns": COLUMNS, "rows": shown}


def changed(old: dict[str, Any], new: dict[str, Any], above: Above) -> list[tuple[str, str, str]]:
    """What becomes different, one element a row.

    Each row: the element, as it is said now, as it will be. old, new: what
    the place says itself, before and after; above: what it follows where it
    says nothing.
    """
    rows = []
    for key in sorted(set(old) | set(new)):
        if old.get(key) != new.get(key):
            label = items.label_of(key)
            rows.append((label, _words(old, key, above), _words(new, key, above)))
    return rows


def _words(differences: dict[str, Any], key: str, above: Above) -> str:
    """One element as people read it; where the place says nothing, whose
    word holds there: that of a place above it or the unified text.
    """
    if key in differences:
        return items.words_in(differences, key)
    if key in above.differences:
        return f"（没有，随{above.names[key]}：{items.words_in(above.differences, key)}）"
    return NOTHING


@frame.admin()
@require_GET
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: one change of a place's list.

    What it changes, who asked, who decided and why; whoever reviews the
    place's lists finds the two buttons, unless they asked for it
    themselves.
    """
    change = catalog.place_order(pk)
    called = orders.names((change.opened_by, change.decided_by))
    rows = _changed(change)
    shown = {
        "crumbs": frame.crumbs(("地方实施清单", "places/"), (f"第{pk}份修改", "")),
        "order": change,
        "heading": f"{change.region.full_name}办“{change.item.name}”要改的：{change.get_state_display()}",
        "facts": [
            orders.item_fact(change.item),
            ("地方", change.region.full_name),
            ("从哪天起", change.effective_from.isoformat()),
            ("提出", orders.signed(called, change.opened_by, change.opened_at)),
            *_ending(change, called),
        ],
        "columns": CHANGE_COLUMNS if change.state == PlaceOrder.OPEN else PAST_COLUMNS,
        "rows": change_rows(rows),
        "may_decide": _may_decide(request, change),
        "may_withdraw": _may_withdraw(request, change),
    }
    return frame.page(request, "console/admin/places/order.html", shown)


def _ending(change, called):
    """The facts of how it stopped waiting, as (label, words) pairs.

    called: the names behind actors.
    """
    if change.state == PlaceOrder.TAKEN_BACK:
        return [("撤回", orders.signed(called, change.opened_by, change.decided_at))]
    return [
        ("审核", orders.signed(called, change.decided_by, change.decided_at)),
        ("审核意见", change.decision_note),
    ]


def _changed(change):
    """What the change of a list changes.

    Beside what the place says today while it waits; when it is decided,
    beside what stood when it was asked for.
    """
    code, region = change.item.code, change.region_id
    above = catalog.said_above(code, region)
    if change.state != PlaceOrder.OPEN:
        stood = change.stood
        return changed(stood.get("now", stood["differences"]), change.differences, above)
    words = listed.words_of(code, region)
    rows = changed(words.now, change.differences, above)
    return [*rows, *listed.replaced(words, change.effective_from)]


def _may_decide(request, change):
    """Whether the reader finds the two buttons.

    It waits, they review the lists of the place for the item's line, and
    they did not ask for it themselves.
    """
    if change.state != PlaceOrder.OPEN:
        return False
    if change.opened_by in request.officer.names_in_the_record:
        return False
    return request.scope.allows("legal", change.item.line, change.region_id)


def _may_withdraw(request, change):
    """Whether the reader may take it back.

    It waits, and they asked for it.
    """
    mine = change.opened_by in request.officer.names_in_the_record
    return mine and change.state == PlaceOrder.OPEN


@frame.admin("catalogue_admin")
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """GET, POST: take back what one has asked for.

    Raises Forbidden for who did not ask for it, Conflict when it waits no
    more.
    """
    change = catalog.place_order(pk)
    if change.state != PlaceOrder.OPEN:
        state = change.get_state_display()
        raise Conflict(f"这份修改{state}，不能再撤回", way_out="请回到那一页看最新情况")
    if not _may_withdraw(request, change):
        raise Forbidden("只有提出的人能撤回", way_out="要退回，请当地的法规审核办理")
    sheet = Sheet(
        title=f"撤回{change.region.full_name}改“{change.item.name}”",
        crumbs=_crumbs_of(change, "撤回"),
        back=address(change),
        subject=f"item:{change.item.code}",
    )

    def plan(values):
        """What will change: it waits no more."""
        return Plan(
            changes=[("状态", change.get_state_display(), "已撤回")],
            do=lambda: services.withdraw_place(order_id=pk, officer=request.officer),
            done="已撤回，不用再审核",
            back=address(change),
        )

    return carry_out(request, sheet, plan)


def _crumbs_of(change, last):
    """Where a page about one of them stands.

    last: the page itself.
    """
    here = f"places/waiting/{change.pk}/"
    return frame.crumbs(("地方实施清单", "places/"), (f"第{change.pk}份修改", here), (last, ""))


@frame.admin("legal")
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """GET, POST: agree to what a place wants to say, or turn it down with
    the reason.

    verb: approve | reject. Raises Forbidden for who does not review the
    lists of the place.
    """
    if verb not in WAYS:
        raise NotFound("没有这个操作")
    change = catalog.place_order(pk)
    frame.permit(request, "legal", change.region_id)
    if change.state != PlaceOrder.OPEN:
        state = change.get_state_display()
        raise Conflict(f"这份修改{state}，不用再审核", way_out="请回到那一页看最新情况")
    act, word, becomes = WAYS[verb]
    sheet = Sheet(
        title=f"{word}{change.region.full_name}改“{change.item.name}”",
        crumbs=_crumbs_of(change, word),
        back=address(change),
        fields=NOTES[verb],
        subject=f"item:{change.item.code}",
    )

    def plan(values):
        """What will change: its state, and where it is agreed to all that
        it says. A day that has passed since is questioned.
        """
        note = values.get("note", "")
        rows = [("状态", change.get_state_display(), becomes), ("审核意见", "", note)]
        starts_on = None
        if verb == APPROVE:
            rows += _changed(change)
            starts_on = change.effective_from
        return Plan(
            changes=rows,
            do=lambda: act(order_id=pk, officer=request.officer, note=note),
            done=becomes,
            back=address(change),
            starts_on=starts_on,
        )

    return carry_out(request, sheet, plan)
