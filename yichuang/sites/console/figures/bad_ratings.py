"""差评: the list that the number counts, and each of them answered here. Who rated is not shown."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer, Todo
from yichuang.core.access import officer
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Forbidden, Invalid
from yichuang.ratings import queries, rules, services, tables
from yichuang.ratings.models import Rating
from yichuang.ratings.services import mending
from yichuang.sites.console.figures.cases import PERIODS
from yichuang.sites.console.frame import Look, chosen, of_page, page
from yichuang.supervision.queries import sight, superiors

SOON = 3  # days before its end from which a term is shown as pressing


@officer("supervisor")
def listed(request: HttpRequest) -> HttpResponse:
    """GET /console/ratings/bad/?days=30: the bad ratings of services of these
    days that nobody has answered.

    What is to be answered first stands first.
    """
    look = Look(request)
    days = chosen(request, "days", PERIODS, "30")
    since = look.now - timedelta(days=int(days))
    until = look.now + timedelta(seconds=1)
    reach = sight.reach_of(look.officer, look.place.code)
    unanswered = queries.unanswered(queries.listed(reach, since, until, grade=None))
    today = local(look.now).date()
    ratings_page = of_page(request, queries.by_due(unanswered))
    rows = []
    for rating in ratings_page:
        row = (rating, _words(rating), _due(rating, today))
        rows.append(row)
    context = {
        "count": ratings_page.paginator.count,
        "period": PERIODS[days],
        "page": ratings_page,
        "rows": rows,
    }
    return page(request, look, "console/figures/bad_ratings.html", context)


@officer("supervisor")
def one(request: HttpRequest, uuid) -> HttpResponse:
    """GET, POST /console/ratings/bad/<uuid>/: one bad rating, and its
    answer.

    An answer that is refused stays on the page as it was typed. Raises
    Forbidden where the case is out of the officer's sight.
    """
    look = Look(request)
    problems = ()
    status = Invalid.status
    rating = queries.bad_rating(uuid)
    case = sight.cases_of(look.officer).filter(pk=rating.invitation.case_id).first()
    if case is None:
        raise Forbidden("这条差评不归您答复", way_out="请由当地监督人员答复")
    if request.method == "POST":
        try:
            services.answer_bad_rating(
                invitation=uuid,
                officer=look.officer,
                path=request.POST.get("path", ""),
                answer=request.POST.get("answer", ""),
                called_back="called_back" in request.POST,
                now=look.now,
            )
            messages.success(request, "答复好了")
            return redirect("console_bad_rating", uuid=uuid)
        except Invalid as wrong:
            problems = wrong.problems
        except Conflict as refused:
            rating = queries.bad_rating(uuid)
            problems = (
                FieldProblem("", f"{refused.message}，您写的没有存，抄在下面", refused.code),
            )
            status = refused.status
    todo = accounts.open_about(mending.TODO, f"rating:{uuid}")
    context = {
        "rating": rating,
        "is_waiting": todo is not None,
        "above": _above(todo),
        "case": case if rating.real_name else None,
        "reasons": _words(rating),
        "grade": tables.grade(rating.grade).name,
        "channel": tables.channels()[rating.channel],
        "mending": getattr(rating, "mending", None),
        "paths": rules.PATHS.items(),
        "path": rules.PATHS.get(_path(rating), ""),
        "problems": problems,
        "errors": {problem.field: problem.message for problem in problems},
        "typed": request.POST,
    }
    shown_as = status if problems else 200
    return page(request, look, "console/figures/bad_rating.html", context, status=shown_as)


def _above(todo: Todo | None) -> Officer | None:
    """To whom it goes when nobody answers in time, or has gone.

    None where nobody stands above.
    """
    if todo is None:
        return None
    return todo.escalated_to or superiors.above(todo)


def _words(rating: Rating) -> str:
    """The reasons that were chosen, in words."""
    texts = []
    for code in rating.reasons:
        texts.append(tables.reason_text(code))
    if not texts:
        return "没有选理由"
    return "、".join(texts)


def _path(rating: Rating) -> str:
    """Key of the way in which it was answered; "" before."""
    if not hasattr(rating, "mending"):
        return ""
    return rating.mending.path


def _due(rating: Rating, today) -> tuple[str, str]:
    """(state of the badge, words) of the days that are left to answer."""
    if not hasattr(rating, "mending"):
        return "todo", "没有定期限"
    days = (rating.mending.due_on - today).days
    if days < 0:
        return "late", f"逾期{-days}天"
    if days < SOON:
        return "soon", f"还有{days}天"
    return "doing", f"还有{days}天"
