"""/desk/enquiries/: questions of my places and my own.

To answer, to hand over, to turn into an application without typing again.
"""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from yichuang.accounts.models import Officer
from yichuang.accounts.services import count_lookup
from yichuang.audit.services import record_reads
from yichuang.cases import services
from yichuang.cases.models import Enquiry
from yichuang.cases.queries import enquiries, owning
from yichuang.core import clock, masking
from yichuang.core.errors import FieldProblem, Forbidden, Invalid, NotFound
from yichuang.registry.models import Employer, Person
from yichuang.sites.desk import frame, pane
from yichuang.sites.desk.enquiry.verbs import VERBS
from yichuang.sites.desk.intake import offers, people, taking

WHOSE = ((enquiries.OF_PLACES, "本地的"), (enquiries.MINE, "我的"), (enquiries.OFFERED, "转给我的"))
STATES = (("open", "等答复"), ("answered", "答过的"), ("converted", "已去办的"))
SHOWN = 50
MOST_TYPED = 60


@frame.desk(*frame.CASE_ROLES)
@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    """GET ?state=&whose=&who=: the questions of the officer's places, phones masked; &whole=1: in full, recorded."""
    return _shown(request)


@frame.desk("clerk")
@require_GET
def items(request: HttpRequest) -> JsonResponse:
    """GET ?q=: items by code while typing, for the box of a new question."""
    text = request.GET.get("q", "")
    results = []
    for offer in offers.typed(text[:MOST_TYPED], None, request.officer):
        result = {"label": offer.name, "value": offer.code, "note": offer.line}
        results.append(result)
    return JsonResponse({"results": results})


@frame.desk("clerk")
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """POST question, name, phone, item: a question heard at the window belongs to the one who heard it."""
    subject = people.subject_in(request, request.POST)
    post = request.POST
    try:
        services.ask(
            question=post.get("question", ""),
            name=post.get("name", ""),
            phone=_meant_phone(subject, post.get("phone", "")),
            region=request.officer.organisation.region_id,
            channel=taking.WINDOW,
            actor=request.officer.actor,
            now=clock.now(),
            item_code=post.get("item", "").strip(),
            subject=subject,
            organisation=request.officer.organisation,
            officer=request.officer,
        )
    except Invalid as invalid:
        return _shown(request, problems=invalid.problems, typed=post, status=422)
    messages.success(request, "咨询已记下，由您答复。")
    return HttpResponseRedirect("/desk/enquiries/")


@frame.desk(*frame.CASE_ROLES)
@require_POST
def act(request: HttpRequest, uuid, verb: str) -> HttpResponse:
    """POST /desk/enquiries/<uuid>/{take,answer,begin,accept,decline,take-back}/."""
    enquiry = enquiries.enquiry(uuid, request.officer)
    try:
        if verb == "begin":
            return _begin(request, enquiry)
        done = VERBS.get(verb)
        if done is None:
            raise NotFound("咨询没有这一步", way_out="请刷新列表")
        messages.success(request, done(request, enquiry))
    except Invalid as invalid:
        return _shown(
            request, problems=invalid.problems, typed=request.POST, at=enquiry.uuid, status=422
        )
    return frame.back(request, "/desk/enquiries/")


def _begin(request: HttpRequest, enquiry: Enquiry) -> HttpResponse:
    if "clerk" not in request.roles:
        raise Forbidden("这一步由柜员来办", way_out="请转给窗口的同事")
    subject = enquiry.person or enquiry.employer
    if subject is None:
        message = "还不知道是谁，请先在窗口刷证，再从“办什么”开始"
        problem = FieldProblem("begin", message, "required")
        raise Invalid([problem])
    draft = services.begin_case(
        enquiry_id=enquiry.uuid,
        owner=request.user,
        subject=subject,
        now=clock.now(),
        channel=taking.WINDOW,
    )
    return HttpResponseRedirect(f"/desk/take/{draft.version.item.code}/?draft={draft.uuid}")


