"""The auditor's desk.

Find a case, a citizen or an officer, read who looked at whom, when and
from which page, and the alarms; the reading is recorded.
"""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.cases.queries import holders
from yichuang.core import clock, days, masking
from yichuang.core.access import officer
from yichuang.core.errors import FieldProblem, Invalid, NotFound
from yichuang.core.spelling import whole
from yichuang.registry.models import Person
from yichuang.sites.console.frame import any_size, chosen, wants_sheet, with_query
from yichuang.supervision.queries import auditing, records

SIZE = 50
SEARCH = "console/audit/search.html"
ENDS = {"from": "从哪天", "to": "到哪天"}  # boxes of a period
KINDS = {"": "全部", "read": "只看读", "write": "只看写"}


@dataclass(frozen=True)
class Period:
    """The days asked for, ends included.

    None for no end. problems: what was typed and is no day.
    """

    first: date | None
    last: date | None
    problems: tuple[FieldProblem, ...] = ()

    @classmethod
    def asked(cls, request: HttpRequest) -> "Period":
        """From ?from=2026-11-01&to=2026-11-30; what is no day is no end, and is told."""
        ends = {}
        problems = []
        for field, label in ENDS.items():
            text = request.GET.get(field, "")
            ends[field] = None
            try:
                ends[field] = days.typed(text, field, label)
            except Invalid as fault:
                problems += fault.problems
        return cls(ends["from"], ends["to"], tuple(problems))

    def of(self, entries: QuerySet) -> QuerySet:
        """Those of the entries that were written on these days."""
        return auditing.within(entries, self.first, self.last)


@officer(auditing.ROLE)
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """GET: the box and the alarms; POST q: whom or what it names.

    A case is named by its number, a citizen by theirs, an officer by
    name, account or employee number. It is posted, so that no number
    stands in an address.
    """
    me = _me(request)
    text = request.POST.get("q", "").strip()
    if not text:
        begun = {"alarms": auditing.alarms(me)}
        return _page(request, me, SEARCH, begun)
    record(actor=_actor(me), verb="audit.search", subject="search", data={"length": len(text)})
    case = auditing.case_numbered(me, text)
    if case:
        return redirect("console_audit_case", uuid=case.uuid)
    people = auditing.persons_numbered(me, text)
    if len(people) == 1:
        return redirect("console_audit_person", uuid=people[0].uuid)
    if people:
        return _page(request, me, SEARCH, {"q": text, "people": _told_apart(people)})
    officers = auditing.officers_called(me, text)
    if len(officers) == 1:
        return redirect("console_audit_officer", uuid=officers[0].uuid)
    several = {"q": text, "officers": officers}
    return _page(request, me, SEARCH, several)


def _told_apart(people: list[Person]) -> list[dict]:
    """Several people with one number as rows to choose from, masked."""
    rows = []
    for person in people:
        row = {
            "uuid": person.uuid,
            "name": masking.name(person.name),
            "document": holders.document_line(person),
        }
        rows.append(row)
    return rows


@officer(auditing.ROLE)
@require_GET
def case(request: HttpRequest, uuid) -> HttpResponse:
    """GET /console/audit/cases/<uuid>/: chain, steps, every read and
    write.

    ?kind=read|write&from=&to=&page=; format=xlsx for all of it as a
    sheet. Raises NotFound for a case out of the auditor's places.
    """
    me = _me(request)
    case = auditing.case_of(me, uuid)
    record(actor=_actor(me), verb="case.audit", subject=case.ref)
    kind = chosen(request, "kind", KINDS, "")
    period = Period.asked(request)
    entries = period.of(auditing.entries_of(case, kind))
    if wants_sheet(request):
        return _sheet(request, "record_of_case", case, period, kind=kind)
    page = _of_page(request, entries)
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
        "kinds": _kinds(request, kind),
        "xlsx": with_query(request, format="xlsx", page=""),
    }
    return _page(request, me, "console/audit/case.html", shown)


@officer(auditing.ROLE)
@require_GET
def person_page(request: HttpRequest, uuid) -> HttpResponse:
    """GET /console/audit/people/<uuid>/: who looked at this citizen.

    Newest first. ?from=&to=&page=; format=xlsx for all of it as a
    sheet. Raises NotFound where nobody of the auditor's places did.
    """
    me = _me(request)
    person = auditing.person_of(me, uuid)
    record(actor=_actor(me), verb="person.audit", subject=f"person:{person.uuid}")
    period = Period.asked(request)
    entries = period.of(auditing.entries_about(person, me))
    who = records.whose_record(person)
    if wants_sheet(request):
        return _sheet(request, "record_of_person", person, period)
    page = _of_page(request, entries)
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
    """GET /console/audit/officers/<uuid>/: what one officer read and
    did.

    Newest first. ?from=&to=&before=<id of the last that was shown>;
    format=xlsx for all of it as a sheet. Raises NotFound for an officer
    of another place.
    """
    me = _me(request)
    officer = auditing.officer_of(me, uuid)
    record(actor=_actor(me), verb="officer.audit", subject=officer.actor)
    before = request.GET.get("before", "")
    period = Period.asked(request)
    entries = period.of(auditing.entries_by(officer, whole(before)))
    if wants_sheet(request):
        return _sheet(request, "record_of_officer", officer, period)
    lines = auditing.lines(entries[:SIZE], me)
    shown = {
        "officer": officer,
        "lines": lines,
        "period": period,
        "older": _older(request, lines),
        "xlsx": with_query(request, format="xlsx", before=""),
    }
    return _page(request, me, "console/audit/officer.html", shown)


def _of_page(request: HttpRequest, entries: QuerySet) -> Page:
    """The page of the entries that ?page= names."""
    pages = Paginator(entries, SIZE)
    number = request.GET.get("page")
    return pages.get_page(number)


def _kinds(request: HttpRequest, current: str) -> list[dict]:
    """The segments by which one reads all, only reads or only writes.

    current: key of KINDS.
    """
    segments = []
    for key, label in KINDS.items():
        segment = {
            "label": label,
            "href": with_query(request, kind=key, page=""),
            "current": key == current,
        }
        segments.append(segment)
    return segments


def _older(request: HttpRequest, lines: list[records.Line]) -> str:
    """Where the entries before these stand; "" where none is known."""
    if len(lines) != SIZE:
        return ""
    last = lines[-1]
    return with_query(request, before=str(last.id))


def _base(request: HttpRequest) -> str:
    """The same address, ready for a page number."""
    address = with_query(request, page="")
    if address == "?":
        return address
    return f"{address}&"


def _me(request: HttpRequest) -> Officer:
    """The auditor who reads.

    Raises NotFound for an account without an officer.
    """
    officer = accounts.officer_of(request.user)
    if officer is None:
        raise NotFound("没有这名工作人员")
    return officer


def _actor(me: Officer) -> str:
    """The auditor as the record names them."""
    return me.actor


def _sheet(request: HttpRequest, table: str, subject, period: Period, **more: str) -> HttpResponse:
    """The whole record as a sheet, at once or in the background.

    table: its name in supervision/queries/sheets.py.
    more: what this table wants to know beside uuid and days.
    """
    parameters = {
        "uuid": str(subject.uuid),
        "first": str(period.first or ""),
        "last": str(period.last or ""),
        **more,
    }
    return any_size(request, table, parameters, clock.now())


def _page(request: HttpRequest, me: Officer, template: str, shown: dict) -> HttpResponse:
    """A page of the audit, with the places for which the auditor
    stands.
    """
    places = auditing.place_names(me)
    context = {"audited": places, "where": f"{places}·审计", **shown}
    return render(request, template, context)
