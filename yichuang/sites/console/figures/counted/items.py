"""The items that one number of the catalogue's figures counts."""

from django.http import HttpRequest, HttpResponse

from yichuang.catalog import queries as catalog
from yichuang.catalog.rules.delegation import LEVEL_NUMBERS
from yichuang.core.access import officer
from yichuang.sites.console.frame import Look, of_page, page

WHAT = {
    "application": "依申请的事项",
    "onsite": "法规要求到场的事项",
    "online": "可全程网办的事项",
    "net": "能网上办的事项",
    "mobile": "能用手机办的事项",
}


@officer("supervisor", "catalogue_admin")
def listed(request: HttpRequest) -> HttpResponse:
    """GET /console/catalogue/items/?place=…&what=online&q=社保卡&page=2; what=县: those that this level can finish."""
    look = Look(request)
    what = request.GET.get("what", "")
    if what in LEVEL_NUMBERS:
        title = f"{what}级能办结的事项"
        rows = catalog.finishing(what, look.place.code)
    else:
        what = what if what in WHAT else "application"
        title = WHAT[what]
        rows = catalog.online_lists(look.place.code)[what]
    count = len(rows)
    query = request.GET.get("q", "").strip()
    if query:
        rows = [row for row in rows if query in row.name or row.code.startswith(query)]
    context = {
        "what": title,
        "key": what,
        "count": count,
        "q": query,
        "rows": of_page(request, rows),
    }
    return page(request, look, "console/figures/counted/items.html", context)
