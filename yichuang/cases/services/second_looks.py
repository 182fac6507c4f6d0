"""请人来看: whoever was answered by a rule may have a person look at it (个人信息保护法 24).

What a rule granted stands meanwhile, and nothing is taken by the answer.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Delivery, Look
from yichuang.cases.queries import ruled
from yichuang.cases.queries.permission import require
from yichuang.cases.rules.flags import BY_RULE
from yichuang.cases.services.journal import actor_of, lock, write
from yichuang.cases.services.tasks_of_promises import LOOK_TODO
from yichuang.core import packs
from yichuang.core.clock import local
from yichuang.core.errors import Conflict, FieldProblem, Forbidden, Invalid, NotFound
from yichuang.eligibility.models import Approval
from yichuang.reference import queries as reference
from yichuang.reference.rules.deadlines import count

EXPLAIN, AGAIN = "explain", "again"
KINDS = {EXPLAIN: "请人说明为什么", AGAIN: "请人重新看一遍"}
FINDINGS = {Look.KEPT: "看过了，没有要改的", Look.TO_MEND: "有要改的，对申请人有利"}
MOST = 500


def last_day(case: Case) -> date | None:
    """Until when a person may be asked for; None for a case that no rule decided.

    60 days from the result, as for a review (行政复议法 20).
    """
    if BY_RULE not in case.flags:
        return None
    delivery = Delivery.objects.filter(case=case).first()
    moment = case.closed_at
    if delivery and delivery.delivered_at:
        moment = delivery.delivered_at
    term = _terms()["ask"]
    days = timedelta(term["days"])
    begun = local(moment)
    return begun.date() + days


@transaction.atomic
def ask_person(*, case_id: UUID, actor: str, kind: str, words: str, now: datetime) -> Look:
    """A person shall look at what a rule decided.

    kind: of KINDS. The caller has checked whose case it is.
    Raises Conflict where no rule decided it, after the last day and while
    one looks already; Invalid for no kind or too many words.
    """
    case = lock(case_id)
    last = last_day(case)
    if last is None:
        raise Conflict(
            "这件不是由规则决定的", code="wrong_state", way_out="不同意的，可以复议或者诉讼"
        )
    if local(now).date() > last:
        raise Conflict(f"请人来看到{last.isoformat()}为止", code="too_late", way_out="可以写咨询问")
    if kind not in KINDS:
        raise Invalid([FieldProblem("kind", "请选要人做什么", "required")])
    if len(words) > MOST:
        raise Invalid([FieldProblem("words", f"最多{MOST}个字", "max")])
    if Look.objects.filter(case=case, answered_at=None).exists():
        raise Conflict("已经在请人看了", code="wrong_state", way_out="看完会告诉您")
    moment = local(now)
    today = moment.date()
    due_on = _answered_by(case, today)
    look = Look(case=case, asked_at=now, kind=kind, words=words.strip(), due_on=due_on)
    look.save()
    facts = {"look": str(look.uuid), "kind": kind, "due": due_on.isoformat()}
    write(case, "ask_person", actor=actor, now=now, data=facts)
    accounts.open_todo(
        kind=LOOK_TODO,
        subject=case.ref,
        title="申请人请人来看由规则作的决定",
        now=now,
        role="reviewer",
        region=case.organisation.region_id,
        line=case.line,
        link=f"/desk/cases/{case.uuid}/#look",
    )
    return look


@transaction.atomic
def answer_look(*, look: UUID, officer: Officer, finding: str, answer: str, now: datetime) -> Look:
    """What a person found.

    finding: of FINDINGS; what has to be mended is so in the applicant's
    favour only, and is then decided anew by a reviewer and a second person.
    Raises NotFound, Forbidden for who approved the rule and for who does
    not review here, Conflict when it is answered, Invalid without words.
    """
    row = Look.objects.select_related("case").filter(uuid=look).first()
    if row is None:
        raise NotFound("没有这次请人来看", way_out="请刷新看最新情况")
    case = lock(row.case.uuid)
    require("answer_look", case, officer, now)
    row = Look.objects.select_for_update().get(pk=row.pk)
    if row.answered_at:
        raise Conflict("已经有人答复了", code="wrong_state", way_out="请刷新看最新情况")
    if _approved(case, officer):
        raise Forbidden("这条规则是您审核同意的，要由别人来看", way_out="请转给同事")
    problems = []
    if finding not in FINDINGS:
        problems.append(FieldProblem("finding", "请选看下来怎么样", "required"))
    if not answer.strip():
        problems.append(FieldProblem("answer", "请写给申请人的答复", "required"))
    if problems:
        raise Invalid(problems)
    row.officer = officer
    row.finding = finding
    row.answer = answer.strip()
    row.answered_at = now
    row.save()
    facts = {"look": str(row.uuid), "finding": finding}
    write(case, "answer_look", actor=actor_of(officer), officer=officer, now=now, data=facts)
    accounts.close_todos(kind=LOOK_TODO, subject=case.ref, now=now)
    return row


def _approved(case: Case, officer: Officer) -> bool:
    """Whether this officer let the rule decide.

    Nobody looks at their own rule.
    """
    determination = ruled.determination_of(case)
    if determination is None:
        return False
    approvals = Approval.objects.filter(
        item_code=determination.item_code, digest=determination.pack_digest
    )
    return approvals.filter(approved_by=officer).exists()


def _answered_by(case: Case, day: date) -> date:
    """The last day for the answer to who asks on a day."""
    term = _terms()["answer"]
    calendar = reference.calendar(case.region_id)
    counted = count(day, term["days"], term["unit"], (), calendar)
    return counted.due


def _terms() -> dict:
    """How long a person may be asked for, and how long the answer takes.

    By packs/eligibility.
    """
    return packs.read("eligibility/looks.yaml")
