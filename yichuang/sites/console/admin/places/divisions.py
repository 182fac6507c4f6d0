"""Administrative divisions: search by any part of the name, and the tree with full names."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yichuang.core.spelling import is_digits
from yichuang.reference import queries as reference
from yichuang.reference.models import Region
from yichuang.sites.console.admin import frame

LEVELS = dict(Region.LEVELS)
COLUMNS = [
    {"key": "full_name", "label": "全称"},
    {"key": "code", "label": "代码", "no": True},
    {"key": "level", "label": "层级", "nowrap": True},
    {"key": "below", "label": "下一级", "num": True},
]


@frame.admin()
@require_GET
def regions(request: HttpRequest) -> HttpResponse:
    """GET ?q=&code=: what a search finds, or what lies right below a division."""
    query = request.GET.get("q", "").strip()
    code = request.GET.get("code", "").strip()
    line = reference.ancestors(code) if code else []
    if query:
        divisions = reference.search_regions(query, limit=100)
    else:
        divisions = list(reference.children(code))
    if (
        is_digits(query)
        and len(query) in (2, 4, 6, 9, 12)
        and reference.region_exists(query.ljust(12, "0"))
    ):
        divisions = [reference.region(query.ljust(12, "0"))]
    here = line[-1].full_name if line else "行政区划"
    steps = [(r.name, f"regions/?code={r.code}") for r in line[:-1]]
    shown = {
        "crumbs": frame.crumbs(
            ("行政区划", "regions/" if line else ""), *steps, *([(here, "")] if line else [])
        ),
        "title": f"“{query}”找到{len(divisions)}个" if query else here,
        "intro": "省、市、县、乡镇、村五级，用统计用区划代码。可以写名称的任何一段，几段之间空一格。",
        "filters": {"q": query},
        "search": True,
        "tables": [{"caption": "行政区划", "columns": COLUMNS, "rows": _rows(divisions)}],
        "nothing": "没有找到，请换一个写法" if query else "下面没有更小的地方了",
    }
    return frame.page(request, "console/admin/report.html", shown)


def _rows(divisions: list[Region]) -> list[dict]:
    below = reference.children_counts(region.code for region in divisions)
    rows = []
    for region in divisions:
        rows.append(
            {
                "href": f"{frame.ROOT}regions/?code={region.code}",
                "full_name": region.full_name,
                "code": region.code,
                "level": LEVELS[region.level],
                "below": below.get(region.code, ""),
            }
        )
    return rows
