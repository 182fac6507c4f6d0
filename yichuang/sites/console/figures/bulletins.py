"""The monthly bulletin: made once a day at most, kept as it was, printed from the page or as the issued paper."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from yichuang.core import days
from yichuang.core.access import officer
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.documents import queries as documents
from yichuang.documents import services as papers
from yichuang.sites.console.figures.counted import bulletins as counted
from yichuang.sites.console.frame import Look, page
from yichuang.supervision import services
from yichuang.supervision.queries import bulletins, sight

MONTHS = 12


@officer("supervisor")
def listed(request: HttpRequest) -> HttpResponse:
    """GET the list; POST month=2026-11&at=510800000000 makes one."""
    look = Look(request)
    problems = ()
    months = _months(look.now.date())
    if request.method == "POST":
        try:
            place = sight.place_or_home(look.officer, request.POST.get("at", ""))
            month = _month(request.POST.get("month", ""), months)
            made = services.make_bulletin(
                officer=look.officer, region=place, month=month, now=look.now
            )
            messages.success(request, f"{made.place}{month.year}年{month.month}月的月报做好了")
            return redirect("console_bulletin", uuid=made.uuid)
        except Invalid as wrong:
            problems = wrong.problems
    context = {
        "bulletins": bulletins.of_officer(look.officer),
        "months": months,
        "problems": problems,
    }
    return page(
        request, look, "console/figures/bulletins.html", context, status=422 if problems else 200
    )


@officer("supervisor")
def one(request: HttpRequest, uuid) -> HttpResponse:
    """The bulletin as a page that prints."""
    look = Look(request)
    bulletin = bulletins.one(uuid, look.officer)
    return page(
        request,
        look,
        "console/figures/bulletin.html",
        {"bulletin": bulletin, "figures": counted.table(bulletin)},
    )


@officer("supervisor")
def paper(request: HttpRequest, uuid) -> HttpResponse:
    """The issued PDF."""
    bulletin = bulletins.one(uuid, Look(request).officer)
    content = papers.content(documents.paper(bulletin.paper))
    name = f"bulletin-{bulletin.region_id[:6]}-{bulletin.month:%Y%m}.pdf"
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def _month(text: str, offered: list[date]) -> date:
    """One of the months that the page offers. Raises Invalid."""
    chosen = days.month(text)
    if chosen is None or chosen not in offered:
        raise Invalid([FieldProblem("month", "请从列出的月份里选一个", "required")])
    return chosen


def _months(today: date) -> list[date]:
    months = []
    month = today.replace(day=1)
    for _ in range(MONTHS):
        months.append(month)
        month = month.replace(
            year=month.year - (month.month == 1), month=(month.month - 2) % 12 + 1
        )
    return months
