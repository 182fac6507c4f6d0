"""How often an officer looks people up or is refused: counted by officer and day, a heap of them raises an alarm.

Nobody is stopped by the count: a window must go on. The auditor of the place gets a thing to do and finds the alarm
on the first page.
个人信息保护法 51, 54."""

from datetime import datetime, timedelta

from django.db import transaction

from yichuang.accounts.models import Officer
from yichuang.accounts.services.todos import open_todo
from yichuang.audit.models import ALARM
from yichuang.audit.services import record
from yichuang.core import limits
from yichuang.core.clock import local

HEAP_TODO = "officer.heap"
DAY = timedelta(days=1)
LOOKUPS = limits.Limit("lookup:officer", most=150, within=DAY)
REFUSALS = limits.Limit("refusal:officer", most=10, within=DAY)


def count_lookup(officer: Officer, now: datetime) -> None:
    """The officer has asked for a person or an employer, or for numbers in full. Call it outside a transaction."""
    _count(LOOKUPS, officer, now)


def note_refusal(*, officer: Officer, subject: str, status: int, now: datetime) -> None:
    """The officer asked for what they may not see: who and what goes into the record, a heap of it raises an alarm.

    subject: as in audit ("case:<uuid>", "person:<uuid>")."""
    data = {"status": status}
    record(actor=officer.actor, verb="page.refused", subject=subject, data=data)
    _count(REFUSALS, officer, now)


def _count(limit: limits.Limit, officer: Officer, now: datetime) -> None:
    """One more of the day; each full heap raises the alarm."""
    day = local(now).date()
    times = limits.tally(limit, f"{officer.uuid}:{day}", now)
    if times % limit.most == 0:
        kind, _, _ = limit.name.partition(":")
        data = {"times": times, "kind": kind}
        _alarm(officer, data, now)


@transaction.atomic
def _alarm(officer: Officer, data: dict, now: datetime) -> None:
    record(actor=officer.actor, verb="officer.heap", subject=ALARM, data=data)
    open_todo(
        kind=HEAP_TODO,
        subject=officer.actor,
        title=f"{officer.name}一天里查人或想看别处的人太多，请问一问",
        now=now,
        role="auditor",
        region=officer.organisation.region_id,
        link=f"/console/audit/officers/{officer.uuid}/",
    )
