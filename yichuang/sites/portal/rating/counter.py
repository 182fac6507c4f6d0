"""Rating at a counter: the code that hangs there, its poster, and the simulator of the device that stands there."""

from datetime import timedelta
from io import BytesIO
from uuid import UUID

import segno
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from yichuang.accounts.models import Officer, Organisation
from yichuang.cases import services as cases
from yichuang.core import clock
from yichuang.core.access import officer, public
from yichuang.core.addresses import who_is_counted
from yichuang.core.errors import Invalid, NotFound, Problem
from yichuang.core.spelling import whole
from yichuang.ratings import queries, services, tables
from yichuang.sites.portal.rating import rating

DEVICE = 4
FRESH = timedelta(minutes=30)


@public
def counter(request: HttpRequest, organisation: UUID, window: str) -> HttpResponse:
    """The page behind the static code: number and password of the case lead to its newest service here."""
    rating.refuse_staff(request)
    unit, problems = _unit(organisation), ()
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
    """The code as SVG."""
    address = settings.BASE_URL + reverse("rate_counter", args=[_unit(organisation).uuid, window])
    out = BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=8, border=4)
    return HttpResponse(out.getvalue(), content_type="image/svg+xml", headers={"Cache-Control": "public, max-age=3600"})


@officer()
def poster(request: HttpRequest, organisation: UUID, window: str) -> HttpResponse:
    """A sheet to hang at the counter, and the address of its device."""
    key = Signer(salt="rating-device").sign(f"{organisation}/{window}").replace("/", "~")
    context = {
        "unit": _unit(organisation),
        "window": window,
        "code": reverse("rate_code", args=[organisation, window]),
        "device": reverse("rate_device", args=[key]),
        "staffed": Officer.objects.filter(organisation__uuid=organisation, window=window, active=True).exists(),
    }
    return render(request, "portal/rating/poster.html", context)


@public
def device(request: HttpRequest, key: str) -> HttpResponse:
    """The evaluator at a counter (simulator): its key was made on the poster page; it asks about the newest service."""
    rating.refuse_staff(request)
    organisation, window = _opened(key)
    invitation = queries.newest_at_window(organisation, window, clock.now() - FRESH)
    given = None
    if request.method == "POST" and invitation and request.POST.get("service") == str(invitation.uuid):
        given = tables.grade(whole(request.POST.get("grade", ""), 1) or 0)
        services.rate(
            token=invitation.token,
            grade=given.code if given else 0,
            reasons=[],
            comment="",
            channel=DEVICE,
            real_name=False,
            now=clock.now(),
        )
        invitation = None
    context = {
        "invitation": invitation,
        "given": given,
        "unit": _unit(organisation),
        "window": window,
        "grades": tables.grades(),
    }
    return render(request, "portal/rating/device.html", context)


def _opened(key: str) -> tuple[UUID, str]:
    try:
        unit, _, window = Signer(salt="rating-device").unsign(key.replace("~", "/")).partition("/")
    except BadSignature:
        raise NotFound("没有这台评价器", way_out="请从窗口的评价海报页重新打开") from None
    return UUID(unit), window


def _unit(uuid: UUID) -> Organisation:
    found = Organisation.objects.filter(uuid=uuid, active=True).first()
    if found is None:
        raise NotFound("没有这个窗口", way_out="请扫窗口上的码")
    return found
