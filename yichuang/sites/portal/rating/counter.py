"""Rating at a counter: the code that hangs there, its poster, and the simulator of the device that stands there."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import segno
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer, Organisation
from yichuang.audit.services import record
from yichuang.cases import services as cases
from yichuang.core import clock
from yichuang.core.access import officer, public
from yichuang.core.addresses import who_is_counted
from yichuang.core.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yichuang.core.spelling import whole
from yichuang.ratings import queries, services, tables
from yichuang.sites.portal.rating import rating

DEVICE = 4
FRESH = timedelta(minutes=10)
LONGEST = 60  # characters of the name of a window
DEVICE_SALT = "rating-device"
ANOTHER_WAY = "请从短信里的链接评价，或扫窗口的码"


@public
def counter(request: HttpRequest, organisation: UUID, window: str) -> HttpResponse:
    """The page behind the static code: number and password of the case lead to its newest service here."""
    rating.refuse_staff(request)
    unit = _unit(organisation)
    problems = ()
    if request.method == "POST":
        try:
            case = cases.track(
                number=request.POST.get("number", ""),
                password=request.POST.get("password", ""),
                address=who_is_counted(request),
                now=clock.now(),
            )
            return rating.to(queries.newest_of_case(case, organisation, window), "qr")
        except Invalid as wrong:
            problems = [(p.field, p.message) for p in wrong.problems]
        except Problem as wrong:
            problems = [("number", f"{wrong.message}。{wrong.way_out}")]
    context = {
        "unit": unit,
        "window": window,
        "problems": problems,
        "number": request.POST.get("number", ""),
        "error": problems[0][1] if problems else "",
    }
    return render(request, "portal/rating/counter.html", context, status=422 if problems else 200)


@public
def code(request: HttpRequest, organisation: UUID, window: str) -> HttpResponse:
    """The code as SVG. Raises NotFound for a name that no window has."""
    if len(window) > LONGEST:
        raise NotFound("没有这个窗口", way_out="请向柜员要这个窗口的评价码")
    address = settings.BASE_URL + reverse("rate_counter", args=[_unit(organisation).uuid, window])
    out = BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=8, border=4)
    return HttpResponse(
        out.getvalue(),
        content_type="image/svg+xml",
        headers={"Cache-Control": "public, max-age=3600"},
    )


@officer()
def poster(request: HttpRequest, organisation: UUID, window: str) -> HttpResponse:
    """A sheet to hang at the counter. POST: the device's address for the newest service here, for some minutes.

    Raises Forbidden for officers of another unit."""
    _refuse_other_units(request, organisation)
    link = ""
    if request.method == "POST":
        link = _device_link(request, organisation, window)
    context = {
        "unit": _unit(organisation),
        "window": window,
        "code": reverse("rate_code", args=[organisation, window]),
        "was_posted": request.method == "POST",
        "device": link,
        "minutes": int(FRESH.total_seconds() // 60),
        "staffed": Officer.objects.filter(
            organisation__uuid=organisation, window=window, active=True
        ).exists(),
    }
    return render(request, "portal/rating/poster.html", context)


@public
def device(request: HttpRequest, key: str) -> HttpResponse:
    """The evaluator at a counter (simulator): its key opens the rating of one service, for some minutes and once."""
    rating.refuse_staff(request)
    invitation = queries.by_uuid(_opened(key))
    try:
        services.refuse_closed(invitation, clock.now())
    except Conflict as closed:
        return rating.over(request, invitation, closed)
    grade = None
    if request.method == "POST":
        grade = tables.grade(whole(request.POST.get("grade", ""), 1) or 0)
        services.rate(
            token=invitation.token,
            grade=grade.code if grade else 0,
            reasons=[],
            comment="",
            channel=DEVICE,
            real_name=False,
            now=clock.now(),
        )
    context = {"invitation": invitation, "grade": grade, "grades": tables.grades()}
    return render(request, "portal/rating/device.html", context)


def _refuse_other_units(request: HttpRequest, organisation: UUID) -> None:
    serving = accounts.officer_of(request.user)
    if serving is None or serving.organisation.uuid != organisation:
        raise Forbidden(
            "这不是您单位的窗口", way_out="只能打开本单位窗口的评价码；请由那个单位的人打开"
        )


def _device_link(request: HttpRequest, organisation: UUID, window: str) -> str:
    """The address for the newest service that nobody rated, or "" when there is none; who asked for it is recorded."""
    now = clock.now()
    invitation = queries.newest_at_window(organisation, window, now - FRESH)
    if invitation is None:
        return ""
    serving = accounts.officer_of(request.user)
    record(actor=serving.actor, verb="rating.device", subject=f"rating:{invitation.uuid}")
    key = signing.dumps([str(invitation.uuid), int((now + FRESH).timestamp())], salt=DEVICE_SALT)
    return settings.BASE_URL + reverse("rate_device", args=[key])


def _opened(key: str) -> UUID:
    try:
        invitation, until = signing.loads(key, salt=DEVICE_SALT)
    except signing.BadSignature:
        raise NotFound("没有这次评价", way_out=ANOTHER_WAY) from None
    if clock.now().timestamp() > until:
        raise NotFound("这次评价的时间过了", way_out=ANOTHER_WAY)
    return UUID(invitation)


def _unit(uuid: UUID) -> Organisation:
    unit = Organisation.objects.filter(uuid=uuid, active=True).first()
    if unit is None:
        raise NotFound("没有这个窗口", way_out="请扫窗口上的码")
    return unit
