"""重新起算: promise and statute begin anew from the day of an event that the rule names, which is not counted."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case
from yichuang.cases.queries.permission import require
from yichuang.cases.rules.term_changes import RESTART
from yichuang.cases.services import changing, dates
from yichuang.cases.services.journal import lock
from yichuang.core.clock import local
from yichuang.core.errors import FieldProblem, Invalid

NOT_RESTARTING = "这个事项没有这种重新起算的情形"


@transaction.atomic
def restart_term(
    *, case_id: UUID, officer: Officer, event: str, on_day: date | None, reason: str, now: datetime
) -> Case:
    """The count begins anew; an extension that was granted stays.

    event: one of the restarts of the case's rule.
    Raises Invalid for an event that the rule does not name, a day before
    acceptance, ahead of us, or after the statute was over.
    """
    case = lock(case_id)
    require("restart_term", case, officer, now)
    row = dates.terms_of(case).restarts.get(event)
    if row is None:
        raise Invalid([FieldProblem("event", NOT_RESTARTING, "list")])
    wrong = changing.reason_lacking(reason)
    fault = _fault_of_day(case, on_day, now)
    if fault:
        wrong.append(FieldProblem("on_day", fault, "invalid"))
    if wrong:
        raise Invalid(wrong)
    change = changing.change_of(case, officer, now, reason=reason.strip(), basis=row.basis)
    change.kind = RESTART
    change.cause = event
    change.on_day = on_day
    change.save(force_insert=True)
    facts = {
        "cause": event,
        "label": row.label,
        "basis": row.basis,
        "reason": reason.strip(),
        "on_day": on_day.isoformat(),
    }
    changing.move(case, "restart_term", case.flags, facts, officer, now)
    return case


def _fault_of_day(case: Case, on_day: date | None, now: datetime) -> str:
    """What is wrong with the day of an event that begins the term anew; "" for nothing."""
    today = local(now).date()
    if on_day is None or on_day > today:
        return "请填那一天，最晚是今天"
    begun = case.accepted_at or case.clock_from
    if on_day < local(begun).date():
        return "受理以前的事不能重新起算"
    if case.statutory_due and on_day > case.statutory_due:
        return "那一天法定期限已经到期，不能再重新起算"
    later = case.term_changes.filter(kind=RESTART, on_day__gt=on_day)
    if later.exists():
        return "后来已经重新起算过，请填那以后的日子"
    return ""
