"""/desk/enquiries/<uuid>/hand-over/: the owner of a question offers it to a colleague, with a reason."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_http_methods

from yichuang.accounts.models import Officer
from yichuang.audit.services import record
from yichuang.cases import services
from yichuang.cases.models import Enquiry
from yichuang.cases.queries import enquiries, owning
from yichuang.cases.services.handing_over import MOST_WORDS, returns_at
from yichuang.cases.services.owning import MINE, require_owner
from yichuang.core import clock
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.sites.desk import frame
from yichuang.sites.desk.intake import offers


@frame.desk(*frame.CASE_ROLES)
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET: to whom it can go, and when it comes back. POST to, reason: it is offered to them."""
    enquiry = enquiries.enquiry(uuid, request.officer)
    require_owner(enquiry, request.officer)
    colleagues = owning.colleagues(enquiry, clock.today())
    if request.method != "POST":
        return _page(request, enquiry, colleagues)
    try:
        to = _chosen(request, colleagues)
        services.hand_over_enquiry(
            enquiry_id=enquiry.uuid,
            officer=request.officer,
            to=to,
            reason=request.POST.get("reason", ""),
            now=clock.now(),
        )
    except Invalid as invalid:
        return _page(request, enquiry, colleagues, invalid.problems, status=422)
    messages.success(request, f"转给{to.name}了，等他接；接以前还是由您负责。")
    return HttpResponseRedirect(MINE)


def _chosen(request: HttpRequest, colleagues: Sequence[Officer]) -> Officer:
    """The colleague who was chosen. Raises Invalid where none was."""
    chosen = request.POST.get("to", "")
    for officer in colleagues:
        if str(officer.uuid) == chosen:
            return officer
    raise Invalid([FieldProblem("to", "请选转给谁", "required")])


def _page(
    request: HttpRequest,
    enquiry: Enquiry,
    colleagues: Sequence[Officer],
    problems: Sequence[FieldProblem] = (),
    status: int = 200,
) -> HttpResponse:
    record(actor=request.officer.actor, verb="enquiry.read", subject=enquiry.ref)
    load_of = owning.loads(colleagues)
    choices = []
    for officer in colleagues:
        number = load_of.get(officer.pk, 0)
        unit = officer.organisation
        choice = {
            "value": str(officer.uuid),
            "label": officer.name,
            "note": f"{unit.name}，手里{number}个",
        }
        choices.append(choice)
    wrong = {problem.field: problem.message for problem in problems}
    shown = {
        "enquiry": enquiry,
        "item_name": offers.name_of(enquiry.item_code) if enquiry.item_code else "",
        "choices": choices,
        "returns": returns_at(enquiry, clock.now()),
        "problems": problems,
        "wrong": wrong,
        "typed": request.POST,
        "most": MOST_WORDS,
    }
    return frame.page(request, "desk/enquiry/hand_over.html", shown, status=status)
