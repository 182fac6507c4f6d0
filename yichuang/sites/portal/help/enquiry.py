"""Ask before applying: a question gets an owner at once (咨询有主)."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from yichuang.cases import services as cases
from yichuang.cases.models import Enquiry
from yichuang.catalog import queries as catalog
from yichuang.core import clock, limits, spelling
from yichuang.core.access import public
from yichuang.core.addresses import who_is_counted
from yichuang.core.errors import Invalid, NotFound
from yichuang.core.limits import Asked, Limit
from yichuang.identity import queries as identity
from yichuang.sites.portal.visitor import places

PORTAL = 2
BY_ADDRESS = Limit("ask:address", 20, timedelta(hours=1))
BY_ACCOUNT = Limit("ask:account", 10, timedelta(hours=1))
BY_PHONE = Limit("ask:phone", 10, timedelta(days=1))


@public
def ask(request: HttpRequest) -> HttpResponse:
    """GET, POST /ask/?item=<code>: question, name and phone. Signed in, the question is the account's."""
    code = (request.POST if request.method == "POST" else request.GET).get("item", "")
    name = _item_name(code)
    if request.method != "POST":
        return _page(request, code if name else "", name, _known(request))
    typed = {key: request.POST.get(key, "").strip() for key in ("question", "name", "phone")}
    asked_before = _counted(request, typed["phone"])
    now = clock.now()
    limits.refuse_when_over(asked_before, now)
    subject = identity.subject_of(request.user)
    try:
        enquiry = cases.ask(
            **typed,
            region=places.of(request).code,
            channel=PORTAL,
            actor=identity.actor_of(request.user)
            if request.user.is_authenticated
            else "public:ask",
            now=now,
            item_code=code if name else "",
            subject=subject,
        )
    except Invalid as invalid:
        return _page(request, code, name, typed, invalid.problems, status=422)
    limits.count(asked_before, now)
    return HttpResponseRedirect(f"/ask/{enquiry.uuid}/")


@public
def asked(request: HttpRequest, uuid) -> HttpResponse:
    """GET /ask/<uuid>/: who has the question now, and the answer once there is one."""
    enquiry = Enquiry.objects.select_related("owner__organisation").filter(uuid=uuid).first()
    if enquiry is None:
        raise NotFound("没有这次咨询", way_out="请重新问一次，或打12333")
    shown = {
        "enquiry": enquiry,
        "owner_unit": enquiry.owner.organisation.name,
        "item_name": _item_name(enquiry.item_code),
        "place_name": places.of(request).bureau,
    }
    response = render(request, "portal/help/asked.html", shown)
    response["Cache-Control"] = "private, no-store"
    return response


def _counted(request: HttpRequest, phone: str) -> Asked:
    """Who asks, for the limits: the account, or the address and the phone of somebody who has not signed in."""
    if request.user.is_authenticated:
        return [(BY_ACCOUNT, str(request.user.uuid))]
    return [(BY_ADDRESS, who_is_counted(request)), (BY_PHONE, spelling.phone(phone))]


def _item_name(code: str) -> str:
    if not code:
        return ""
    return next((row.name for row in catalog.items() if row.code == code), "")


def _known(request: HttpRequest) -> dict[str, str]:
    subject = identity.subject_of(request.user)
    if not subject:
        return {}
    return {"question": "", "name": subject.name, "phone": identity.contact_phone(subject)}


def _page(request, code, name, typed, problems=(), status: int = 200) -> HttpResponse:
    shown = {
        "item_code": code,
        "item_name": name,
        "typed": typed,
        "problems": problems,
        "errors": {p.field: p.message for p in reversed(list(problems))},
        "place": places.of(request),
        "place_name": places.of(request).bureau,
        "crumbs": [{"label": "首页", "href": "/"}, {"label": "问一问", "href": ""}],
    }
    return render(request, "portal/help/ask.html", shown, status=status)
