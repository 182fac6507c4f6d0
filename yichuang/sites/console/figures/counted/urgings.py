"""/console/urgings/: every 督办 of a place.

Each with its case, who is asked, the day, the answer.
"""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from yichuang.core.access import officer
from yichuang.core.clock import local
from yichuang.sites.console.frame import Look, chosen, of_page, page, sheet, wants_sheet, with_query
from yichuang.sites.ui import urged
from yichuang.supervision.models import Urging
from yichuang.supervision.queries import urgings

ALL = ""
COLUMNS = (
    ("编号", False),
    ("事项", False),
    ("办理单位", False),
    ("督办什么", False),
    ("谁督办的", False),
    ("哪天督办的", False),
    ("谁答复", False),
    ("答复期限", False),
    ("现在怎样", False),
    ("答复", False),
)


@officer("supervisor")
def listed(request: HttpRequest) -> HttpResponse:
    """GET /console/urgings/?place=…&standing=late: every 督办, or those
    that stand so; format=xlsx gives the sheet.
    """
    look = Look(request)
    today = local(look.now).date()
    standing = chosen(request, "standing", urgings.STANDINGS, ALL)
    every = urgings.seen_by(look.officer, look.place.code)
    rows = urgings.in_standing(every, standing, today)
    words = urgings.STANDINGS.get(standing, "")
    if wants_sheet(request):
        note = f"{look.place.full_name}{words}的督办"
        table = [_sheet_row(row) for row in _shown(rows, today)]
        return sheet(request, "督办", COLUMNS, table, note=note, now=look.now)
    counts = urgings.counts(every, today)
    total = sum(counts.values())
    count = counts.get(standing, total)
    urgings_page = of_page(request, rows)
    context = {
        "words": words,
        "count": count,
        "rows": _shown(urgings_page.object_list, today),
        "page": urgings_page,
        "segments": _segments(request, standing, counts, total),
    }
    return page(request, look, "console/figures/counted/urgings.html", context)


def _segments(
    request: HttpRequest, standing: str, counts: dict[str, int], total: int
) -> list[dict[str, Any]]:
    """The ways to look at them, each with how many there are."""
    numbers = {ALL: total} | counts
    labels = {ALL: "全部"} | urgings.STANDINGS
    segments = []
    for key, label in labels.items():
        segments.append(
            {
                "label": label,
                "href": with_query(request, standing=key, page=""),
                "current": key == standing,
                "count": numbers[key],
            }
        )
    return segments


def _shown(rows: QuerySet[Urging], today: date) -> list[dict[str, Any]]:
    """What a row of the list says of each, with who is asked."""
    listed_rows = list(urgings.named(rows))
    askees = urgings.who_is_asked(listed_rows)
    shown = []
    for urging in listed_rows:
        shown.append(
            {
                "urging": urging,
                "case": urging.case,
                "asked": askees[urging.pk],
                "chip": urged.chip(urging, today),
            }
        )
    return shown


def _sheet_row(row: dict[str, Any]) -> tuple[str, ...]:
    """The same as a row of the spreadsheet, in the order of COLUMNS."""
    urging, case = row["urging"], row["case"]
    return (
        case.number,
        case.version.item.name,
        case.organisation.name,
        urging.reason,
        urging.opened_by.name,
        local(urging.opened_at).date().isoformat(),
        row["asked"],
        urging.answer_by.isoformat(),
        row["chip"]["text"],
        urging.answer,
    )
