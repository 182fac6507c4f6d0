"""A list comes down: after its last day, or a case is left out before (ADR 74)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from yichuang.accounts import services as accounts
from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Notice, NoticeRow, Pause
from yichuang.cases.queries import permission, versions
from yichuang.cases.rules import states
from yichuang.cases.services import dates
from yichuang.cases.services.journal import actor_of, lock, write
from yichuang.cases.services.tasks_of_clock import OVER_TODO
from yichuang.core.clock import local
from yichuang.core.errors import NotFound
from yichuang.notify import services as notify

PAUSE = "publicity"


@transaction.atomic
def end_notice(*, notice_id: UUID, now: datetime) -> bool:
    """Take a list down whose last day is over; True when it was done. Called by the nightly job."""
    notice = locked_notice(notice_id)
    if notice.ended_at or notice.until_on >= local(now).date():
        return False
    standing = notice.rows.filter(ended=False).select_related("case")
    end_rows(notice, list(standing), last=notice.until_on, now=now)
    notice.ended_at = now
    notice.save(update_fields=["ended_at"])
    return True


def locked_notice(notice_id: UUID) -> Notice:
    """The notice, its row held until the transaction ends. Raises NotFound."""
    notice = Notice.objects.select_for_update().filter(uuid=notice_id).first()
    if notice is None:
        raise NotFound("没有这份公示", way_out="请从公示的列表里选")
    return notice


def end_rows(
    notice: Notice,
    rows: Sequence[NoticeRow],
    *,
    last: date,
    now: datetime,
    officer: Officer | None = None,
    why: str = "",
) -> None:
    """These cases are on the page no more. In the transaction of the caller, who holds the notice.

    last: the last day on which their clocks stood, where they did.
    officer, why: who left them out before the end, and the reason.
    """
    for row in sorted(rows, key=_case_of):
        case = lock(_uuid_of(row))
        in_review = case.state in states.IN_REVIEW
        row.ended = True
        row.left_out_why = why
        if not in_review and not why:
            row.left_out_why = states.STATES[case.state].label
        row.save(update_fields=["ended", "left_out_why"])
        if in_review:
            _note_ended(notice, case, last, now, officer, why)


def _case_of(row: NoticeRow) -> str:
    return str(_uuid_of(row))


def _uuid_of(row: NoticeRow) -> UUID:
    return row.case.uuid


def _note_ended(
    notice: Notice, case: Case, last: date, now: datetime, officer: Officer | None, why: str
) -> None:
    """The step of the trail; where the clock stood it tells the old day and the new one."""
    facts = {"notice": str(notice.uuid)}
    if why:
        facts["left_out"] = why
    columns = _run_again(case, last, officer)
    if columns:
        fresh = dates.counted(case)
        facts |= dates.days_moved(case, fresh)
        columns |= fresh
    actor = "system"
    if officer:
        actor = actor_of(officer)
    write(case, "end_notice", actor=actor, officer=officer, now=now, data=facts, **columns)
    if not why:
        _give_to_decide(case, now)


def _run_again(case: Case, last: date, officer: Officer | None) -> dict[str, Any]:
    """The clock runs again; gives the columns to set, none where it did not stand for 公示."""
    if case.paused_since is None:
        return {}
    standing = Pause.objects.filter(case=case, kind=PAUSE, until_on=None)
    if not standing.update(until_on=last, ended_by=officer):
        return {}
    return {"paused_since": None}


def _give_to_decide(case: Case, now: datetime) -> None:
    """公示结束了: who holds the case, or the reviewers of the unit, may decide now."""
    holder = None
    if permission.standing(case).holder is not None:
        holder = case.holder
    todo = accounts.open_todo(
        kind=OVER_TODO,
        subject=case.ref,
        title=f"公示结束了，可以作决定：{versions.of_case(case).guide.name}",
        now=now,
        owner=holder,
        role="reviewer",
        region=case.organisation.region_id,
        line=case.line,
        due_on=local(case.due_at).date(),
        link=f"/desk/cases/{case.uuid}/",
    )
    notify.tell_of_todo(todo)
