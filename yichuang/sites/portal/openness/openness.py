"""四公开: procedure, basis, limit and results of what a place does, and the lists that the authority must publish."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse

from yichuang.cases.queries import publicity
from yichuang.catalog import queries as catalog
from yichuang.core.access import public
from yichuang.core.errors import NotFound
from yichuang.core.spelling import whole
from yichuang.sites.portal.openness.boards import BOARDS, FOUR, LEVELS
from yichuang.sites.portal.pages import public_page
from yichuang.sites.portal.visitor import places

SIZE = 50


@public
def board(request: HttpRequest) -> HttpResponse:
    """GET /openness/: how much is done where, and the way to each list."""
    place = places.of(request)
    return public_page(
        request, "portal/openness/openness.html", (catalog.mark(),), lambda: _overview(place.code)
    )


@public
def listing(request: HttpRequest, key: str) -> HttpResponse:
    """GET /openness/<key>/?level=&page=: one published list."""
    if key not in BOARDS:
        raise NotFound("没有这个清单", way_out="请从公开的清单里选")
    place = places.of(request)
    return public_page(
        request,
        "portal/openness/list.html",
        (catalog.mark(),),
        lambda: _listing(request, key, place.code),
    )


@public
def results(request: HttpRequest) -> HttpResponse:
    """GET /openness/results/?item=<code>&before=<id>: what was decided in the place, names masked; on one item, or all.

    Raises NotFound for an item that is not in the catalogue."""
    place = places.of(request)
    before = request.GET.get("before", "")
    code = request.GET.get("item", "")
    item = catalog.guide(code, region=place.code) if code else None
    rows = publicity.results(place.code, item=code, before=whole(before), size=SIZE)
    return public_page(
        request,
        "portal/openness/results.html",
        (rows, item and item.revision),
        lambda: {
            "rows": rows,
            "item": item,
            "more": rows[-1].id if len(rows) == SIZE else None,
            "crumbs": _crumbs("办理结果"),
        },
    )


def _overview(region: str) -> dict:
    rows = catalog.items(region=region)
    speeds = [row.percent for row in catalog.speedup_list()]
    return {
        "total": len(rows),
        "instant": sum(row.case_kind == "即办件" for row in rows),
        "online": catalog.online_basis(region).rate,
        "mobile": len(catalog.items(region=region, channel="mobile")),
        "zero": sum(row.max_visits == 0 for row in rows),
        "once": sum(row.max_visits == 1 for row in rows),
        "everywhere": sum(row.cross_region in ("跨省通办", "全省通办") for row in rows),
        "speed": round(sum(speeds) / len(speeds), 1) if speeds else None,
        "finishable": list(catalog.finishable_counts(region).items()),
        "four": [(key, BOARDS[key].title, BOARDS[key].intro) for key in FOUR],
        "boards": [(key, one.title, one.intro) for key, one in BOARDS.items() if key not in FOUR],
        "crumbs": _crumbs(),
    }


def _listing(request: HttpRequest, key: str, region: str) -> dict:
    chosen = BOARDS[key]
    level = request.GET.get("level", "")
    level = level if level in LEVELS else LEVELS[0]
    page = Paginator(chosen.rows(region, level), SIZE).get_page(request.GET.get("page"))
    if chosen.cells:
        page.object_list = [chosen.cells(row, region) for row in page.object_list]
    base = f"?level={level}&" if chosen.by_level else "?"
    return {
        "board": chosen,
        "columns": chosen.columns,
        "page": page,
        "base": base,
        "levels": [
            {"label": word, "href": f"?level={word}", "current": word == level} for word in LEVELS
        ]
        if chosen.by_level
        else [],
        "crumbs": _crumbs(chosen.title),
    }


def _crumbs(last: str = "") -> list[dict[str, str]]:
    here = [
        {"label": "首页", "href": "/"},
        {"label": "公开的清单", "href": "/openness/" if last else ""},
    ]
    return [*here, {"label": last, "href": ""}] if last else here
