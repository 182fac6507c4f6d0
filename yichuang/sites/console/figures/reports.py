"""Reports: one page and one spreadsheet for all of them; the two pages that stand on several."""

from django.http import HttpRequest, HttpResponse

from yichuang.catalog import queries as catalog
from yichuang.core import clock
from yichuang.core.access import officer
from yichuang.core.errors import Forbidden
from yichuang.sites.console.figures import opening
from yichuang.sites.console.frame import LINES, Look, any_size, head, of_page, page, wants_sheet
from yichuang.supervision.queries import figures, sheets, sight
from yichuang.supervision.queries.reports import CASES, REPORTS, Report, report

SHOWN = 200
DAYS = 30


@officer("supervisor", "catalogue_admin")
def listed(request: HttpRequest) -> HttpResponse:
    """GET /console/reports/: every report with what it rests on."""
    look = Look(request)
    shown = [one for one in REPORTS.all().values() if look.supervises or one.group != CASES]
    context = {"reports": shown, "sheets": sheets.of_officer(look.officer)}
    return page(request, look, "console/figures/reports.html", context)


@officer("supervisor", "catalogue_admin")
def one(request: HttpRequest, key: str) -> HttpResponse:
    """GET /console/reports/<key>/?place=…: the first rows on the page, all of them in the spreadsheet."""
    look = Look(request)
    chosen = report(key)
    if chosen.group == CASES and not look.supervises:
        raise Forbidden("办件报表只给监督人员看", way_out="请看目录的报表")
    if wants_sheet(request):
        parameters = {"key": key, "place": look.place.code}
        return any_size(request, "report", parameters, look.now)
    rows = chosen.rows(look.officer, look.place, look.now)
    first = head(rows, SHOWN + 1)
    rows_page = of_page(request, first[:SHOWN])
    shown = rows_page.object_list
    context = {
        "report": chosen,
        "rows": shown,
        "page": rows_page,
        "more": len(first) > SHOWN,
        "shown": SHOWN,
    }
    if chosen.group == CASES:
        context["cases"] = sight.addresses_of(look.officer, [row[0] for row in shown])
    return page(request, look, "console/figures/report.html", context)


@officer("supervisor", "catalogue_admin")
def online(request: HttpRequest) -> HttpResponse:
    """GET /console/online/: the catalogue's online rate, and the share of real applications by channel."""
    look = Look(request)
    context = {
        "basis": catalog.online_basis(look.place.code),
        "places": _table("online_places", look),
        "offline": _table("offline", look),
        "days": DAYS,
        "items": f"/console/catalogue/items/?place={look.place.code}",
        "cases_list": opening.listed(look.place.code, days=DAYS),
        "channel_links": opening.of_channels(look.place.code, DAYS),
    }
    if look.supervises:
        span = figures.Span.days(DAYS, clock.now())
        reach = sight.reach_of(look.officer, look.place.code)
        context |= {
            "channels": figures.by_channel(reach, span),
            "counted": figures.total(reach, span),
        }
    return page(request, look, "console/figures/online.html", context)


@officer("supervisor", "catalogue_admin")
def catalogue(request: HttpRequest) -> HttpResponse:
    """GET /console/catalogue/: same lists everywhere, speed-up, what each level finishes."""
    look = Look(request)
    keys = ("consistency", "speedup", "delegation", "naming")
    levels = [catalog.consistency_report(level) for level in ("市", "县", "乡镇", "村")]
    shown = [_table(key, look) for key in keys]
    context = {"tables": shown, "levels": levels}
    return page(request, look, "console/figures/catalogue.html", context)


def _table(key: str, look: Look) -> dict:
    chosen: Report = report(key)
    rows = chosen.rows(look.officer, look.place, look.now)
    first = head(rows, LINES + 1)
    return {"report": chosen, "rows": first[:LINES], "more": len(first) > LINES}
