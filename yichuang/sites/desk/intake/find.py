"""/desk/find/: one box for a case number, a document number, a credit code, a phone, a name or an item.

What is looked for is posted, so that no number stands in an address, a
log or a history.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from yichuang.accounts.services import count_lookup, note_refusal
from yichuang.audit.services import record
from yichuang.cases.models import Case
from yichuang.cases.queries import acquaintance, cases, desk, holders, scope, taken_in
from yichuang.cases.rules import endings, numbers
from yichuang.core import clock, spelling
from yichuang.reference.rules import identifiers
from yichuang.registry import queries as registry
from yichuang.registry.models import Employer, Person
from yichuang.sites.desk import frame, naming
from yichuang.sites.desk.intake import offers

CASE_NUMBER = 21  # its digits


@frame.desk(*frame.CASE_ROLES)
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """GET: the empty box. POST q: whoever or whatever is meant.

    A case number goes straight to the case; all else is listed, as far
    as the officer may see: people and employers whom this desk knows.
    """
    text = request.POST.get("q", "").strip()[:60]
    digits = spelling.code(text)
    subjects = []
    if text:
        case = _case(digits, request)
        if case:
            return HttpResponseRedirect(f"/desk/cases/{case.uuid}/")
        subjects = _looked_up(digits, text, request)
    shown = subjects[: desk.NAMESAKES]
    clerk = "clerk" in request.roles
    rows = []
    for subject in shown:
        row = _row(subject, request, clerk)
        rows.append(row)
    looked = ""
    items = []
    if spelling.is_digits(digits):
        if len(digits) == CASE_NUMBER:
            looked = "case"
    elif text:
        items = offers.typed(text, None, request.officer, 5)
    context = {
        "text": text,
        "looked": looked,
        "rows": rows,
        "more": len(subjects) > len(rows),
        "offers": items,
        "clerk": clerk,
    }
    return frame.page(request, "desk/intake/find.html", context)


def _case(digits: str, request: HttpRequest) -> Case | None:
    """The case of this number within the scope, or taken in here for another place.

    Asking for one outside is recorded as a refused opening.
    """
    if not numbers.is_case_number(digits):
        return None
    case = cases.by_number(digits)
    if case is None:
        return None
    officer = request.officer
    visible = Case.objects.filter(scope.visible_to(officer), id=case.id)
    if visible.exists() or taken_in.is_one(case.uuid, officer):
        return case
    note_refusal(officer=officer, subject=case.ref, status=404, now=clock.now())
    return None


def _looked_up(digits: str, text: str, request: HttpRequest) -> list[Person | Employer]:
    """Those of the people and employers meant whom the officer deals with.

    That somebody was looked for is counted and recorded, whoever was
    found; the text is not kept.
    """
    count_lookup(request.officer, clock.now())
    data = {"length": len(text)}
    record(actor=request.officer.actor, verb="desk.find", subject="search", data=data)
    known = []
    for subject in _subjects(digits, text, request):
        if acquaintance.knows(request.officer, subject):
            known.append(subject)
    return known


def _subjects(digits: str, text: str, request: HttpRequest) -> list[Person | Employer]:
    """Whoever has this number, code or phone.

    Else those of the officer's cases by their name, people first.
    """
    of_number = registry.persons_by_number(digits)
    if of_number:
        return of_number
    if identifiers.credit_code_problem(digits) is None:
        employer = registry.employer_by_code(digits)
        return [employer] if employer else []
    if len(digits) == 11 and spelling.is_digits(digits):
        return registry.persons_by_phone(digits)
    people = desk.named(text, request.officer)
    employers = desk.employers_named(text, request.officer)
    return [*people, *employers]


def _row(subject: Person | Employer, request: HttpRequest, clerk: bool) -> dict:
    """What the page shows of one who was found.

    That it was shown is recorded. clerk: whether the name leads to the
    window's page.
    """
    listed = desk.cases_of(subject, request.officer)
    for case in listed:
        case.word = endings.said_of(case)
    if isinstance(subject, Person):
        kind = "person"
        line = holders.document_line(subject)
    else:
        kind = "employer"
        line = subject.credit_code
    whose = f"{kind}:{subject.uuid}"
    record(actor=request.officer.actor, verb=f"{kind}.read", subject=whose)
    href = ""
    if clerk:
        query = naming.query_of(request, subject)
        href = f"/desk/?{query}"
    return {"name": subject.name, "line": line, "href": href, "cases": listed}
