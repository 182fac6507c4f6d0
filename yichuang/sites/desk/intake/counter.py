"""/desk/: who has come, and what we do for them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from yichuang.accounts.services import count_lookup
from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.queries import desk as lists
from yichuang.core import clock
from yichuang.core.errors import Invalid
from yichuang.sites.desk import frame
from yichuang.sites.desk.intake import identify, offers, people


@frame.desk()
@require_GET
def counter(request: HttpRequest) -> HttpResponse:
    """GET ?person=|employer=&q=: the counter; officers without a counter go to their own first page."""
    if "clerk" not in request.roles:
        return HttpResponseRedirect(frame.first_page(request.roles))
    return _counter(request, {}, ())


@frame.desk("clerk")
@require_POST
def who(request: HttpRequest) -> HttpResponse:
    """POST number, name, phone: find or record who has come, then show them."""
    typed = {key: request.POST.get(key, "") for key in ("number", "name", "phone")}
    count_lookup(request.officer, clock.now())
    try:
        found, warning = identify.identify(**typed, officer=request.officer)
    except Invalid as invalid:
        record(actor=f"officer:{request.officer.uuid}", verb="desk.find_nobody", subject="search")
        return _counter(request, typed, invalid.problems)
    if len(found) > 1:
        return _counter(request, typed, (), choice=found)
    if warning:
        messages.warning(request, warning)
    people.meet(request, found[0])
    return HttpResponseRedirect(f"/desk/?{people.query_of(found[0])}")


@frame.desk("clerk")
@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """GET ?q=&person=: items while typing, as the suggestions of a search box."""
    subject = people.subject_in(request, request.GET)
    found = offers.typed(request.GET.get("q", "")[:60], subject, request.officer)
    note = {True: "", False: "·您没有受理资格"}
    results = [
        {"label": o.name, "value": o.code, "note": f"{o.line}·{o.promised}{note[o.mine]}", "href": o.href}
        for o in found
    ]
    return JsonResponse({"results": results})


@frame.desk("clerk")
@require_POST
def discard(request: HttpRequest, uuid) -> HttpResponse:
    """POST: throw an unsent draft away."""
    services.discard(draft_id=uuid, owner=request.user)
    messages.success(request, "草稿已经扔掉")
    return frame.back(request, "/desk/")


def _counter(request: HttpRequest, typed: dict, problems, choice=()) -> HttpResponse:
    subject = people.subject_in(request, request.GET)
    text = request.GET.get("q", "").strip()[:60]
    shown = people.show(subject, request.officer) if subject else None
    had = [case.item_code for case in (*shown.running, *shown.past)] if shown else []
    listed = offers.typed(text, subject, request.officer) if text else []
    if shown and not text:
        listed = offers.fitting(subject, request.officer, had)
    waiting = lists.deliveries(request.officer, ways=("counter",), states=("waiting",))
    asked = lists.enquiries(request.officer)
    return frame.page(
        request,
        "desk/intake/counter.html",
        {
            "shown": shown,
            "typed": typed,
            "problems": problems,
            "wrong": {p.field: p.message for p in problems},
            "ask_name": any(p.field == "name" for p in problems),
            "choice": [(person, people.query_of(person)) for person in choice],
            "text": text,
            "offers": listed,
            "day": lists.day_of(request.officer, clock.now()),
            "waiting": waiting[:5],
            "waiting_count": waiting.count(),
            "asked": asked[:5],
            "asked_count": asked.count(),
        },
        status=422 if problems else 200,
    )
