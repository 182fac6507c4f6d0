"""Things to do that the clock brings: each for whoever has the next step, else for the role that may do it."""

from datetime import date, datetime

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer, Todo
from yichuang.cases.models import Case
from yichuang.cases.queries import permission, versions
from yichuang.core.clock import local
from yichuang.notify import services as notify

SPECIAL_TODO = "special_due"
SUSPENDED_TODO = "suspended"
SUSPENSION_TODO = "suspension"
EXTENSION_TODO = "extension"
SIGN_TODO = "sign_check"
DEEMED_TODO = "deemed"
OVERRUN_TODO = "overrun"
SILENCE_TODO = "by_silence"


def to_reviewer(kind: str, case: Case, title: str, now: datetime, *, due_on: date | None) -> Todo:
    """For who holds the case, else for its reviewers."""
    return _open(kind, case, title, now, role="reviewer", owner=_holder(case), due_on=due_on)


def to_clerk(kind: str, case: Case, title: str, now: datetime, *, due_on: date | None) -> Todo:
    """For who holds the case, else for the clerks of its place."""
    return _open(kind, case, title, now, role="clerk", owner=_holder(case), due_on=due_on)


def to_head(kind: str, case: Case, title: str, now: datetime) -> Todo:
    """For the head of the unit, today."""
    today = local(now).date()
    return _open(kind, case, title, now, role="head", owner=None, due_on=today)


def to_officer(
    kind: str, case: Case, title: str, now: datetime, officer: Officer, subject: str = ""
) -> Todo:
    """For one officer, today.

    subject: what it is about, "" for the case itself.
    """
    today = local(now).date()
    return _open(
        kind, case, title, now, role="reviewer", owner=officer, due_on=today, subject=subject
    )


def _holder(case: Case) -> Officer | None:
    """Who has the case in hand and still works here."""
    if permission.standing(case).holder is None:
        return None
    return case.holder


def _open(
    kind: str,
    case: Case,
    title: str,
    now: datetime,
    *,
    role: str,
    owner: Officer | None,
    due_on: date | None,
    subject: str = "",
) -> Todo:
    """One more thing to do, told to whom it is for."""
    name = versions.of_case(case).guide.name
    todo = accounts.open_todo(
        kind=kind,
        subject=subject or case.ref,
        title=f"{title}：{name}",
        now=now,
        owner=owner,
        role=role,
        region=case.region_id,
        line=case.line,
        due_on=due_on,
        link=f"/desk/cases/{case.uuid}/",
    )
    notify.tell_of_todo(todo)
    return todo
