"""Change orders: asked for by one, decided by another, carried out.

Each is refused with every element that fails.
"""

from datetime import date
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.catalog import queries as catalog
from yichuang.catalog import services
from yichuang.catalog.models import ChangeOrder
from yichuang.catalog.queries.changes import WAITING
from yichuang.catalog.rules.merging import COMPUTED
from yichuang.core import clock
from yichuang.core.errors import Conflict, FieldProblem, Invalid, NotFound
from yichuang.sites.console.admin import frame
from yichuang.sites.console.admin.catalogue import items, offers, orders
from yichuang.sites.console.admin.catalogue.revising import keys, parts, texts
from yichuang.sites.console.admin.catalogue.revising.showing import (
    comparing,
    differing,
    ordered,
    previewing,
)
from yichuang.sites.console.admin.writing import CHANGE_COLUMNS, Plan, Sheet, carry_out, change_rows

KINDS = dict(ChangeOrder.KINDS)
REASON = {
    "key": "reason",
    "label": "理由和依据",
    "type": "long_text",
    "help": "写明哪个文件、哪一条",
}
FIELDS = (
    REASON,
    {"key": "power_list_ref", "label": "权责清单条目", "type": "text", "required": False},
    {"key": "effective_on", "label": "生效日期", "type": "date", "help": "这一天起按新版本办"},
)
NOTE = {"key": "note", "label": "审核意见", "type": "long_text"}


@frame.admin()
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """GET ?state=: change orders, newest first."""
    state = request.GET.get("state", "")
    listed = catalog.changes(state=state)
    rows = listed[:200]
    counts = {key: catalog.changes(state=key).count() for key, _ in ChangeOrder.STATES}
    shown = {
        "crumbs": frame.crumbs(("目录调整单", "")),
        "title": f"目录调整单，{listed.count()}张",
        "intro": "承接、下放、取消、修订都从调整单开始：一人提出，另一人审核，再发布。"
        "要新提一张，到事项页点修订、承接、下放或者取消。",
        "segments": [
            {
                "label": label,
                "href": f"?state={key}",
                "current": state == key,
                "count": counts.get(key),
            }
            for key, label in [("", "全部"), (WAITING, "在等的"), *ChangeOrder.STATES]
        ],
        "tables": [{"caption": "调整单", "columns": orders.COLUMNS, "rows": orders.rows(rows)}],
        "nothing": "没有这样的调整单",
    }
    return frame.page(request, "console/admin/report.html", shown)


@frame.admin("catalogue_admin")
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """A new change order of one kind for an item."""
    if kind not in KINDS:
        raise Http404
    item = catalog.item(code)
    base = catalog.latest_version(code)
    catalog.require_keeper(request.officer, "catalogue_admin", item)
    revises_text = kind != ChangeOrder.CANCELLED
    initial = texts.answers(base.definition, base.form) if revises_text else {}
    sheet = Sheet(
        title=f"{KINDS[kind]}“{item.name}”",
        crumbs=frame.crumbs(
            ("事项目录", "items/"), (item.name, f"items/{code}/"), (f"提出{KINDS[kind]}", "")
        ),
        back=f"{frame.ROOT}items/{code}/",
        fields=_fields(request, base.form) if revises_text else FIELDS,
        initial={"effective_on": clock.today().isoformat(), **initial},
        intro=f"从第{base.number}版改起。提出以后由法规审核的同事审核，通过了才能发布。{offers.sentence(code)}",
        facts=(
            ("编码", code),
            ("现行版本", f"第{base.number}版，{base.effective_from}起"),
            ("状态", items.state_of(item)),
        ),
        raw=texts.RAW if revises_text else (),
        needed=parts.needed() if revises_text else (),
        in_parts=revises_text,
        label="看看会改什么，再提请",
        subject=f"item:{code}",
        folded=texts.RAW,
        headings={"reason": "为什么改、从哪天起"} | parts.HEADINGS if revises_text else {},
    )

    def plan(values: dict) -> Plan:
        draft = texts.definition_of(values, _plain(base.definition)) if revises_text else None
        form = texts.form_of(values, base.form) if revises_text else None
        changed = differing.differences(base.definition, draft) if draft else []
        if form is not None:
            changed += comparing.form_differences(base.form, form)
        if kind == ChangeOrder.REVISED and not changed:
            raise Invalid([FieldProblem("reason", "要素和现行版本一样，没有要修订的", "same")])
        effective = date.fromisoformat(values["effective_on"])
        failing = catalog.definition_problems(draft, form or base.form) if draft else []
        return Plan(
            changes=[("调整单", "（没有）", f"{KINDS[kind]}，{effective}起生效"), *changed],
            do=lambda: services.open_change(
                code=code,
                kind=kind,
                reason=values["reason"],
                effective_on=effective,
                officer=request.officer,
                draft=draft,
                form_draft=form,
                power_list_ref=values.get("power_list_ref", ""),
            ),
            done="调整单已提出，等另一位同事审核",
            back=f"{frame.ROOT}changes/?state=open",
            warning=_warning(base.definition, draft, failing),
            preview=previewing.of(form) if form is not None else {},
            proposes=True,
        )

    return carry_out(request, sheet, plan)


