"""五级下延: what each level can finish, the lists sunk to towns and villages, the matrix of an item in a region."""

from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.catalog import queries as catalog
from yichuang.catalog import services, tables
from yichuang.catalog.rules.delegation import LEVEL_NAMES, LEVEL_NUMBERS
from yichuang.core.errors import Conflict, NotFound
from yichuang.reference import queries as reference
from yichuang.sites.console.admin import finding, frame, history
from yichuang.sites.console.admin.writing import Plan, Sheet, carry_out

SIZE = 20  # rows on one page
SUNK_LEVELS = ("乡镇", "村")
SUNK = [
    {"key": "name", "label": "事项"},
    {"key": "line", "label": "业务线"},
    {"key": "roles", "label": "这一级做什么"},
]

FINISHED = [
    {"key": "name", "label": "事项"},
    {"key": "code", "label": "编码", "no": True},
    {"key": "line", "label": "业务线"},
]


@frame.admin()
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """GET ?region=&level=村&page=2: counts in a region and the list sunk to
    one of its levels.

    ?finishes=县: what a level can finish instead of what was sunk. ?item=:
    an item and a region lead to the matrix.
    """
    region = finding.region(request.GET.get("region", ""))
    code = request.GET.get("item", "").strip()
    here = region or _own(request)
    if code:
        item = catalog.item(code)
        address = _matrix_of(item.code, here)
        return HttpResponseRedirect(address)
    finishing = request.GET.get("finishes", "")
    if finishing in LEVEL_NUMBERS:
        return _finished(request, finishing, here)
    level = request.GET.get("level", "")
    if level not in SUNK_LEVELS:
        level = SUNK_LEVELS[0]
    items = catalog.sunk_with_roles(level, here)
    pages = Paginator(items, SIZE)
    number = request.GET.get("page")
    page = pages.get_page(number)
    query = urlencode({"region": here, "level": level})
    full_name = reference.region(here).full_name
    shown = {
        "crumbs": frame.crumbs(("五级下延", "")),
        "title": f"{full_name}的五级下延",
        "intro": "每一级能办结多少项，哪些事项下沉到了乡镇和村。填上事项编码，可以改它在一个地方的矩阵。",
        "finder": finding.item_and_region(request, "查看"),
        "figures": _figures(here),
        "segments": _segments(level, here),
        "tables": [_sunk(page, level, here)],
        "page": page,
        "base": f"?{query}&",
    }
    return frame.page(request, "console/admin/report.html", shown)


def _matrix_of(code: str, region: str) -> str:
    """Where the matrix of an item in a region stands."""
    return f"{frame.ROOT}delegation/{code}/{region}/"


def _figures(region: str) -> list[tuple[str, int, str, str]]:
    """How many items each level can finish, and where they are listed."""
    counts = catalog.finishable_counts(region)
    figures = []
    for level, count in counts.items():
        label = f"{level}级能办结"
        query = urlencode({"region": region, "finishes": level})
        address = f"?{query}"
        figure = (label, count, "项", address)
        figures.append(figure)
    return figures


def _finished(request: HttpRequest, level: str, region: str) -> HttpResponse:
    """The items that a level of the region can finish."""
    items = catalog.finishing(level, region)
    pages = Paginator(items, SIZE)
    number = request.GET.get("page")
    page = pages.get_page(number)
    rows = []
    for item in page:
        row = {
            "href": _matrix_of(item.code, region),
            "name": item.name,
            "line": item.line,
            "code": item.code,
        }
        rows.append(row)
    full_name = reference.region(region).full_name
    title = f"{full_name}：{level}级能办结{pages.count}项"
    place = urlencode({"region": region})
    above = ("五级下延", f"delegation/?{place}")
    here = (f"{level}级能办结", "")
    table = {"caption": title, "columns": FINISHED, "rows": rows}
    shown = {
        "crumbs": frame.crumbs(above, here),
        "title": title,
        "intro": "点事项看它在这里的矩阵。",
        "segments": _segments("", region),
        "tables": [table],
        "page": page,
        "base": f"?{place}&finishes={level}&",
    }
    return frame.page(request, "console/admin/report.html", shown)


def _own(request: HttpRequest) -> str:
    return request.officer.organisation.region_id


def _segments(current: str, region: str) -> list[dict]:
    """The lists of the two levels to choose from."""
    segments = []
    for level in SUNK_LEVELS:
        address = urlencode({"region": region, "level": level})
        segment = {"label": f"下沉到{level}的", "href": f"?{address}", "current": level == current}
        segments.append(segment)
    return segments


