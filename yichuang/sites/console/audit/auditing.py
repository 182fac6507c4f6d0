"""The auditor's desk: find a case, a citizen or an officer, read who looked at whom, when and from which page, and the
alarms; the reading is recorded."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.core import clock, days
from yichuang.core.access import officer
from yichuang.core.errors import NotFound
from yichuang.core.spelling import whole
from yichuang.sites.console.frame import any_size, chosen, wants_sheet, with_query
from yichuang.supervision.queries import auditing, records

SIZE = 50
KINDS = {"": "全部", "read": "只看读", "write": "只看写"}


@dataclass(frozen=True)
class Period:
    """The days asked for, ends included; None for no end."""

    first: date | None
    last: date | None

    @classmethod
    def asked(cls, request: HttpRequest) -> "Period":
        """From ?from=2026-11-01&to=2026-11-30; what is no day is no end."""
        first = request.GET.get("from", "")
        last = request.GET.get("to", "")
        return cls(days.day(first), days.day(last))


@officer(auditing.ROLE)
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """GET: the box and the alarms. POST q: a case by its number, a citizen by theirs, an officer by name, account or
    employee number; posted, so that no number stands in an address."""
    me = _me(request)
    text = request.POST.get("q", "").strip()
    if not text:
        return _page(request, me, "console/audit/search.html", {"alarms": auditing.alarms(me)})
    record(actor=_actor(me), verb="audit.search", subject="search", data={"length": len(text)})
    case = auditing.case_numbered(me, text)
    if case:
        return redirect("console_audit_case", uuid=case.uuid)
    person = auditing.person_numbered(me, text)
    if person:
        return redirect("console_audit_person", uuid=person.uuid)
    officers = auditing.officers_called(me, text)
    if len(officers) == 1:
        return redirect("console_audit_officer", uuid=officers[0].uuid)
    return _page(request, me, "console/audit/search.html", {"q": text, "officers": officers})


@officer(auditing.ROLE)
@require_GET
def case(request: HttpRequest, uuid) -> HttpResponse:
    """GET /console/audit/cases/<uuid>/?kind=read|write&from=&to=&page=: chain, steps, and every read and write."""
    me = _me(request)
    case = auditing.case_of(me, uuid)
    record(actor=_actor(me), verb="case.audit", subject=case.ref)
    kind = chosen(request, "kind", KINDS, "")
    period = Period.asked(request)
    entries = auditing.within(auditing.entries_of(case, kind), period.first, period.last)
    if wants_sheet(request):
        return _sheet(request, "record_of_case", case, period, kind=kind)
    page = Paginator(entries, SIZE).get_page(request.GET.get("page"))
    shown = {
        "case": case,
        "applicant": auditing.applicant(case),
        "state": auditing.state(case),
        "faults": auditing.chain_faults(case),
        "steps": auditing.steps(case),
        "page": page,
        "period": period,
        "lines": auditing.lines(page.object_list, me),
        "base": _base(request),
        "kinds": [
            {"label": label, "href": with_query(request, kind=key, page=""), "current": key == kind}
            for key, label in KINDS.items()
        ],
        "xlsx": with_query(request, format="xlsx", page=""),
    }
    return _page(request, me, "console/audit/case.html", shown)


@officer(auditing.ROLE)
@require_GET
def person_page(request: HttpRequest, uuid) -> HttpResponse:
    """GET /console/audit/people/<uuid>/?from=&to=&page=: who looked at this citizen, newest first."""
    me = _me(request)
    person = auditing.person_of(me, uuid)
    record(actor=_actor(me), verb="person.audit", subject=f"person:{person.uuid}")
    period = Period.asked(request)
    entries = auditing.within(auditing.entries_about(person, me), period.first, period.last)
    who = records.whose_record(person)
    if wants_sheet(request):
        return _sheet(request, "record_of_person", person, period)
    page = Paginator(entries, SIZE).get_page(request.GET.get("page"))
    shown = {
        "who": who,
        "page": page,
        "period": period,
        "lines": auditing.lines(page.object_list, me),
        "base": _base(request),
        "xlsx": with_query(request, format="xlsx", page=""),
    }
    return _page(request, me, "console/audit/person.html", shown)


@officer(auditing.ROLE)
@require_GET
def officer_page(request: HttpRequest, uuid) -> HttpResponse:
    """GET /console/audit/officers/<uuid>/?from=&to=&before=<id>: what one officer read and did, newest first."""
    me = _me(request)
    officer = auditing.officer_of(me, uuid)
    record(actor=_actor(me), verb="officer.audit", subject=officer.actor)
    before = request.GET.get("before", "")
    period = Period.asked(request)
    entries = auditing.within(
        auditing.entries_by(officer, whole(before)), period.first, period.last
    )
    if wants_sheet(request):
        return _sheet(request, "record_of_officer", officer, period)
    lines = auditing.lines(entries[:SIZE], me)
    shown = {
        "officer": officer,
        "lines": lines,
        "period": period,
        "older": with_query(request, before=str(lines[-1].id)) if len(lines) == SIZE else "",
        "xlsx": with_query(request, format="xlsx", before=""),
    }
    return _page(request, me, "console/audit/officer.html", shown)


def _base(request: HttpRequest) -> str:
    """The same address, ready for a page number."""
    address = with_query(request, page="")
    return address if address == "?" else f"{address}&"


def _me(request: HttpRequest) -> Officer:
    officer = accounts.officer_of(request.user)
    if officer is None:
        raise NotFound("没有这名工作人员")
    return officer


def _actor(me: Officer) -> str:
    return me.actor


def _sheet(request: HttpRequest, table: str, subject, period: Period, **more: str) -> HttpResponse:
    parameters = {
        "uuid": str(subject.uuid),
        "first": str(period.first or ""),
        "last": str(period.last or ""),
        **more,
    }
    return any_size(request, table, parameters, clock.now())


def _page(request: HttpRequest, me: Officer, template: str, shown: dict) -> HttpResponse:
    places = auditing.place_names(me)
    return render(request, template, {"audited": places, "where": f"{places}·审计", **shown})