def _warning(before: dict, draft: dict | None, failing: list[FieldProblem]) -> str:
    """What who asks for a change should know of it: why it may not be published yet, or that a promise becomes
    longer."""
    if failing:
        return "这样改现在还不能发布：" + "；".join(problem.message for problem in failing)
    return catalog.slower(before, draft) if draft else ""


def _fields(request: HttpRequest, form: dict) -> tuple[dict, ...]:
    """The fields of a revision, in the parts in which it is read."""
    posted = keys.posted_keys(request.POST)
    return (*FIELDS, *parts.in_order(texts.fields(form, posted)))


def _plain(definition: dict) -> dict:
    """The text without what is worked out from it."""
    return {key: value for key, value in definition.items() if key not in COMPUTED}


@frame.admin()
@require_GET
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One change order: what it changes, who asked, who decided, what keeps it from being published."""
    order = catalog.change(pk)
    named = orders.row(order)
    own = order.opened_by in request.officer.names_in_the_record
    keeps = partial(catalog.may_keep, request.officer, item=order.item)
    shown = {
        "crumbs": frame.crumbs(("目录调整单", "changes/"), (f"第{pk}号", "")),
        "order": order,
        "facts": [
            orders.item_fact(order.item),
            ("类型", order.get_kind_display()),
            ("理由和依据", order.reason),
            ("权责清单", order.power_list_ref),
            ("生效日期", order.effective_on.isoformat()),
            ("提出", named["opened"]),
            ("审核", named["decided"]),
            ("审核意见", order.decision_note),
            ("产生的版本", f"第{order.version.number}版" if order.version else ""),
        ],
        "columns": CHANGE_COLUMNS,
        "rows": change_rows(ordered.changed(order)),
        "preview": previewing.of(order.form_draft) if order.form_draft is not None else {},
        "slower": catalog.longer_promise(order),
        "problems": catalog.draft_problems(order) if order.state != ChangeOrder.DONE else (),
        "may_agree": order.state == ChangeOrder.OPEN and not own and keeps("legal"),
        "may_return": order.state in ChangeOrder.NOT_DONE and not own and keeps("legal"),
        "may_publish": order.state == ChangeOrder.APPROVED and keeps("catalogue_admin"),
    }
    return frame.page(request, "console/admin/catalogue/change.html", shown)


def _require_standing(order: ChangeOrder) -> None:
    """Raises Conflict for one that was carried out or turned down: nothing is left to be done with it."""
    if order.state in (ChangeOrder.DONE, ChangeOrder.REJECTED):
        state = order.get_state_display()
        raise Conflict(f"这张调整单{state}，不用再办", way_out="要再改，请从事项页另提一张")


@frame.admin("legal")
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Agree to a change order, or turn it down with the reason."""
    if verb not in ("approve", "reject"):
        raise NotFound("没有这个操作")
    order = catalog.change(pk)
    _require_standing(order)
    agree = verb == "approve"
    catalog.require_keeper(request.officer, "legal", order.item)
    word = "同意" if agree else "退回"
    act = services.approve_change if agree else services.reject_change
    sheet = _sheet(order, word, ({**NOTE, "required": not agree},))

    def plan(values: dict) -> Plan:
        note = values.get("note", "")
        return Plan(
            changes=[
                ("状态", order.get_state_display(), "已审核" if agree else "未通过"),
                ("审核意见", "", note),
            ],
            do=lambda: act(change_id=pk, officer=request.officer, note=note),
            done="已同意，可以发布了" if agree else "已退回",
            back=f"{frame.ROOT}changes/{pk}/",
            warning=catalog.longer_promise(order) if agree else "",
            waits="同意以后还要由提出的人发布，发布了才换成新的" if agree else "",
        )

    return carry_out(request, sheet, plan)


@frame.admin("catalogue_admin")
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Carry out an approved change order."""
    order = catalog.change(pk)
    _require_standing(order)
    catalog.require_keeper(request.officer, "catalogue_admin", order.item)
    after = "取消" if order.kind == ChangeOrder.CANCELLED else "新版本"
    return carry_out(
        request,
        _sheet(order, "发布", ()),
        lambda values: Plan(
            changes=[
                ("事项", "现行的", f"{after}，{order.effective_on}起"),
                *ordered.changed(order),
            ],
            do=lambda: services.publish_change(change_id=pk, officer=request.officer),
            starts_on=order.effective_on,
            done=f"已发布，{order.effective_on}起生效；各出口同时换成新版本",
            back=f"{frame.ROOT}items/{order.item.code}/",
        ),
    )


def _sheet(order: ChangeOrder, word: str, fields: tuple) -> Sheet:
    """The page on which an order is decided or published."""
    return Sheet(
        title=f"{word}第{order.pk}号调整单",
        crumbs=frame.crumbs(
            ("目录调整单", "changes/"), (f"第{order.pk}号", f"changes/{order.pk}/"), (word, "")
        ),
        back=f"{frame.ROOT}changes/{order.pk}/",
        subject=f"item:{order.item.code}",
        fields=fields,
        facts=(
            ("事项", order.item.name),
            ("类型", order.get_kind_display()),
            ("理由", order.reason),
        ),
    )
