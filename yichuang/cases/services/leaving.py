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
from yichuang.documents.rules import OTHER_WHY, WHY_VOID


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
def void(*, case_id: UUID, officer: Officer, why: str, remark: str = "", now: datetime) -> Case:
    """作废: accepted in error, twice, or its subject is no more. Its papers no longer hold from then on.

    why: a key of documents.rules.WHY_VOID, whose words the applicant and everybody who holds a paper may read; remark:
    more about it, for officers only, needed where no word of the list says it. Raises Invalid without them."""
    if why not in WHY_VOID:
        raise Invalid([FieldProblem("void_why", "请选为什么作废", "required")])
    if why == OTHER_WHY and not remark.strip():
        raise Invalid([FieldProblem("voiding", "请写清是什么原因，只有机关内部看得到", "required")])
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
        data={"why": why, "reason": WHY_VOID[why], "remark": remark.strip()},
    )
    papers.void_papers(case=case, now=now, actor=actor_of(officer))
    return case
