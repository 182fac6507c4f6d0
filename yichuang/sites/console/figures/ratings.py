"""好差评 counted by item, station and day. No row tells who rated."""

from datetime import timedelta
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from yichuang.core.access import officer
from yichuang.ratings import queries, tables
from yichuang.ratings.queries import Counted
from yichuang.sites.console.figures.cases import PERIODS
from yichuang.sites.console.frame import Look, chosen, page, sheet, wants_sheet, with_query
from yichuang.supervision.queries import sight

BY = {"item": "事项", "organisation": "服务点", "line": "业务线", "day": "服务那天"}


@officer("supervisor")
def listed(request: HttpRequest) -> HttpResponse:
    """GET /console/ratings/?by=item|organisation|line|day&days=30."""
    look = Look(request)
    by = chosen(request, "by", BY, "item")
    days = chosen(request, "days", PERIODS, "30")
    since = look.now - timedelta(days=int(days))
    until = look.now + timedelta(seconds=1)
    reach = sight.reach_of(look.officer, look.place.code)
    rows = queries.counts_by(by, reach, since, until)
    total = queries.totals(reach, since, until)
    if wants_sheet(request):
        names = [(one.name, True) for one in tables.grades()]
        rates = [
            ("请评", True),
            ("评了", True),
            ("参评率%", True),
            ("好评率%", True),
            ("差评率%", True),
        ]
        heads = [(BY[by], False), *names, *rates]
        note = f"{look.place.full_name}{PERIODS[days]}；没有评的不算好评"
        return sheet(
            request, f"评价按{BY[by]}", heads, map(_sheet_row, rows), note=note, now=look.now
        )
    opened = f"/console/ratings/list/?place={look.place.code}&days={days}"
    context = {
        "rows": rows,
        "total": total,
        "grades": tables.grades(),
        "by_name": BY[by],
        "by": by,
        "opened": opened,
        "reason_links": {one: f"{opened}&reason={quote(one)}" for one in tables.reason_words()},
        "chart_links": {one.name: f"{opened}&grade={one.code}" for one in tables.grades()},
        "reasons": queries.reasons_of(reach, since, until, bad=True),
        "open_bad": queries.open_bad(reach, since, until),
        "bad_list": f"/console/ratings/bad/?place={look.place.code}&days={days}",
        "ways": [
            {"label": n, "href": with_query(request, by=k), "current": k == by}
            for k, n in BY.items()
        ],
        "periods": [
            {"label": n, "href": with_query(request, days=k), "current": k == days}
            for k, n in PERIODS.items()
        ],
        "chart": [(one.name, total.by_grade[one.code]) for one in tables.grades()],
    }
    return page(request, look, "console/figures/ratings.html", context)


def _sheet_row(row: Counted) -> tuple:
    r = row.rates
    return (row.key, *row.by_grade.values(), r.invited, r.rated, r.taken_part, r.good, r.bad)
