"""好差评 counted by item, station and day.

A row is a number of ratings: nothing here tells who rated.
"""

from datetime import timedelta
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from yichuang.core.access import officer
from yichuang.ratings import queries, tables
from yichuang.ratings.queries import Counted
from yichuang.sites.console.figures.cases import PERIODS, options
from yichuang.sites.console.frame import Look, chosen, of_page, page, sheet, wants_sheet
from yichuang.supervision.queries import sight

RATES = ("请评", "评了", "参评率%", "好评率%", "差评率%")
BY = {"item": "事项", "organisation": "服务点", "line": "业务线", "day": "服务那天"}


@officer("supervisor")
def listed(request: HttpRequest) -> HttpResponse:
    """GET /console/ratings/?by=item|organisation|line|day&days=30.

    The ratings of services of the last days within the chosen place,
    with the share of people who rated at all beside the shares of good
    and bad: whoever did not rate is counted neither way. As a page, or
    all rows as a sheet.
    """
    look = Look(request)
    by = chosen(request, "by", BY, "item")
    days = chosen(request, "days", PERIODS, "30")
    since = look.now - timedelta(days=int(days))
    until = look.now + timedelta(seconds=1)
    reach = sight.reach_of(look.officer, look.place.code)
    rows = queries.counts_by(by, reach, since, until)
    total = queries.totals(reach, since, until)
    if wants_sheet(request):
        return _sheet(request, look, by, PERIODS[days], rows)
    opened = f"/console/ratings/list/?place={look.place.code}&days={days}"
    reasons = queries.reasons_of(reach, since, until, bad=True)
    unanswered = queries.open_bad(reach, since, until)
    context = {
        "rows": of_page(request, rows),
        "total": total,
        "grades": tables.grades(),
        "by_name": BY[by],
        "by": by,
        "opened": opened,
        "reason_links": _reason_links(opened),
        "chart_links": _grade_links(opened),
        "reasons": reasons,
        "open_bad": unanswered,
        "bad_list": f"/console/ratings/bad/?place={look.place.code}&days={days}",
        "ways": options(request, "by", BY, by),
        "periods": options(request, "days", PERIODS, days),
        "chart": _by_grade(total),
    }
    return page(request, look, "console/figures/ratings.html", context)


def _sheet(
    request: HttpRequest, look: Look, by: str, period: str, rows: list[Counted]
) -> HttpResponse:
    """All rows for Excel.

    by: key of BY.
    period: in words.
    """
    heads = _heads(by)
    note = f"{look.place.full_name}{period}；没有评的不算好评"
    lines = []
    for row in rows:
        lines.append(_sheet_row(row))
    return sheet(request, f"评价按{BY[by]}", heads, lines, note=note, now=look.now)


def _heads(by: str) -> list[tuple[str, bool]]:
    """(label, is number) of each column of the sheet."""
    heads = [(BY[by], False)]
    for grade in tables.grades():
        heads.append((grade.name, True))
    for label in RATES:
        heads.append((label, True))
    return heads


def _by_grade(total: Counted) -> list[tuple[str, int]]:
    """(name, number) of each grade, for the chart."""
    counted = []
    for grade in tables.grades():
        counted.append((grade.name, total.by_grade[grade.code]))
    return counted


def _reason_links(opened: str) -> dict[str, str]:
    """Word of a reason → the list of the bad ratings with it.

    opened: address of the list, with its place and days.
    """
    links = {}
    for word in tables.reason_words():
        links[word] = f"{opened}&reason={quote(word)}"
    return links


def _grade_links(opened: str) -> dict[str, str]:
    """Name of a grade → the list of its ratings.

    opened: address of the list, with its place and days.
    """
    links = {}
    for grade in tables.grades():
        links[grade.name] = f"{opened}&grade={grade.code}"
    return links


def _sheet_row(row: Counted) -> tuple:
    """The cells of a row, in the order of _heads: its name, the number
    of each grade, how many were asked and rated, and the shares in %.
    """
    rates = row.rates
    return (
        row.key,
        *row.by_grade.values(),
        rates.invited,
        rates.rated,
        rates.taken_part,
        rates.good,
        rates.bad,
    )
