"""Checks over the catalogue: the same list in all places, common handling, speed-up."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yichuang.catalog import queries as catalog
from yichuang.catalog.queries import reports
from yichuang.core import clock
from yichuang.sites.console.admin import frame
from yichuang.sites.console.admin.catalogue import items
from yichuang.supervision.queries import sight, used

SIZE = 20  # rows on one page
LEVELS = ("市", "县", "乡镇", "村")
PLACES = "places"  # the part of the comparison that lists them
PLACE_COLUMNS = [{"key": "place", "label": "地方"}, {"key": "code", "label": "代码", "no": True}]


@frame.admin()
@require_GET
def consistency(request: HttpRequest) -> HttpResponse:
    """GET ?level=: names and codes of all places of a level against the common list.

    ?part=places&page=: the places that are compared.
    """
    level = request.GET.get("level", "市")
    level = level if level in LEVELS else "市"
    if request.GET.get("part") == PLACES:
        return _compared_places(request, level)
    comparison = catalog.consistency_report(level)
    different = len(comparison.differences)
    added = len(comparison.local_extensions)
    here = _of(level)
    places = _of(level, part=PLACES)
    common_items = _of(level, state="common")
    shown = {
        "crumbs": frame.crumbs(("同级一致性", "")),
        "title": f"{level}级{comparison.places}个地方，{different}个和统一目录不同",
        "intro": f"逐个比较{level}级各地的事项名称和编码，统一目录{comparison.items}项。"
        "地方新增的事项单列，不计入比较。",
        "segments": _levels(level),
        "figures": [
            ("比较的地方", comparison.places, "个", f"?{places}"),
            ("统一事项", comparison.items, "项", f"{frame.ROOT}items/?{common_items}"),
            ("名称或编码不同", different, "处", f"?{here}#differences"),
            ("地方新增", added, "项", f"?{here}#extensions"),
        ],
        "tables": [_differences(comparison), _extensions(comparison)],
    }
    return frame.page(request, "console/admin/report.html", shown)


def _levels(current: str) -> list[dict]:
    """The levels to choose from."""
    segments = []
    for level in LEVELS:
        query = _of(level)
        segment = {"label": level, "href": f"?{query}", "current": level == current}
        segments.append(segment)
    return segments


def _of(level: str, **more: str) -> str:
    """The query of an address that speaks of one level."""
    return urlencode({"level": level, **more})


def _compared_places(request: HttpRequest, level: str) -> HttpResponse:
    """The places of a level that are compared, each with what lies in it."""
    places = reports.compared_places(level)
    page = _page(request, places)
    rows = []
    for code, full_name in page:
        row = {"href": f"{frame.ROOT}regions/?code={code}", "place": full_name, "code": code}
        rows.append(row)
    count = len(places)
    title = f"比较的{level}级地方，{count}个"
    comparison = _of(level)
    above = ("同级一致性", f"consistency/?{comparison}")
    here = ("比较的地方", "")
    table = {"caption": title, "columns": PLACE_COLUMNS, "rows": rows}
    query = _of(level, part=PLACES)
    shown = {
        "crumbs": frame.crumbs(above, here),
        "title": title,
        "intro": "这些地方的事项名称和编码都和统一目录比较。",
        "tables": [table],
        "page": page,
        "base": f"?{query}&",
    }
    return frame.page(request, "console/admin/report.html", shown)


def _differences(comparison) -> dict:
    columns = [
        {"key": "place", "label": "地方"},
        {"key": "missing", "label": "缺的"},
        {"key": "extra", "label": "名称不同的"},
    ]
    rows = []
    for difference in comparison.differences:
        row = {
            "place": difference.region_name,
            "missing": _items_named(difference.missing),
            "extra": _items_named(difference.extra),
        }
        rows.append(row)
    return {
        "id": "differences",
        "caption": f"不同的地方，{len(rows)}处",
        "columns": columns,
        "rows": rows,
        "nothing": "各地名称和编码都相同，0处不同",
    }


def _items_named(pairs: Sequence[tuple[str, str]]) -> str:
    """Items by name and code.

    pairs: (code, name) of each.
    """
    names = []
    for code, name in pairs:
        named = f"{name}（{code}）"
        names.append(named)
    return "、".join(names)


def _extensions(comparison) -> dict:
    columns = [
        {"key": "name", "label": "事项"},
        {"key": "code", "label": "编码", "no": True},
        {"key": "place", "label": "哪里新增"},
        {"key": "flag", "label": "标识"},
    ]
    rows = [items.extension_row(row) for row in comparison.local_extensions]
    return {
        "id": "extensions",
        "caption": f"地方新增的事项，{len(rows)}项",
        "columns": columns,
        "rows": rows,
        "nothing": "没有地方新增的事项",
    }


@frame.admin()
@require_GET
def common(request: HttpRequest) -> HttpResponse:
    """GET ?scope=&q=&page=: items that any place takes for any other, and every place that does them otherwise."""
    scope = request.GET.get("scope", "")
    query = request.GET.get("q", "").strip()
    rows = catalog.common_handling_list(scope or None)
    deviations = catalog.common_handling_report()
    listed = []
    for row in rows:
        if query in row["name"] or row["code"].startswith(query):
            listed.append(row)
    page = _page(request, listed)
    narrowed = urlencode({"scope": scope, "q": query})
    shown = {
        "crumbs": frame.crumbs(("通办清单", "")),
        "title": f"通办事项{len(rows)}项，{len(deviations)}处不统一",
        "intro": "同一事项各地的办理方式和时限应当相同；不同的列在下面。",
        "segments": [
            {"label": label, "href": f"?scope={key}", "current": scope == key}
            for key, label in (("", "全部"), ("跨省通办", "跨省通办"), ("全省通办", "全省通办"))
        ],
        "tables": [_deviations(deviations), _common(page)],
        "search": True,
        "filters": {"q": query, "scope": scope},
        "page": page,
        "base": f"?{narrowed}&",
    }
    return frame.page(request, "console/admin/report.html", shown)


def _page(request: HttpRequest, rows: Sequence) -> Page:
    """The rows of the page that is asked for."""
    pages = Paginator(rows, SIZE)
    number = request.GET.get("page")
    return pages.get_page(number)


def _deviations(deviations) -> dict:
    columns = [
        {"key": "name", "label": "事项"},
        {"key": "place", "label": "地方"},
        {"key": "what", "label": "哪里不同", "nowrap": True},
        {"key": "common", "label": "统一的"},
        {"key": "here", "label": "这里的"},
    ]
    rows = []
    for each in deviations:
        row = {
            "href": f"{frame.ROOT}places/{each.code}/{each.region}/",
            "name": each.name,
            "place": each.region_name,
            "what": each.what,
            "common": each.common,
            "here": each.here,
        }
        rows.append(row)
    return {
        "caption": "不统一的",
        "columns": columns,
        "rows": rows,
        "nothing": "各地办理方式和时限都相同",
    }


def _common(rows) -> dict:
    columns = [
        {"key": "name", "label": "事项"},
        {"key": "scope", "label": "范围", "nowrap": True},
        {"key": "mode", "label": "方式", "nowrap": True},
        {"key": "fallback", "label": "网上办不了时", "nowrap": True},
        {"key": "limit", "label": "时限", "nowrap": True},
        {"key": "contact", "label": "联系", "nowrap": True},
        {"key": "effective_from", "label": "从哪天起", "nowrap": True},
    ]
    shown = []
    for row in rows:
        code = row["code"]
        href = f"{frame.ROOT}items/{code}/"
        shown.append({**row, "href": href})
    return {
        "caption": "通办事项清单",
        "columns": columns,
        "rows": shown,
        "nothing": "没有这样的通办事项",
    }


@frame.admin()
@require_GET
def speedup(request: HttpRequest) -> HttpResponse:
    """GET ?below=1&page=: promise against the legal or earlier limit, in percent; the list's items below its target."""
    below = request.GET.get("below") == "1"
    rows = catalog.speedup_list(below_target=below)
    listed = [row for row in catalog.speedup_list() if row.listed]
    short = [row for row in listed if row.below_target]
    page = _page(request, rows)
    shown = {
        "crumbs": frame.crumbs(("提速办", "")),
        "title": f"提速办清单{len(listed)}项，{len(short)}项没到{reports.SPEEDUP_TARGET:g}%",
        "intro": "承诺和法定时限比；法律没有规定的，和原来的时限比。工作日先折成自然日再比。"
        f"实际用时是近{used.DAYS}天办结的件的平均数，从材料齐全的次日算到办结那天。",
        "segments": [
            {"label": "全部", "href": "?", "current": not below},
            {"label": "没到目标", "href": "?below=1", "current": below, "count": len(short)},
        ],
        "tables": [_speedups(page, _used(request))],
        "page": page,
        "base": "?below=1&" if below else "?",
    }
    return frame.page(request, "console/admin/report.html", shown)


