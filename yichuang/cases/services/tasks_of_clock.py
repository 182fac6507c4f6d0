"""Things to do that the clock brings: each for whoever has the next step, else for the role that may do it.

By when follows from the kind (packs/desk/tasks.yaml) where no day is named.
"""

from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer, Todo
from yichuang.cases.models import Case, OnSiteCheck
from yichuang.cases.queries import permission, versions
from yichuang.notify import services as notify

SPECIAL_TODO = "special_due"
SUSPENDED_TODO = "suspended"
SUSPENSION_TODO = "suspension"
EXTENSION_TODO = "extension"
REFUSED_TODO = "extension_refused"
DENIED_TODO = "suspension_refused"
SIGN_TODO = "sign_check"
DELIVER_TODO = "deliver"
DEEMED_TODO = "deemed"
OVERRUN_TODO = "overrun"
SILENCE_TODO = "by_silence"
OVER_TODO = "notice_over"
# what nobody can do any more once the case has ended
ENDING_WITH_CASE = (
    SPECIAL_TODO,
    SUSPENDED_TODO,
    SUSPENSION_TODO,
    EXTENSION_TODO,
    REFUSED_TODO,
    DENIED_TODO,
    SIGN_TODO,
    OVER_TODO,
)


def to_reviewer(kind: str, case: Case, title: str, now: datetime, *, due_on: date | None) -> Todo:
    """For who holds the case, else for its reviewers."""
    return _open(kind, case, title, now, role="reviewer", owner=_holder(case), due_on=due_on)


def to_clerk(kind: str, case: Case, title: str, now: datetime, *, due_on: date | None) -> Todo:
    """For who holds the case, else for the clerks of its place."""
    return _open(kind, case, title, now, role="clerk", owner=_holder(case), due_on=due_on)


def to_head(
    kind: str, case: Case, title: str, now: datetime, *, due_on: date | None = None
) -> Todo:
    """For the head of the unit."""
    return _open(kind, case, title, now, role="head", owner=None, due_on=due_on)


def to_issuer(kind: str, case: Case, title: str, now: datetime, *, due_on: date) -> Todo:
    """For whoever gives out results of the place, where they are given out."""
    link = f"/desk/issue/?case={case.uuid}"
    return _open(kind, case, title, now, role="issuer", owner=None, due_on=due_on, link=link)


def to_officer(
    kind: str, case: Case, title: str, now: datetime, officer: Officer, subject: str = ""
) -> Todo:
    """For one officer.

    subject: what it is about, "" for the case itself.
    """
    return _open(
        kind, case, title, now, role="reviewer", owner=officer, due_on=None, subject=subject
    )


def open_todos(case_id: UUID) -> QuerySet[Todo]:
    """What there is to do of the clock of a case, and ends with it; checks to be signed stand apart."""
    subject = f"case:{case_id}"
    return Todo.objects.filter(kind__in=ENDING_WITH_CASE, subject=subject, done_at=None)


def unsigned_checks(case_id: UUID) -> QuerySet[OnSiteCheck]:
    """Checks on the spot of a case that the other officer has still to sign."""
    return OnSiteCheck.objects.filter(case__uuid=case_id, signed_second_at=None)


def end_with_case(case_id: UUID, now: datetime) -> None:
    """Of a case that has ended nothing of its clock is left to do. Of one that goes on all is."""
    if Case.objects.filter(uuid=case_id, open=True).exists():
        return
    subjects = [f"case:{case_id}"]
    for check in unsigned_checks(case_id):
        subjects.append(check.ref)
    for subject in subjects:
        for kind in ENDING_WITH_CASE:
            accounts.close_todos(kind=kind, subject=subject, now=now)


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
    link: str = "",
) -> Todo:
    """One more thing to do, told to whom it is for.

    link: where it is done, "" for the page of the case.
    """
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
        link=link or f"/desk/cases/{case.uuid}/",
    )
    notify.tell_of_todo(todo)
    return todo
