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

from .. import tables
from ..models import Assignment, Officer, Todo
from .todos import open_todo

PARTING_TODO = "parting"
WATCHER = "auditor"
KEEPER = "org_admin"
NOBODY = ""
AS_ONE = "as_one"
ANOTHER = "another"
MAKING = ("officer.create", "officer.grant", "officer.reactivate", "user.password")


def takes_two(roles: Iterable[Assignment], now: datetime) -> bool:
    """Whether one of these roles of an officer is in force and watches others."""
    day = local(now).date()
    return any(role.role == WATCHER and not role.is_over(day) for role in roles)


def who_has_asked(*, officer: Officer, step: str, by: Officer, now: datetime) -> str:
    """Who has asked for this step (a word: "close") so that nobody has turned it down: ANOTHER administrator, AS_ONE
    for one who counts as one with `by`, or NOBODY.

    Two are as one where either has made an administrator of the other lately.
    """
    answer = NOBODY
    own = _subject(officer, step, by)
    wishes = _open_wishes(officer, step)
    for wish in wishes.exclude(subject=own):
        _, _, uuid = wish.subject.rpartition(":")
        asking = Officer.objects.get(uuid=uuid)
        if not _are_as_one(asking, by, now):
            return ANOTHER
        answer = AS_ONE
    return answer


def _are_as_one(one: Officer, other: Officer, now: datetime) -> bool:
    """Whether either has made the other lately."""
    if _has_made(one, other, now):
        return True
    return _has_made(other, one, now)


def _has_made(one: Officer, other: Officer, now: datetime) -> bool:
    """Whether one gave the other an account, a role or a password in the days that the pack says."""
    today = local(now).date()
    days = tables.days_of_making(today)
    since = now - timedelta(days=days)
    names = list(other.names_in_the_record)
    account = other.user
    names.append(f"user:{account.uuid}")
    deeds = audit.deeds(names)
    making = deeds.filter(verb__in=MAKING)
    lately = making.filter(at__gte=since)
    by_one = lately.filter(actor=one.actor)
    return by_one.exists()


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
    asking = who_has_asked(officer=officer, step=step, by=by, now=now)
    if asking == ANOTHER:
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
    """What the wish of one administrator is about."""
    return f"{_prefix(officer, step)}{by.uuid}"


def _prefix(officer: Officer, step: str) -> str:
    """What the wishes of all administrators about this step begin with."""
    return f"{officer.actor}:{step}:"
