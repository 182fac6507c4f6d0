"""Who closed a case too late writes down why: a thing to do until it is written."""

from datetime import datetime
from uuid import UUID

from yichuang.accounts import services as accounts
from yichuang.cases.models import Case
from yichuang.cases.queries.moved import moved

SLOW_TODO = "slow_reason"
EXPLAINED = "explain_slow"


def ask_why(*, case_id: UUID, seq: int, now: datetime) -> None:
    """After its end, or after somebody has written down why.

    Nothing where it was in time, as for nearly every case, and where the
    reason came with the end.
    """
    after = moved(case_id, seq)
    case = after.case
    if case.slow_reason:
        accounts.close_todos(kind=SLOW_TODO, subject=case.ref, now=now)
        return
    if not case.late:
        return
    accounts.open_todo(
        kind=SLOW_TODO,
        subject=case.ref,
        title=f"写明为什么超时：{after.version.guide.name}",
        now=now,
        owner=_who_decided(case),
        role="approver",
        region=case.organisation.region_id,
        line=case.line,
        link=f"/desk/cases/{case.uuid}/#explain",
    )


def _who_decided(case: Case):
    """The officer who decided it, while they are there; None for nobody.

    Then it is for whoever decides at the place.
    """
    officer = case.decided_by
    if officer is None or not officer.active:
        return None
    return officer
