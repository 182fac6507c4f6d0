"""Ask before applying: a question gets an owner at once (咨询有主)."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from yichuang.cases import services as cases
from yichuang.cases.models import Enquiry
from yichuang.catalog import queries as catalog
from yichuang.core import clock
from yichuang.core.access import public
from yichuang.core.errors import Invalid, NotFound
from yichuang.identity import queries as identity
from yichuang.sites.portal.visitor import places
from yichuang.sites.portal.visitor.limiter import count, refuse_when_over

PORTAL = 2
MOST, MINUTES = 10, 60


@public
def ask(request: HttpRequest) -> HttpResponse:
    """GET, POST /ask/?item=<code>: question, name and phone. Signed in, the question is the account's."""
    code = (request.POST if request.method == "POST" else request.GET).get("item", "")
    name = _item_name(code)
    if request.method != "POST":
        return _page(request, code if name else "", name, _known(request))
    refuse_when_over(request, "ask", MOST, MINUTES)
    typed = {key: request.POST.get(key, "").strip() for key in ("question", "name", "phone")}
    subject = identity.subject_of(request.user)
    try:
        enquiry = cases.ask(
            **typed,
            region=places.of(request).code,
            channel=PORTAL,
            actor=identity.actor_of(request.user) if request.user.is_authenticated else "public:ask",
            now=clock.now(),
            item_code=code if name else "",
            subject=subject,
        )
    except Invalid as invalid:
        return _page(request, code, name, typed, invalid.problems, status=422)
    count(request, "ask", MINUTES)
    return HttpResponseRedirect(f"/ask/{enquiry.uuid}/")


@public
def asked(request: HttpRequest, uuid) -> HttpResponse:
    """GET /ask/<uuid>/: who has the question now, and the answer once there is one."""
    enquiry = Enquiry.objects.select_related("organisation").filter(uuid=uuid).first()
    if enquiry is None:
        raise NotFound("没有这次咨询", way_out="请重新问一次，或打12333")
    shown = {"enquiry": enquiry, "item_name": _item_name(enquiry.item_code), "place_name": places.of(request).bureau}
    response = render(request, "portal/help/asked.html", shown)
    response["Cache-Control"] = "private, no-store"
    return response


def _item_name(code: str) -> str:
    return next((row.name for row in catalog.items() if row.code == code), "") if code else ""


def _known(request: HttpRequest) -> dict[str, str]:
    subject = identity.subject_of(request.user)
    return {"question": "", "name": subject.name, "phone": identity.contact_phone(subject)} if subject else {}


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
