"""评价: two presses from the link in the message; and what everybody may know of all ratings."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from yichuang.accounts.models import User
from yichuang.cases.queries.reach import everywhere
from yichuang.core import clock
from yichuang.core.access import public
from yichuang.core.errors import Conflict, Forbidden, Invalid, NotFound
from yichuang.core.spelling import whole
from yichuang.ratings import queries, services, tables
from yichuang.ratings.models import Invitation
from yichuang.sites.portal.visitor import places

LINK_CHANNELS = {"qr": 3, "sms": 7}
PHONE, PC = 2, 1
DAYS = 90
FEWEST_PUBLISHED = 3


@public
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """GET /rate/<token>/?grade=5&via=qr: first how satisfied, then why. POST gives the rating."""
    refuse_staff(request)
    invitation = queries.by_token(token)
    try:
        services.refuse_closed(invitation, clock.now())
    except Conflict as closed:
        return over(request, invitation, closed)
    if request.method == "POST":
        return _rate(request, invitation)
    grade = tables.grade(_number(request.GET.get("grade")))
    return _page(request, invitation, grade)


@public
def published(request: HttpRequest) -> HttpResponse:
    """GET /ratings/: the numbers of the last 90 days by item. An item shows from three ratings on."""
    now = clock.now()
    since = now - timedelta(days=DAYS)
    until = now + timedelta(seconds=1)
    city = everywhere(places.of(request).code[:4])
    rows = [
        row
        for row in queries.counts_by("item", city, since, until)
        if row.rates.rated >= FEWEST_PUBLISHED
    ]
    context = {
        "total": queries.totals(city, since, until),
        "rows": rows,
        "grades": tables.grades(),
        "days": DAYS,
    }
    return render(request, "portal/rating/published.html", context)


def refuse_staff(request: HttpRequest) -> None:
    """Nobody who serves may rate in the place of those who are served. Raises Forbidden."""
    if request.user.is_authenticated and request.user.kind == User.OFFICER:
        raise Forbidden(
            "工作人员不能代替群众评价",
            code="staff",
            way_out="请让办事人用自己的手机打开短信里的链接，或扫窗口的码",
        )


def over(request: HttpRequest, invitation: Invitation, closed: Conflict) -> HttpResponse:
    """The page of an invitation that was used or is too old."""
    context = {"invitation": invitation, "closed": closed}
    return render(request, "portal/rating/over.html", context, status=closed.status)


def _rate(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    form = request.POST
    grade = tables.grade(_number(form.get("grade")))
    try:
        services.rate(
            token=invitation.token,
            grade=grade.code if grade else 0,
            reasons=form.getlist("reasons"),
            comment=form.get("comment", ""),
            channel=_channel(request),
            real_name=form.get("real_name") == "yes",
            now=clock.now(),
        )
    except Invalid as wrong:
        return _page(request, invitation, grade, wrong.problems)
    except Conflict as closed:
        return over(request, invitation, closed)
    return render(request, "portal/rating/thanks.html", {"invitation": invitation, "grade": grade})


def _page(request: HttpRequest, invitation: Invitation, grade, problems=()) -> HttpResponse:
    typed = request.POST or {}
    context = {
        "invitation": invitation,
        "grades": tables.grades(),
        "grade": grade,
        "via": request.GET.get("via") or typed.get("via", ""),
        "problems": problems,
        "chosen": request.POST.getlist("reasons") if request.POST else [],
        "comment": typed.get("comment", ""),
        "real_name": typed.get("real_name", ""),
    }
    return render(request, "portal/rating/rate.html", context, status=422 if problems else 200)


def _channel(request: HttpRequest) -> int:
    via = LINK_CHANNELS.get(request.POST.get("via", ""))
    return via or (PHONE if "Mobile" in request.headers.get("User-Agent", "") else PC)


def _number(text: str | None) -> int:
    return whole(text or "", 1) or 0


def to(invitation: Invitation | None, via: str) -> HttpResponse:
    """On to the rating of this invitation. Raises NotFound for None."""
    if invitation is None:
        raise NotFound(
            "这件在这个窗口没有可以评价的服务", way_out="请核对编号，或从短信里的链接评价"
        )
    return redirect(f"/rate/{invitation.token}/?via={via}")
