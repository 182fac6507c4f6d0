"""公示: what is about to be granted, for everybody to read and to object to without a sign-in."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from yichuang.cases import services
from yichuang.cases.queries import notices
from yichuang.cases.queries.notices import Line, Page, Summary
from yichuang.core import clock, limits
from yichuang.core.access import public
from yichuang.core.addresses import who_is_counted
from yichuang.core.errors import FieldProblem, Invalid, NotFound
from yichuang.core.limits import Limit
from yichuang.core.spelling import whole as whole_number
from yichuang.sites.portal.pages import public_page
from yichuang.sites.portal.visitor import places

HERE = "/openness/notices/"
BY_ADDRESS = Limit("objection:address", 10, timedelta(hours=1))
SOON = 3  # days that are left
CHOOSE = "请选说的是谁；说的是整份的，选整份公示"
FIELDS = ("place", "text", "phone")
WHOLE = "0"  # 说的是整份公示
PLACE = {"key": "place", "label": "序号", "num": True, "short": True}
NAME = {"key": "name", "label": "姓名或单位", "short": True}
ABOUT = {"key": "about", "label": "哪家店、哪个单位"}
AMOUNT = {"key": "amount", "label": "金额，元", "num": True}
THANKS = "收到了，会有人核实，答复写在这一页；留了手机的，答复了发短信告诉您。"
Context = dict[str, Any]


@public
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """GET /openness/notices/: those of the place that stand, and those that have just ended."""
    place = places.of(request)
    today = clock.today()
    standing = notices.standing(place.code, today)
    over = notices.just_over(place.code, today)
    return public_page(
        request,
        "portal/openness/notices.html",
        (today, standing, over),
        lambda: _list(standing, over, today),
    )


def _list(standing: list[Summary], over: list[Summary], today: date) -> Context:
    """Both lists, each notice with how long it stands and what came of it."""
    rows = []
    for notice in standing:
        state, words = _left(notice.until_on, today)
        row = {"notice": notice, "state": state, "words": words}
        rows.append(row)
    ended = []
    for notice in over:
        outcome = _outcome(notice)
        row = {"notice": notice, "outcome": outcome}
        ended.append(row)
    return {"standing": rows, "over": ended, "crumbs": _crumbs()}


def _left(until: date, today: date) -> tuple[str, str]:
    """How long a notice still stands.

    (state of the kit, words).
    """
    days = (until - today).days
    if days == 0:
        return "soon", "今天最后一天"
    words = f"还有{days}天"
    if days <= SOON:
        return "soon", words
    return "doing", words


def _outcome(notice: Summary) -> str:
    """What came of a notice, in words.

    How many objections, and how many cases were left out.
    """
    if not notice.objections:
        return "没有人提异议"
    words = f"{notice.objections}条异议"
    if notice.left_out:
        return f"{words}，去掉了{notice.left_out}户"
    return words


@public
@require_GET
def notice(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET /openness/notices/<uuid>/?place=: one notice with its list, while it stands; afterwards what came of it.

    place: the line to object to. Raises NotFound for one where nobody is
    shown.
    """
    page = notices.page(uuid, clock.today())
    typed = {}
    if "place" in request.GET:
        typed["place"] = request.GET["place"]
        _require_shown(page, typed["place"])
    return _shown(request, page, typed)


@public
@require_POST
def object_to(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """POST /openness/notices/<uuid>/object/: somebody's word against it, so many an hour from one address."""
    typed = {}
    for key in FIELDS:
        text = request.POST.get(key, "")
        typed[key] = text.strip()
    counted = [(BY_ADDRESS, who_is_counted(request))]
    now = clock.now()
    limits.refuse_when_over(counted, now)
    page = notices.page(uuid, clock.today())
    if not typed["place"]:
        problem = FieldProblem("place", CHOOSE, "required")
        return _shown(request, page, typed, [problem], status=422)
    place = None
    if typed["place"] != WHOLE:
        _require_shown(page, typed["place"])
        place = whole_number(typed["place"])
    try:
        services.object_to_notice(
            notice_id=page.uuid, place=place, text=typed["text"], phone=typed["phone"], now=now
        )
    except Invalid as invalid:
        return _shown(request, page, typed, invalid.problems, status=422)
    limits.count(counted, now)
    messages.success(request, THANKS)
    return HttpResponseRedirect(f"{HERE}{page.uuid}/")


def _require_shown(page: Page, place: str) -> None:
    """Let a line pass that is shown.

    place: as typed.
    Raises NotFound where the list has nobody there.
    """
    number = whole_number(place)
    for line in page.lines:
        if line.place == number:
            return
    raise NotFound("公示里没有这一户", way_out="请打开公示，从名单里选")


def _shown(
    request: HttpRequest, page: Page, typed: Context, problems=(), status: int = 200
) -> HttpResponse:
    """The page of one notice.

    It is kept nowhere: what it shows of people ends with its last day.
    problems: what is wrong with what was typed.
    """
    today = clock.today()
    state, words = _left(page.until_on, today)
    place = places.of(request)
    errors = {problem.field: problem.message for problem in problems}
    rows = [_row(line) for line in page.lines]
    answered = [one for one in page.objections if one.upheld is not None]
    context = {
        "page": page,
        "columns": _columns(page),
        "rows": rows,
        "options": _options(page),
        "state": state,
        "words": f"公示中，{words}",
        "answered": len(answered),
        "typed": typed,
        "problems": problems,
        "errors": errors,
        "place": place,
        "place_name": place.bureau,
        "crumbs": _crumbs(page.title),
    }
    response = render(request, "portal/openness/notice.html", context, status=status)
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _columns(page: Page) -> list[Context]:
    """The columns of the list.

    Enterprise and amount only where a line has one.
    """
    columns = [PLACE, NAME]
    if any(line.about for line in page.lines):
        columns.append(ABOUT)
    if page.total is not None:
        columns.append(AMOUNT)
    return columns


def _row(line: Line) -> Context:
    """One line as cells.

    A place, a name, what it is about and an amount.
    """
    amount = ""
    if line.amount is not None:
        amount = f"{line.amount:,.2f}"
    return {"place": line.place, "name": line.name, "about": line.about, "amount": amount}


def _options(page: Page) -> dict[str, str]:
    """Whom an objection may be about.

    A line of the list by its place, or all of it.
    """
    options = {}
    for line in page.lines:
        words = f"第{line.place}户，{line.name}"
        if line.about:
            words = f"{words}，{line.about}"
        options[str(line.place)] = words
    options[WHOLE] = "整份公示"
    return options


def _crumbs(last: str = "") -> list[dict[str, str]]:
    """The way here.

    last: title of the notice, "" for the list.
    """
    crumbs = [{"label": "首页", "href": "/"}, {"label": "公开的清单", "href": "/openness/"}]
    if not last:
        return [*crumbs, {"label": "公示", "href": ""}]
    return [*crumbs, {"label": "公示", "href": HERE}, {"label": last, "href": ""}]
