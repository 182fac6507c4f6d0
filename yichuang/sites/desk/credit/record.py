"""/desk/credit/<uuid>/: an objection to a credit record, or the wish to have it repaired, is answered."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_GET, require_POST

from yichuang.accounts import queries as accounts
from yichuang.audit.services import record
from yichuang.core import clock
from yichuang.core.errors import FieldProblem, Invalid, NotFound
from yichuang.registry import queries as register
from yichuang.registry.models import CreditRecord
from yichuang.registry.services import credit
from yichuang.sites.desk import frame
from yichuang.sites.ui import credited

TODOS = "/desk/todos/"
READERS = (credit.APPROVER, "head", "supervisor")  # who answers, and who stands above them
# the two answers: where they go, what is chosen, what is said
OBJECTION = {
    "at": "answer",
    "choice": "upheld",
    "legend": "核实下来",
    "options": (("yes", "异议成立，记录撤销"), ("no", "异议不成立，记录照旧")),
    "field": "answer",
    "label": "核实了什么、为什么（本人看得到）",
}
REPAIR = {
    "at": "repair",
    "choice": "mended",
    "legend": "该退的退了、该补的补了",
    "options": (("yes", "修复，不再显示"), ("no", "还不能修复")),
    "field": "reason",
    "label": "不修复的，还差什么（本人看得到）",
}


@frame.desk(*READERS)
@require_GET
def shown(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """GET: the record, what is said against it, what may be answered."""
    row = _of_the_place(request, uuid, READERS)
    return _page(request, row)


@frame.desk(credit.APPROVER)
@require_POST
def answer(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """POST upheld (yes, no), answer: to the objection."""
    row = _of_the_place(request, uuid, (credit.APPROVER,))
    try:
        upheld = _chosen(request, "upheld", "请选异议成立还是不成立")
        credit.answer_objection(
            record_id=row.uuid,
            officer=request.officer,
            upheld=upheld,
            answer=request.POST.get("answer", ""),
            now=clock.now(),
        )
    except Invalid as invalid:
        return _page(request, row, invalid.problems, status=422)
    messages.success(request, "答复了，本人收到消息")
    return HttpResponseRedirect(TODOS)


@frame.desk(credit.APPROVER)
@require_POST
def repair(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """POST mended (yes, no), reason: it is repaired, or not yet."""
    row = _of_the_place(request, uuid, (credit.APPROVER,))
    try:
        if _chosen(request, "mended", "请选修复还是不修复"):
            credit.repair(record_id=row.uuid, officer=request.officer, now=clock.now())
        else:
            credit.decline_repair(
                record_id=row.uuid,
                officer=request.officer,
                reason=request.POST.get("reason", ""),
                now=clock.now(),
            )
    except Invalid as invalid:
        return _page(request, row, invalid.problems, status=422)
    messages.success(request, "答复了，本人收到消息")
    return HttpResponseRedirect(TODOS)


def _chosen(request: HttpRequest, field: str, message: str) -> bool:
    """Raises Invalid where nothing was chosen."""
    choice = request.POST.get(field, "")
    if choice not in ("yes", "no"):
        raise Invalid([FieldProblem(field, message, "required")])
    return choice == "yes"


def _of_the_place(request: HttpRequest, uuid: UUID, roles: Iterable[str]) -> CreditRecord:
    """The record.

    For who has one of the roles where it was found; to any other there is
    none: raises NotFound.
    """
    row = register.credit_records_of_officers().filter(uuid=uuid).first()
    if row is None or row.confirmed_at is None:
        raise NotFound("没有这条信用记录")
    if not any(_has(request, role, row) for role in roles):
        raise NotFound("没有这条信用记录")
    return row


def _has(request: HttpRequest, role: str, row: CreditRecord) -> bool:
    """Whether the officer has a role for the office that found it."""
    place = row.proposed_by.organisation.region_id
    return accounts.has_role(request.officer, role, region=place)


def _page(
    request: HttpRequest,
    row: CreditRecord,
    problems: Sequence[FieldProblem] = (),
    status: int = 200,
) -> HttpResponse:
    """The page of the record.

    That it was looked at is kept.
    """
    record(actor=request.officer.actor, verb="credit.read", subject=row.ref)
    subject = row.person or row.employer
    is_unanswered = row.objected_at is not None and row.objection_answered_at is None
    waits_for_answer = row.state in credit.ONCE_SHOWN and is_unanswered
    ask = OBJECTION if waits_for_answer else REPAIR
    wrong = {problem.field: problem.message for problem in problems}
    typed = {
        "wrong_choice": wrong.get(ask["choice"]),
        "wrong_words": wrong.get(ask["field"]),
        "chosen": request.POST.get(ask["choice"], ""),
        "words": request.POST.get(ask["field"], ""),
    }
    context = {
        "row": credited.of_record(row, clock.today()),
        "name": subject.name,
        "found_by": row.proposed_by.name,
        "confirmed_by": row.confirmed_by.name,
        "is_own_finding": request.officer in (row.proposed_by, row.confirmed_by),
        "may_answer": _has(request, credit.APPROVER, row),
        "waits_for_answer": waits_for_answer,
        "ask": {**ask, **typed},
        "problems": problems,
        "most": credit.LONGEST,
    }
    return frame.page(request, "desk/credit/record.html", context, status=status)
