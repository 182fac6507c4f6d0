"""A case that turns yellow or red is given to do.

To whoever has it, else to the role of its next step. What there is to do
follows from how the case stands now, not from the event: a late one changes
nothing.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Todo
from yichuang.cases.events import CaseAlarmed
from yichuang.cases.models import Case
from yichuang.cases.rules.states import STATES
from yichuang.core import shelf
from yichuang.core.clock import local
from yichuang.supervision.queries.answering import answerer, lies_with

YELLOW_TODO, RED_TODO = "alarm_yellow", "alarm_red"
KINDS = (YELLOW_TODO, RED_TODO)
KIND_OF = {"yellow": YELLOW_TODO, "red": RED_TODO, "overdue": RED_TODO}
LABELS = {YELLOW_TODO: "黄牌", RED_TODO: "红牌"}


def press(*, case_id: UUID, now: datetime) -> None:
    """The colour of a case changed.

    The thing to do of another colour goes, that of this one comes.
    """

    def read() -> Case | None:
        return _cases([case_id]).first()

    case = shelf.read_once(_key(case_id), read)
    if case:
        _settle(case, now)


def read_ahead(events: Iterable[CaseAlarmed]) -> dict:
    """The cases of many events in one read, for `press`.

    By the keys that it looks under.
    """
    uuids = [event.case for event in events]
    return {_key(case.uuid): case for case in _cases(uuids)}


def ease(*, case_id: UUID, now: datetime) -> None:
    """A case moved: what there was to do because of its colour goes with it, or is over."""
    case = _cases([case_id]).first()
    if case:
        _settle(case, now)


@transaction.atomic
def _settle(case: Case, now: datetime) -> None:
    """Leave open what there is to do now, with whoever has it.

    And nothing else.
    """
    kind = _kind_now(case)
    has_it: dict[str, Any] = {}
    if kind:
        has_it = answerer(case)
    for todo in open_todos(case.uuid):
        stays = todo.kind == kind and lies_with(todo, has_it)
        if not stays:
            accounts.close_todos(kind=todo.kind, subject=case.ref, now=now)
    if not has_it:
        return
    due_on = local(case.due_at).date()
    accounts.open_todo(
        kind=kind,
        subject=case.ref,
        title=f"{LABELS[kind]}：{case.version.item.name}，{due_on.month}月{due_on.day}日到期",
        now=now,
        line=case.line,
        link=f"/desk/cases/{case.uuid}/",
        **has_it,
    )


def _kind_now(case: Case) -> str:
    """What there is to do because of the colour.

    "" for nothing, while the case waits for nobody here, and while its
    clock stands.
    """
    if not case.open or not STATES[case.state].turn:
        return ""
    if case.paused_since:
        return ""
    return KIND_OF.get(case.alarm, "")


def open_todos(case_id: UUID) -> QuerySet[Todo]:
    """What there is to do because of the colour of a case: one at most."""
    subject = f"case:{case_id}"
    return Todo.objects.filter(kind__in=KINDS, subject=subject, done_at=None)


def _cases(uuids: Iterable[UUID]) -> QuerySet[Case]:
    joined = Case.objects.select_related("version__item", "organisation", "holder")
    return joined.filter(uuid__in=list(uuids))


def _key(case_id: UUID) -> tuple[str, UUID]:
    return ("alarmed", case_id)
