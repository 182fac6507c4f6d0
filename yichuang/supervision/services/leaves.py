"""请假 as the platform lives it: the leave itself, and what is offered to colleagues meanwhile."""

from datetime import date, datetime

from django.db import transaction

from yichuang.accounts import queries
from yichuang.accounts import services as accounts
from yichuang.accounts.models import Leave, Officer
from yichuang.cases.models import Case
from yichuang.cases.rules.permission import WORKING_ROLES
from yichuang.notify import services as notify

TODO = "leave_cases"


@transaction.atomic
def begin_leave(
    *,
    actor: str,
    officer: Officer,
    first_day: date,
    last_day: date,
    deputy: Officer | None,
    reason: str,
    now: datetime,
) -> Leave:
    """`accounts.begin_leave`; what the officer holds is offered to the deputy, or to the heads of the place where there
    is none or one without a role for cases, as a thing to do. Raises as it does."""
    leave = accounts.begin_leave(
        actor=actor,
        officer=officer,
        first_day=first_day,
        last_day=last_day,
        deputy=deputy,
        reason=reason,
    )
    held = Case.objects.filter(holder=officer, open=True).count()
    if not held:
        return leave
    unit = officer.organisation
    heir = None
    if deputy and queries.scopes(deputy).roles & set(WORKING_ROLES):
        heir = deputy
    todo = accounts.open_todo(
        kind=TODO,
        subject=_subject(leave),
        title=f"{officer.name}请假，手里{held}件等人接手",
        now=now,
        owner=heir,
        role="approver",
        region=unit.region_id,
        due_on=first_day,
        link=f"/desk/away/{officer.uuid}/",
    )
    notify.tell_of_todo(todo)
    return leave


@transaction.atomic
def end_leave(*, actor: str, leave: Leave, on: date, now: datetime) -> Leave:
    """`accounts.end_leave`; nothing is to be taken over any more. Raises as it does."""
    ended = accounts.end_leave(actor=actor, leave=leave, on=on)
    accounts.close_todos(kind=TODO, subject=_subject(leave), now=now)
    return ended


def _subject(leave: Leave) -> str:
    return f"leave:{leave.uuid}"
