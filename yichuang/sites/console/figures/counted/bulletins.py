"""The cases behind a number of a bulletin.

The number is frozen; where the list counts otherwise, the page says
why.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from yichuang.core.access import officer
from yichuang.sites.console.figures.counted.case_rows import rows_of
from yichuang.sites.console.frame import Look, of_page, page
from yichuang.supervision.models import Bulletin
from yichuang.supervision.queries import bulletins

WHAT = {
    "received": "收到申请（件）",
    "closed": "办结（件）",
    "refused": "不予受理（件）",
    "dropped": "撤回、退件、作废（件）",
    "open": "在办（件）",
    "late": "逾期才办结（件）",
    "overdue": "逾期没办完（件）",
}
THIS, BEFORE = 1, 2  # columns of the table of figures


@officer("supervisor")
def listed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET /console/bulletins/<uuid>/list/?what=received&month=before.

    what: a key of WHAT; month=before: of the month
    before the one of the bulletin. The list is counted today, within
    what the officer may see; the number above it is the frozen one.
    """
    look = Look(request)
    bulletin = bulletins.one(uuid, look.officer)
    figure = request.GET.get("what", "")
    what = "received"
    if figure in WHAT:
        what = figure
    before = request.GET.get("month") == "before"
    rows = bulletins.counted(bulletin, look.officer, what, before=before)
    named = rows.select_related("version__item", "organisation", "holder")
    cases_page = of_page(request, named.order_by("received_at", "id"))
    context = {
        "bulletin": bulletin,
        "what": WHAT[what].removesuffix("（件）"),
        "when": "上个月" if before else bulletin.figures["period"],
        "count": cases_page.paginator.count,
        "frozen": _frozen(bulletin, what, before),
        "rows": rows_of(cases_page, look.now),
        "page": cases_page,
    }
    return page(request, look, "console/figures/counted/bulletin.html", context)


def _frozen(bulletin: Bulletin, what: str, before: bool) -> int | None:
    """The number as the bulletin has it.

    what: key of WHAT. None where an old bulletin lacks the number.
    """
    column = THIS
    if before:
        column = BEFORE
    for row in bulletin.figures["figures"]["rows"]:
        if row[0] == WHAT[what]:
            return int(row[column])
    return None


def table(bulletin: Bulletin) -> list[list[tuple[Any, str]]]:
    """The table of figures, each cell with the list of what it counts.

    "" instead of a list for words and shares.
    """
    keys = {label: what for what, label in WHAT.items()}
    shown = []
    for row in bulletin.figures["figures"]["rows"]:
        links = _links(bulletin, keys.get(row[0], ""))
        cells = _cells(row, links)
        shown.append(cells)
    return shown


def _cells(row: list[Any], links: dict[int, str]) -> list[tuple[Any, str]]:
    """Each cell with its link, "" where it has none."""
    cells = []
    for place, cell in enumerate(row):
        link = links.get(place, "")
        cells.append((cell, link))
    return cells


def _links(bulletin: Bulletin, what: str) -> dict[int, str]:
    """Column of the table → the list of what its number counts.

    what: key of WHAT. Nothing where the row counts no cases.
    """
    if not what:
        return {}
    address = f"/console/bulletins/{bulletin.uuid}/list/?what={what}"
    return {THIS: address, BEFORE: f"{address}&month=before"}
