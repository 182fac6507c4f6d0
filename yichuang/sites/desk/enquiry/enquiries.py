"""/desk/enquiries/: questions of my places: take, answer, turn into an application without typing again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from yichuang.accounts.services import count_lookup
from yichuang.audit.services import record_reads
from yichuang.cases import services
from yichuang.cases.models import Enquiry
from yichuang.cases.queries import desk
from yichuang.core import clock, masking
from yichuang.core.errors import FieldProblem, Invalid, NotFound
from yichuang.registry.models import Employer, Person
from yichuang.sites.desk import frame, pane
from yichuang.sites.desk.intake import offers, people, taking

STATES = (("open", "等答复"), ("answered", "答过的"), ("converted", "已去办的"))
SHOWN = 50


@frame.desk("clerk")
@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    """GET ?state=&who=: the questions of the officer's places, phones masked; &whole=1: in full, recorded."""
    return _shown(request)


@frame.desk("clerk")
@require_GET
def items(request: HttpRequest) -> JsonResponse:
    """GET ?q=: items by code while typing, for the box of a new question."""
    offered = offers.typed(request.GET.get("q", "")[:60], None, request.officer)
    return JsonResponse(
        {"results": [{"label": o.name, "value": o.code, "note": o.line} for o in offered]}
    )


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


@frame.desk("clerk")
@require_POST
def act(request: HttpRequest, uuid, verb: str) -> HttpResponse:
    """POST /desk/enquiries/<uuid>/{take,answer,begin}/."""
    enquiry = desk.enquiry(uuid, request.officer)
    try:
        if verb == "take":
            services.take_enquiry(enquiry_id=enquiry.uuid, officer=request.officer)
            messages.success(request, "这个问题由您来答。")
        elif verb == "answer":
            answer = request.POST.get("answer", "")
            services.answer_enquiry(
                enquiry_id=enquiry.uuid, officer=request.officer, answer=answer, now=clock.now()
            )
            messages.success(request, "已答复。")
        elif verb == "begin":
            return _begin(request, enquiry)
        else:
            raise NotFound("咨询没有这一步", way_out="请刷新列表")
    except Invalid as invalid:
        return _shown(request, problems=invalid.problems, at=enquiry.uuid, status=422)
    return frame.back(request, "/desk/enquiries/")


def _begin(request: HttpRequest, enquiry) -> HttpResponse:
    subject = enquiry.person or enquiry.employer
    if subject is None:
        raise Invalid(
            [FieldProblem("begin", "还不知道是谁，请先在窗口刷证，再从“办什么”开始", "required")]
        )
    draft = services.begin_case(
        enquiry_id=enquiry.uuid,
        owner=request.user,
        subject=subject,
        now=clock.now(),
        channel=taking.WINDOW,
        officer=request.officer,
    )
    return HttpResponseRedirect(f"/desk/take/{draft.version.item.code}/?draft={draft.uuid}")


def _rows(request: HttpRequest, state: str, *, whole: bool) -> list[Enquiry]:
    """The questions in this state, each reading recorded; whole: with phones in full."""
    rows = list(desk.enquiries(request.officer, state)[:SHOWN])
    verb = "enquiry.read_whole" if whole else "enquiry.read"
    subjects = []
    for row in rows:
        row.item_name = offers.name_of(row.item_code) if row.item_code else ""
        row.phone_shown = row.asker_phone if whole else masking.phone(row.asker_phone)
        subjects.append(f"enquiry:{row.uuid}")
    actor = request.officer.actor
    record_reads(actor=actor, verb=verb, subjects=subjects)
    if whole:
        count_lookup(request.officer, clock.now())
    return rows


def _phone_of(subject: Person | Employer | None) -> str:
    """The phone that the register has of a person; an employer's handler is asked for theirs."""
    return (subject.phone or "") if isinstance(subject, Person) else ""


def _meant_phone(subject: Person | Employer | None, typed: str) -> str:
    """The phone that was typed, or the register's own where its mask came back untouched."""
    known = _phone_of(subject)
    if known and typed.strip() == masking.phone(known):
        return known
    return typed


def _shown(
    request: HttpRequest, problems=(), typed=None, at=None, status: int = 200
) -> HttpResponse:
    chosen = request.GET.get("state", "open")
    state = chosen if chosen in dict(STATES) else "open"
    rows = _rows(request, state, whole="whole" in request.GET)
    subject = people.subject_in(request, request.GET)
    if subject:
        pane.note_look(subject, request.officer)
    mark = f"-{at}" if at else ""
    return frame.page(
        request,
        "desk/enquiry/enquiries.html",
        {
            "rows": rows,
            "segments": [
                {"label": label, "href": f"?state={code}", "current": code == state}
                for code, label in STATES
            ],
            "state": state,
            "whole": f"?state={state}&whole=1",
            "subject": subject,
            "subject_key": "person" if isinstance(subject, Person) else "employer",
            "problems": [{"field": f"{p.field}{mark}", "message": p.message} for p in problems],
            "wrong": {p.field: p.message for p in problems},
            "typed": typed or {},
            "phone": masking.phone(_phone_of(subject)) if _phone_of(subject) else "",
            "covered": bool(rows) and "whole" not in request.GET,
            "at": at,
        },
        status=status,
    )
