"""/desk/: who has come, and what we do for them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from yichuang.accounts.services import count_lookup
from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.queries import desk as lists
from yichuang.cases.queries import entrusted, holders
from yichuang.cases.queries.entrusted import Entrusted
from yichuang.cases.rules import endings
from yichuang.catalog import tables
from yichuang.core import clock
from yichuang.core.bodies import takes_files
from yichuang.core.errors import Invalid
from yichuang.reference.rules import documents
from yichuang.registry import queries as registry
from yichuang.registry.models import Person
from yichuang.sites.desk import frame, naming, pane
from yichuang.sites.desk.account import ending
from yichuang.sites.desk.intake import identify, offers, people, taking
from yichuang.sites.desk.intake.seen import by_what
from yichuang.sites.desk.intake.seen import documents as seen
from yichuang.sites.desk.intake.seen.by_what import Came

SHOWN = 8
OTHER = "other"


@frame.desk()
@require_GET
def counter(request: HttpRequest) -> HttpResponse:
    """GET ?who=&q=&other=: the counter; officers without a counter go to their own first page.

    Without somebody it is the next visitor's, with `other` somebody else has come for the unit: who came before is
    forgotten."""
    if "clerk" not in request.roles:
        return HttpResponseRedirect(frame.first_page(request.roles))
    subject = people.subject_in(request, request.GET)
    if subject is None or OTHER in request.GET:
        people.forget_comers(request)
    return _counter(request, {}, (), subject)


@frame.desk("clerk")
@require_POST
def who(request: HttpRequest) -> HttpResponse:
    """POST number, kind of document, name, phone: find or record who has come, then show them. With `employer`, who
    has come for it, by document; with `person`, the document of somebody who was found without one."""
    typed = {key: request.POST.get(key, "") for key in seen.TYPED}
    shown = people.subject_in(request, request.POST)
    if shown is None:
        people.forget_comers(request)
    count_lookup(request.officer, clock.now())
    try:
        if shown:
            subjects, warning = [shown], seen.see(request, shown, typed)
        else:
            subjects, warning = identify.identify(**typed, officer=request.officer)
    except Invalid as invalid:
        record(actor=request.officer.actor, verb="desk.find_nobody", subject="search")
        return _counter(request, _in_their_places(typed), invalid.problems, shown)
    if len(subjects) > 1:
        return _counter(request, typed, (), choice=subjects)
    if warning:
        messages.warning(request, warning)
    subject = subjects[0]
    if not shown and not identify.is_phone(typed["number"], typed["kind"]):
        people.meet(request, subject)
    return HttpResponseRedirect(f"/desk/?{naming.query_of(request, subject)}")


@takes_files
@frame.desk("clerk")
@require_POST
def mandate(request: HttpRequest) -> HttpResponse:
    """POST employer, _comer, how, licence_name, signed_by, signed_on, until, as_handler, file: by what whoever has come
    acts for the unit, and nobody else than the page was made for."""
    comer = None
    unit = people.subject_in(request, request.POST)
    if unit:
        comer = people.comer(request, unit)
    if comer is None:
        return HttpResponseRedirect("/desk/")
    if request.POST.get(taking.COMER) != str(comer.uuid):
        messages.warning(request, f"现在来办的是{comer.name}，和打开这页时不是同一个人，请再看一次")
        return HttpResponseRedirect(f"/desk/?{naming.query_of(request, unit)}&bring=1")
    scan, problems = by_what.scan_of(request)
    try:
        if problems:
            raise Invalid(problems)
        by_what.settle(request, unit, comer, scan)
    except Invalid as invalid:
        typed = request.POST.dict()
        typed["kept"] = scan
        return _counter(request, typed, invalid.problems, unit)
    query = naming.query_of(request, unit)
    return HttpResponseRedirect(f"/desk/?{query}")


def _in_their_places(typed: dict[str, str]) -> dict[str, str]:
    """What was typed, a name that was typed where the number belongs at its own place."""
    number = typed["number"].strip()
    if typed["name"] or not number or number.isascii():
        return typed
    moved = dict(typed)
    moved["number"] = ""
    moved["name"] = number
    return moved


@frame.desk("clerk")
@require_GET
def employers(request: HttpRequest) -> JsonResponse:
    """GET ?q=: names of employers in the register that hold what was typed."""
    text = request.GET.get("q", "").strip()[:60]
    employers = registry.employers_named(text, SHOWN)
    rows = []
    for employer in employers:
        row = {"label": employer.name, "note": employer.credit_code}
        rows.append(row)
    return JsonResponse({"results": rows})


@frame.desk("clerk")
@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """GET ?q=&who=: items while typing, as the suggestions of a search box."""
    subject = people.subject_in(request, request.GET)
    query = naming.query_of(request, subject) if subject else ""
    text = request.GET.get("q", "")
    offered = offers.typed(text[:60], subject, request.officer, query=query)
    note = {True: "", False: "·您没有受理资格"}
    results = [
        {
            "label": o.name,
            "value": o.code,
            "note": f"{o.line}·{o.promised}{note[o.mine]}",
            "href": o.href,
        }
        for o in offered
    ]
    return JsonResponse({"results": results})


@frame.desk("clerk")
@require_POST
def discard(request: HttpRequest, uuid) -> HttpResponse:
    """POST: throw an unsent draft away."""
    services.discard(draft_id=uuid, owner=request.user)
    messages.success(request, "草稿已经扔掉")
    return frame.back(request, "/desk/")


def _counter(request: HttpRequest, typed: dict, problems, subject=None, choice=()) -> HttpResponse:
    subject = subject or people.subject_in(request, request.GET)
    comer = None
    asks_who = False
    asks_mandate = False
    shown = None
    if subject:
        shown = pane.show(request, subject)
        comer = by_what.of_comer(request, subject)
        asks_who = not people.may_hand_in(request, subject)
        asks_mandate = _asks_mandate(request, comer, asks_who)
    text = request.GET.get("q", "").strip()[:60]
    if shown:
        had = [case.item_code for case in (*shown.running, *shown.past)]
    else:
        had = []
    query = shown.query if shown else ""
    if text:
        listed = offers.typed(text, subject, request.officer, query=query)
    else:
        listed = []
    if shown and not text:
        listed = offers.fitting(subject, request.officer, had, query=query)
    wrong = {}
    for problem in problems:
        wrong[problem.field] = problem.message
    waiting = lists.deliveries(request.officer, ways=("counter",), states=("waiting",))
    enquiries = lists.enquiries(request.officer)
    return frame.page(
        request,
        "desk/intake/counter.html",
        {
            "shown": shown,
            "entrusted": _entrusted(request, subject),
            "comer": comer,
            "asks_who": asks_who,
            "asks_mandate": asks_mandate,
            "kinds": documents.named(),
            "countries": tables.passport_countries(),
            "ways": by_what.WAYS,
            "scopes": by_what.scopes(),
            "mandates": ending.rows(request, subject),
            "typed": typed,
            "problems": problems,
            "wrong": wrong,
            "errors": wrong,
            "ask_name": "name" in wrong,
            "choice": _named(request, choice),
            "of_a_phone": identify.is_phone(typed.get("number", ""), typed.get("kind", "")),
            "text": text,
            "offers": listed,
            "day": lists.day_of(request.officer, clock.now()),
            "waiting": lists.with_guides(waiting[:5]),
            "waiting_count": lists.delivery_counts(request.officer)["counter", "waiting"],
            "enquiries": enquiries[:5],
            "enquiry_count": enquiries.count(),
        },
        status=422 if problems else 200,
    )


def _entrusted(request: HttpRequest, subject) -> list[Entrusted]:
    """What a person whose document was seen today does for others."""
    if not isinstance(subject, Person):
        return []
    if not people.may_act_for(request, subject):
        return []
    rows = entrusted.to_person(subject, request.officer, clock.today())
    for row in rows:
        row.case.word = endings.said_of(row.case)
    return rows


def _asks_mandate(request: HttpRequest, comer: Came | None, asks_who: bool) -> bool:
    """Whether by what whoever has come acts for the unit is asked: while that is not known, and once they bring the
    mandate after all."""
    if comer is None:
        return False
    return asks_who or "bring" in request.GET


def _named(request: HttpRequest, several: list[Person]) -> list[dict]:
    """Each of several people of a phone or a number with their document and what names them in a link."""
    rows = []
    for person in several:
        row = {
            "person": person,
            "document": holders.document_line(person),
            "query": naming.query_of(request, person),
        }
        rows.append(row)
    return rows