def _sunk(page: Page, level: str, region: str) -> dict:
    rows = []
    for item, roles in page:
        row = {
            "href": _matrix_of(item.code, region),
            "name": item.name,
            "line": item.line,
            "roles": "、".join(roles),
        }
        rows.append(row)
    count = page.paginator.count
    return {"caption": f"下沉到{level}的{count}项", "columns": SUNK, "rows": rows}


@frame.admin()
@require_GET
def matrix(request: HttpRequest, code: str, region: str) -> HttpResponse:
    """The matrix of one item in one region: roles by level, and which levels the region has set itself."""
    item = catalog.item(code)
    here = reference.region(region)
    held = catalog.delegation_overrides(code, region)
    roles = tables.delegation()["roles"]
    roles_by_level = catalog.delegation_matrix(code, region)
    shown = {
        "crumbs": frame.crumbs(
            ("五级下延", "delegation/"), (item.name, f"items/{code}/"), (here.name, "")
        ),
        "item": item,
        "place": here,
        "roles_of_matrix": roles,
        "levels": [
            {
                "number": level,
                "name": LEVEL_NAMES[level],
                "cells": [role in roles_by_level[level] for role in roles],
                "held": level in held,
            }
            for level in sorted(roles_by_level)
        ],
        "may": frame.may(request, "catalogue_admin", region),
        "history_columns": history.COLUMNS,
        "history": [row for row in history.of(f"item:{code}") if "矩阵" in row["what"]],
    }
    return frame.page(request, "console/admin/places/matrix.html", shown)


@frame.admin("catalogue_admin")
@require_http_methods(["GET", "POST"])
def level(request: HttpRequest, code: str, region: str, number: int) -> HttpResponse:
    """What one level does for the item in the region."""
    if number not in LEVEL_NAMES:
        raise NotFound("没有这一级")
    frame.permit(request, "catalogue_admin", region)
    item = catalog.item(code)
    here = reference.region(region)
    now = list(catalog.delegation_matrix(code, region)[number])
    roles = {role: role for role in tables.delegation()["roles"]}
    back = f"{frame.ROOT}delegation/{code}/{region}/"
    sheet = Sheet(
        title=f"{LEVEL_NAMES[number]}级办“{item.name}”做什么",
        crumbs=frame.crumbs(
            ("五级下延", "delegation/"), (item.name, f"delegation/{code}/{region}/"), ("改一级", "")
        ),
        back=back,
        fields=(
            {
                "key": "roles",
                "label": "承担的环节",
                "type": "multi_choice",
                "options": roles,
                "required": False,
            },
        ),
        initial={"roles": now},
        intro=f"只在{here.full_name}和它下面生效。村里收的件送到往上第一个承担“审核”的一级。",
    )

    def plan(values: dict) -> Plan:
        new = values.get("roles") or []
        return Plan(
            changes=[
                (f"{LEVEL_NAMES[number]}级", "、".join(now) or "不承担", "、".join(new) or "不承担")
            ],
            do=lambda: services.set_delegation(
                code=code, region=region, level=number, roles=new, actor=request.officer.actor
            ),
            done=f"{LEVEL_NAMES[number]}级的环节已改，新收的件按它走",
            back=back,
        )

    return carry_out(request, sheet, plan)


@frame.admin("catalogue_admin")
@require_http_methods(["GET", "POST"])
def clear(request: HttpRequest, code: str, region: str, number: int) -> HttpResponse:
    """Back to the common table for one level."""
    frame.permit(request, "catalogue_admin", region)
    item = catalog.item(code)
    own_levels = catalog.delegation_overrides(code, region)
    if number not in own_levels:
        raise Conflict("这一级现在就按统一规则", way_out="请回到矩阵看最新情况")
    back = f"{frame.ROOT}delegation/{code}/{region}/"
    name = LEVEL_NAMES[number]
    sheet = Sheet(
        title=f"{name}级恢复统一规则",
        crumbs=frame.crumbs(
            ("五级下延", "delegation/"), (item.name, f"delegation/{code}/{region}/"), ("恢复", "")
        ),
        back=back,
        label="恢复",
    )
    roles = "、".join(own_levels[number])
    return carry_out(
        request,
        sheet,
        lambda values: Plan(
            changes=[(f"{name}级", roles or "不承担", "按统一规则")],
            do=lambda: services.clear_delegation(
                code=code, region=region, level=number, actor=request.officer.actor
            ),
            done=f"{name}级已恢复统一规则",
            back=back,
        ),
    )