def _used(request: HttpRequest) -> dict[str, used.Used]:
    counted = sight.counted_for(request.officer, frame.READERS)
    now = clock.now()
    return used.by_item(counted, now)


def _speedups(rows, real: dict[str, used.Used]) -> dict:
    columns = [
        {"key": "name", "label": "事项"},
        {"key": "base", "label": "和什么比", "nowrap": True},
        {"key": "before", "label": "原来", "nowrap": True},
        {"key": "now", "label": "承诺", "nowrap": True},
        {"key": "percent", "label": "提速", "num": True},
        {"key": "real", "label": "实际用时", "nowrap": True},
        {"key": "listed", "label": "提速办清单", "nowrap": True},
        {"key": "target", "label": "目标"},
    ]
    shown = []
    for row in rows:
        took = "还没有办结的"
        if row.code in real:
            took = real[row.code].spoken(row.promised_unit)
        line = {
            "href": f"{frame.ROOT}items/{row.code}/",
            "name": row.name,
            "base": row.base_word,
            "before": row.base_text,
            "now": row.promised_text,
            "percent": f"{row.percent:g}%",
            "real": took,
            "listed": "在清单上" if row.listed else "不在",
            "target": _beside_target(row),
        }
        shown.append(line)
    return {
        "caption": "提速",
        "columns": columns,
        "rows": shown,
        "nothing": "清单上的事项都到了目标",
    }


def _beside_target(row: reports.SpeedUp) -> dict[str, str] | str:
    """The cell that says whether the item reaches the target of its list; "" for one on no list."""
    if row.below_target:
        return {"state": "late", "text": "没到目标"}
    if row.listed:
        return "到了"
    return ""