def _rows(request: HttpRequest, state: str, whose: str, *, whole: bool) -> list[Enquiry]:
    """The questions in this state, each reading recorded; whole: with phones in full."""
    officer = request.officer
    rows = list(enquiries.enquiries(officer, state, whose)[:SHOWN])
    offer_of = {}
    if state == enquiries.OPEN:
        offer_of = enquiries.offers_of(rows)
    verb = "enquiry.read"
    if whole:
        verb = "enquiry.read_whole"
    subjects = []
    for row in rows:
        row.offer = offer_of.get(row.pk)
        _note_whose(row, officer)
        _note_words(row, whole)
        subjects.append(row.ref)
    record_reads(actor=officer.actor, verb=verb, subjects=subjects)
    if whole:
        count_lookup(officer, clock.now())
    return rows


def _note_words(row: Enquiry, whole: bool) -> None:
    """The item in words, and the phone.

    whole: not masked.
    """
    row.item_name = ""
    if row.item_code:
        row.item_name = offers.name_of(row.item_code)
    phone = row.asker_phone
    if not whole:
        phone = masking.phone(phone)
    row.phone_shown = phone


def _note_whose(row: Enquiry, officer: Officer) -> None:
    """Whose it is, seen by this officer.

    It may be theirs, be offered to them, or have an owner who is not
    there today.
    """
    row.mine = row.owner_id == officer.pk
    row.left = False
    if not row.mine:
        row.left = owning.is_away(row.owner)
    row.offered = False
    if row.offer:
        row.offered = row.offer.to_officer_id == officer.pk


def _phone_of(subject: Person | Employer | None) -> str:
    """The phone that the register has of a person; an employer's handler is asked for theirs."""
    if isinstance(subject, Person):
        return subject.phone or ""
    return ""


def _meant_phone(subject: Person | Employer | None, typed: str) -> str:
    """The phone that was typed, or the register's own where its mask came back untouched."""
    known = _phone_of(subject)
    if not known:
        return typed
    if typed.strip() == masking.phone(known):
        return known
    return typed


def _shown(
    request: HttpRequest, problems=(), typed=None, at=None, status: int = 200
) -> HttpResponse:
    """The page.

    at: the question at which something was wrong.
    typed: into its form, or into that of a new question.
    """
    state = _chosen(request, "state", STATES, enquiries.OPEN)
    whose = _chosen(request, "whose", WHOSE, enquiries.OF_PLACES)
    whole = "whole" in request.GET
    rows = _rows(request, state, whose, whole=whole)
    query = f"?whose={whose}&state={state}"
    subject = people.subject_in(request, request.GET)
    phone = _phone_of(subject)
    if subject:
        pane.note_look(subject, request.officer)
    shown = {
        "rows": rows,
        "owners": _segments(WHOSE, whose, "?whose={}"),
        "segments": _segments(STATES, state, f"?whose={whose}&state={{}}"),
        "state": state,
        "query": query,
        "here": f"/desk/enquiries/{query}",
        "whole": f"{query}&whole=1",
        "hears": "clerk" in request.roles,
        "subject": subject,
        "subject_key": "person" if isinstance(subject, Person) else "employer",
        "problems": _marked(problems, at),
        "wrong": {problem.field: problem.message for problem in problems},
        "typed": typed or {},
        "phone": masking.phone(phone) if phone else "",
        "covered": bool(rows) and not whole,
        "at": at,
    }
    return frame.page(request, "desk/enquiry/enquiries.html", shown, status=status)


def _chosen(request: HttpRequest, name: str, ways: tuple, otherwise: str) -> str:
    """A parameter of the address where it is the key of one of these ways."""
    value = request.GET.get(name, otherwise)
    if value in dict(ways):
        return value
    return otherwise


def _marked(problems: Iterable[FieldProblem], at: UUID | None) -> list[dict[str, str]]:
    """What was wrong, each at its box.

    That of a question has its name behind.
    """
    mark = ""
    if at:
        mark = f"-{at}"
    rows = []
    for problem in problems:
        row = {"field": f"{problem.field}{mark}", "message": problem.message}
        rows.append(row)
    return rows


def _segments(ways: tuple, chosen: str, address: str) -> list[dict]:
    """The ways to look at them.

    address: with a place for the key.
    """
    segments = []
    for key, label in ways:
        segment = {"label": label, "href": address.format(key), "current": key == chosen}
        segments.append(segment)
    return segments
