"""The ratings, or the services asked about, that one number counts.

Neither the case nor who rated is named.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse

from yichuang.core import days
from yichuang.core.access import officer
from yichuang.ratings import queries, tables
from yichuang.ratings.models import Invitation, Rating
from yichuang.sites.console.figures.cases import PERIODS
from yichuang.sites.console.figures.ratings import BY
from yichuang.sites.console.frame import Look, chosen, of_page, page, with_query
from yichuang.supervision.queries import sight

ASKED = "asked"
COLUMNS = ("服务那天", "事项", "服务点", "等级", "理由")
ASKED_COLUMNS = ("服务那天", "事项", "服务点")


@officer("supervisor")
def listed(request: HttpRequest) -> HttpResponse:
    """GET /console/ratings/list/?by=item&key=失业登记&grade=1&days=30.

    by and key: the row of the table of ratings; all rows without.
    grade=asked: the services that were asked about.
    reason=等得久: the bad ratings with this reason.
    """
    look = Look(request)
    within = chosen(request, "days", PERIODS, "30")
    by, key = _row(request)
    grade = request.GET.get("grade", "")
    since = look.now - timedelta(days=int(within))
    until = look.now + timedelta(seconds=1)
    reach = sight.reach_of(look.officer, look.place.code)
    if grade == ASKED:
        counted = queries.invitations_counted(reach, since, until, by=by, key=key)
        what = "请评价的服务"
        columns = ASKED_COLUMNS
        rated_page = of_page(request, counted)
        rows = _asked_rows(rated_page)
    else:
        code = _grade(grade)
        counted = queries.listed(reach, since, until, grade=code, by=by, key=key)
        reason = request.GET.get("reason", "")
        if reason:
            counted = queries.bad_for(counted, reason)
            key = reason
        what = _words(code)
        columns = COLUMNS
        rated_page = of_page(request, counted)
        rows = _rated_rows(rated_page)
    context = {
        "what": what,
        "period": PERIODS[within],
        "count": rated_page.paginator.count,
        "key": key,
        "columns": columns,
        "rows": list(rows),
        "page": rated_page,
        "back": with_query(request, key="", grade="", reason="", page=""),
    }
    return page(request, look, "console/figures/counted/ratings.html", context)


def _row(request: HttpRequest) -> tuple[str, str]:
    """The row whose number was pressed: (what it is by, its key).

    ("", "") for all of them, and for a row that cannot be.
    """
    by = request.GET.get("by", "")
    key = request.GET.get("key", "")
    if by not in BY or not key:
        return "", ""
    if by == "day" and not days.day(key):
        return "", ""
    return by, key


def _grade(text: str) -> int | None:
    """The code of a grade from the address; None for no grade."""
    for one in tables.grades():
        if str(one.code) == text:
            return one.code
    return None


def _words(grade: int | None) -> str:
    """What is listed, for the head of the page.

    grade: None where the ratings of every grade are.
    """
    if grade is None:
        return "评价"
    return f"“{tables.grade(grade).name}”的评价"


def _asked_rows(invitations) -> Iterator[tuple[Any, ...]]:
    """Rows of ASKED_COLUMNS."""
    for one in invitations:
        yield _service(one)


def _rated_rows(ratings) -> Iterator[tuple[Any, ...]]:
    """Rows of COLUMNS: the service, what it got, and why.

    The applicant and the number of the case are left out on purpose.
    """
    for rating in ratings:
        service = _service(rating.invitation)
        grade = _grade_name(rating)
        reasons = _reasons(rating)
        yield (*service, grade, reasons)


def _service(one: Invitation) -> tuple[datetime, str, str]:
    """(when, item, service point) of what was asked about.

    In the order of ASKED_COLUMNS.
    """
    item = one.case.version.item
    organisation = one.organisation
    return one.created_at, item.name, organisation.name


def _grade_name(rating: Rating) -> str:
    """What the grade is called."""
    return tables.grade(rating.grade).name


def _reasons(rating: Rating) -> str:
    """The reasons of a rating in words."""
    texts = map(tables.reason_text, rating.reasons)
    return "、".join(texts)
