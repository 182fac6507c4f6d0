"""/desk/: who has come, and what we do for them."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from yichuang.accounts.models import Officer
from yichuang.accounts.services import count_lookup
from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.queries import desk as lists
from yichuang.cases.queries import enquiries as questions
from yichuang.cases.queries import entrusted, holders
from yichuang.cases.queries.entrusted import Entrusted
from yichuang.cases.rules import endings
from yichuang.catalog import tables
from yichuang.core import clock
from yichuang.core.bodies import takes_files
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.reference.rules import documents
from yichuang.registry import queries as registry
from yichuang.registry.models import Person
from yichuang.sites.desk import frame, naming, pane
from yichuang.sites.desk.account import ending
from yichuang.sites.desk.intake import identify, offers, people
from yichuang.sites.desk.intake.brought import take_page
from yichuang.sites.desk.intake.joined import code
from yichuang.sites.desk.intake.people import Subject
from yichuang.sites.desk.intake.seen import by_what
from yichuang.sites.desk.intake.seen import documents as seen
from yichuang.sites.desk.intake.seen.by_what import Came

SHOWN = 8
OTHER = "other"
MOST_TYPED = 60
MOST_WAITING = 5
SOMEBODY_ELSE = "现在来办的是{}，和打开这页时不是同一个人，请再看一次"

Context = dict[str, Any]


@frame.desk()
@require_GET
def counter(request: HttpRequest) -> HttpResponse:
    """GET ?who=&q=&other=: the counter; officers without a counter go to their own first page.

    Without somebody it is the next visitor's, with `other` somebody else
    has come for the unit: who came before is forgotten.
    """
    if "clerk" not in request.roles:
        address = frame.first_page(request.roles)
        return HttpResponseRedirect(address)
    subject = people.subject_in(request, request.GET)
    if subject is None or OTHER in request.GET:
        people.forget_comers(request)
    return _counter(request, {}, (), subject)


@frame.desk("clerk")
@require_POST
def who(request: HttpRequest) -> HttpResponse:
    """POST number, kind of document, name, phone: find or record who has come, then show them.

    With `employer`, who has come for it, by document; with `person`, the
    document of somebody who was found without one.
    """
    officer = request.officer
    typed = {key: request.POST.get(key, "") for key in seen.TYPED}
    shown = people.subject_in(request, request.POST)
    if shown is None:
        people.forget_comers(request)
    count_lookup(officer, clock.now())
    try:
        if shown is None and code.is_code(typed["number"], typed["kind"]):
            return code.look_for(request, typed["number"])
        if shown:
            warning = seen.see(request, shown, typed)
            subjects = [shown]
        else:
            subjects, warning = identify.identify(**typed, officer=officer)
    except Invalid as invalid:
        record(actor=officer.actor, verb="desk.find_nobody", subject="search")
        in_their_places = _in_their_places(typed)
        return _counter(request, in_their_places, invalid.problems, shown)
    if len(subjects) > 1:
        return _counter(request, typed, (), choice=subjects)
    if warning:
        messages.warning(request, warning)
    subject = subjects[0]
    by_phone = identify.is_phone(typed["number"], typed["kind"])
    if not shown and not by_phone:
        people.meet(request, subject)
    return _to_counter(request, subject)


@takes_files
@frame.desk("clerk")
@require_POST
def mandate(request: HttpRequest) -> HttpResponse:
    """POST employer, _comer, how, licence_name, signed_by, signed_on, until, as_handler, file.

    By what whoever has come acts for the unit, and nobody else than the
    page was made for.
    """
    comer = None
    unit = people.subject_in(request, request.POST)
    if unit:
        comer = people.comer(request, unit)
    if comer is None:
        return HttpResponseRedirect("/desk/")
    if request.POST.get(take_page.COMER) != str(comer.uuid):
        sentence = SOMEBODY_ELSE.format(comer.name)
        messages.warning(request, sentence)
        return _to_counter(request, unit, "&bring=1")
    scan, problems = by_what.scan_of(request)
    try:
        if problems:
            raise Invalid(problems)
        by_what.settle(request, unit, comer, scan)
    except Invalid as invalid:
        typed = request.POST.dict()
        typed["kept"] = scan
        return _counter(request, typed, invalid.problems, unit)
    return _to_counter(request, unit)


def _to_counter(request: HttpRequest, subject: Subject, more: str = "") -> HttpResponse:
    """The counter with them in its pane.

    more: the end of the address, "" for none.
    """
    query = naming.query_of(request, subject)
    return HttpResponseRedirect(f"/desk/?{query}{more}")


def _in_their_places(typed: dict[str, str]) -> dict[str, str]:
    """What was typed, to be shown again.

    A name that was typed where the number belongs stands at its own
    place.
    """
    number = typed["number"].strip()
    if typed["name"] or not number:
        return typed
    if number.isascii():
        return typed
    return {**typed, "number": "", "name": number}


@frame.desk("clerk")
@require_GET
def employers(request: HttpRequest) -> JsonResponse:
    """GET ?q=: names of employers in the register that hold what was typed.

    JSON with the name of each and, beside it, the credit code.
    """
    text = _text_asked(request)
    rows = []
    for employer in registry.employers_named(text, SHOWN):
        row = {"label": employer.name, "note": employer.credit_code}
        rows.append(row)
    return JsonResponse({"results": rows})


@frame.desk("clerk")
@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """GET ?q=&who=: items while typing, as the suggestions of a search box.

    who: whoever stands here, a person or a unit.
    """
    officer = request.officer
    subject = people.subject_in(request, request.GET)
    query = ""
    if subject:
        query = naming.query_of(request, subject)
    text = request.GET.get("q", "")[:MOST_TYPED]
    offered = offers.typed(text, subject, officer, query=query)
    results = [_suggestion(offer) for offer in offered]
    return JsonResponse({"results": results})


def _suggestion(offer: offers.Offer) -> dict[str, str]:
    """An item, as a search box shows it."""
    note = f"{offer.line}·{offer.promised}"
    if not offer.mine:
        note = f"{note}·您没有受理资格"
    return {"label": offer.name, "value": offer.code, "note": note, "href": offer.href}


@frame.desk("clerk")
@require_POST
def discard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """POST: throw an unsent draft away."""
    services.discard(draft_id=uuid, owner=request.user)
    messages.success(request, "草稿已经扔掉")
    return frame.back(request, "/desk/")


def _text_asked(request: HttpRequest) -> str:
    """What the address asks for by name, "" for nothing."""
    text = request.GET.get("q", "").strip()
    return text[:MOST_TYPED]


def _counter(
    request: HttpRequest,
    typed: Context,
    problems: Collection[FieldProblem],
    subject: Subject | None = None,
    choice: Sequence[Person] = (),
) -> HttpResponse:
    """The page of the counter.

    typed: what was posted, shown again beside `problems`.
    subject: who stands here, where it is not said by the address.
    choice: several people of one phone or number, one to be chosen.
    """
    subject = subject or people.subject_in(request, request.GET)
    wrong = {}
    for problem in problems:
        wrong[problem.field] = problem.message
    of_a_phone = identify.is_phone(typed.get("number", ""), typed.get("kind", ""))
    context = {
        "entrusted": _entrusted(request, subject),
        "begun": code.begun(request, subject),
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
        "of_a_phone": of_a_phone,
    }
    pane_context = _pane(request, subject)
    context |= pane_context
    context |= _offered(request, subject, pane_context["shown"])
    context |= _waiting(request.officer)
    status = 422 if problems else 200
    return frame.page(request, "desk/intake/counter.html", context, status=status)


def _pane(request: HttpRequest, subject: Subject | None) -> Context:
    """Who stands here, and what is to be asked of them first.

    asks_who: the document of who has come for a unit, or of a person.
    asks_mandate: by what they act for it.
    """
    if subject is None:
        return {"shown": None, "comer": None, "asks_who": False, "asks_mandate": False}
    shown = pane.show(request, subject)
    comer = by_what.of_comer(request, subject)
    asks_who = not people.may_hand_in(request, subject)
    return {
        "shown": shown,
        "comer": comer,
        "asks_who": asks_who,
        "asks_mandate": _asks_mandate(request, comer, asks_who),
    }


def _offered(request: HttpRequest, subject: Subject | None, shown: pane.Shown | None) -> Context:
    """What was typed, and the items that are offered.

    Those that it means; where nothing was typed, those that fit whoever
    stands here.
    """
    officer = request.officer
    text = _text_asked(request)
    query = shown.query if shown else ""
    listed = []
    if text:
        listed = offers.typed(text, subject, officer, query=query)
    elif shown:
        cases = [*shown.running, *shown.past]
        had = [case.item_code for case in cases]
        listed = offers.fitting(subject, officer, had, query=query)
    return {"text": text, "offers": listed}


def _waiting(officer: Officer) -> Context:
    """What waits for this officer beside whoever stands here.

    Papers to hand out and questions, the first of each and how many
    there are; and the figures of the day.
    """
    papers = lists.deliveries(officer, ways=("counter",), states=("waiting",))
    counts = lists.delivery_counts(officer)
    enquiries = questions.enquiries(officer, whose=questions.MINE)
    return {
        "day": lists.day_of(officer, clock.now()),
        "waiting": lists.with_guides(papers[:MOST_WAITING]),
        "waiting_count": counts["counter", "waiting"],
        "enquiries": enquiries[:MOST_WAITING],
        "enquiry_count": enquiries.count(),
    }


def _entrusted(request: HttpRequest, subject: Subject | None) -> list[Entrusted]:
    """What a person whose document was seen today does for others."""
    if not isinstance(subject, Person):
        return []
    if not people.may_act_for(request, subject):
        return []
    today = clock.today()
    rows = entrusted.to_person(subject, request.officer, today)
    for row in rows:
        case = row.case
        case.word = endings.said_of(case)
    return rows


def _asks_mandate(request: HttpRequest, comer: Came | None, asks_who: bool) -> bool:
    """Whether by what whoever has come acts for the unit is asked: while that is not known, and once they bring the
    mandate after all."""
    if comer is None:
        return False
    return asks_who or "bring" in request.GET


def _named(request: HttpRequest, several: Sequence[Person]) -> list[Context]:
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
