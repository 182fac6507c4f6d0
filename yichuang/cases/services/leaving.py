"""A case that ends without a decision."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries.permission import require
from yichuang.cases.rules import states
from yichuang.cases.services import papers
from yichuang.cases.services.journal import actor_of, lock, write
from yichuang.core.errors import FieldProblem, Invalid


@transaction.atomic
def withdraw(*, case_id: UUID, actor: str, reason: str, now: datetime) -> Case:
    """撤回: the applicant takes the application back before the decision. Its papers no longer hold from then on. The
    caller has checked whose it is."""
    case = lock(case_id)
    write(
        case,
        "withdraw",
        actor=actor,
        now=now,
        closed_at=now,
        outcome=states.WITHDRAWN,
        data={"reason": reason.strip()},
    )
    papers.void_papers(case=case, now=now, actor=actor)
    return case


@transaction.atomic
def void(*, case_id: UUID, officer: Officer, reason: str, now: datetime) -> Case:
    """作废: accepted in error, twice, or its subject is no more; with a reason. Its papers no
    longer hold from then on."""
    if not reason.strip():
        raise Invalid([FieldProblem("reason", "请写明为什么作废", "required")])
    case = lock(case_id)
    require("void", case, officer, now)
    write(
        case,
        "void",
        actor=actor_of(officer),
        officer=officer,
        now=now,
        closed_at=now,
        outcome=states.VOIDED,
        data={"reason": reason.strip()},
    )
    papers.void_papers(case=case, now=now, actor=actor_of(officer))
    return case
