"""An auditor is let go by two administrators: whoever watches the others is not sent away by one of them alone.

GB/T 22239-2019 8.1.5 三权分立. What the first asked for stands as a thing to do of the administrators of the place; the
second does it by confirming the same, and whoever calls it done turns it down."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from yichuang.audit import queries as audit
from yichuang.audit.services import record
from yichuang.core.clock import local
from yichuang.core.errors import Conflict

from ..models import Assignment, Officer, Todo
from .todos import open_todo

PARTING_TODO = "parting"
WATCHER = "auditor"
KEEPER = "org_admin"
MAKING = ("officer.create", "officer.grant")
LATELY = timedelta(days=30)


def takes_two(roles: Iterable[Assignment], now: datetime) -> bool:
    """Whether one of these roles of an officer is in force and watches others."""
    day = local(now).date()
    return any(role.role == WATCHER and not role.is_over(day) for role in roles)


def asked_by_another(*, officer: Officer, step: str, by: Officer, now: datetime) -> bool:
    """Whether another administrator has asked for this step (a word: "close") and nobody has turned it down.

    Neither of the two may have made an administrator of the other lately: that would be one alone."""
    own = _subject(officer, step, by)
    others = _open_wishes(officer, step).exclude(subject=own)
    for wish in others:
        uuid = wish.subject.rpartition(":")[-1]
        asking = Officer.objects.get(uuid=uuid)
        if _has_made(asking, by, now):
            continue
        if _has_made(by, asking, now):
            continue
        return True
    return False


def _has_made(one: Officer, other: Officer, now: datetime) -> bool:
    """Whether one gave the other an account or a role in the days of LATELY."""
    names = list(other.names_in_the_record)
    since = now - LATELY
    making = audit.deeds(names).filter(verb__in=MAKING)
    return making.filter(actor=one.actor, at__gte=since).exists()


@transaction.atomic
def part_by_two(
    *,
    by: Officer,
    officer: Officer,
    step: str,
    title: str,
    link: str,
    do: Callable[[], object],
    now: datetime,
) -> bool:
    """Do what another administrator has asked for, or ask for it. title, link: of the thing to do; returns whether it
    was done. Raises Conflict for whoever has asked already, and as `do` does."""
    Officer.objects.select_for_update().get(pk=officer.pk)
    if asked_by_another(officer=officer, step=step, by=by, now=now):
        do()
        _open_wishes(officer, step).update(done_at=now)
        return True
    subject = _subject(officer, step, by)
    if _open_wishes(officer, step).filter(subject=subject).exists():
        raise Conflict("您已经提出过", code="four_eyes", way_out="请等另一位组织管理员确认")
    open_todo(
        kind=PARTING_TODO,
        subject=subject,
        title=title,
        now=now,
        role=KEEPER,
        region=officer.organisation.region_id,
        link=link,
    )
    record(actor=by.actor, verb="officer.parting", subject=officer.actor, data={"what": title})
    return False


def _open_wishes(officer: Officer, step: str) -> QuerySet[Todo]:
    """The open questions of administrators about this step."""
    return Todo.objects.filter(
        kind=PARTING_TODO, subject__startswith=_prefix(officer, step), done_at=None
    )


def _subject(officer: Officer, step: str, by: Officer) -> str:
    return f"{_prefix(officer, step)}{by.uuid}"


def _prefix(officer: Officer, step: str) -> str:
    return f"{officer.actor}:{step}:"
