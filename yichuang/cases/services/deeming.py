"""视为受理: nobody answered in time, and the law takes the application as accepted from the day of its receipt.

行政许可法 32(四). And what a party may do when a time has passed: told once, the case goes on.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.cases.models import Case
from yichuang.cases.queries import rights
from yichuang.cases.queries.rights import OpenRight
from yichuang.cases.rules.flags import DEEMED, MAY_GO_ON, noted
from yichuang.cases.rules.states import CORRECTING, is_unheard
from yichuang.cases.rules.terms import DEEMED_ACCEPTED
from yichuang.cases.services import dates, tasks_of_clock
from yichuang.cases.services.dropping import drop
from yichuang.cases.services.journal import lock, write
from yichuang.cases.services.tasks_of_clock import DEEMED_TODO, OVERRUN_TODO
from yichuang.core.clock import local
from yichuang.core.errors import Conflict

SYSTEM = "system"
ALREADY = "过了受理的最后一天，这件依法已经视为受理，不能再{doing}"
TOMORROW = "夜里自动记下视为受理，记下以后由审核的人接着办"


def is_deemed(case: Case, now: datetime) -> bool:
    """Whether the law has accepted the case, written down or not yet.

    The last day has passed, the clock did not stand, and nothing was said
    in law: a notice that was a breach says nothing.
    """
    if case.accept_by is None or case.paused_since:
        return False
    if not is_unheard(case.state):
        return False
    if local(now).date() <= case.accept_by:
        return False
    return dates.terms_of(case).at_silence == DEEMED_ACCEPTED


def require_not_deemed(case: Case, doing: str, now: datetime) -> None:
    """What the law has accepted is neither refused nor sent back. Raises Conflict.

    doing: what is tried, in words.
    """
    if is_deemed(case, now):
        raise Conflict(ALREADY.format(doing=doing), code="deemed", way_out=TOMORROW)


@transaction.atomic
def deem_accepted(*, case_id: UUID, now: datetime) -> bool:
    """Accepted from the receipt on, since nobody said anything; True when it was done.

    Called by the nightly job; what was accepted, sent back or told at the
    last moment of the evening is left alone.
    """
    case = lock(case_id)
    if not is_deemed(case, now):
        return False
    if case.state == CORRECTING:
        drop(case, actor=SYSTEM, officer=None, now=now)
    since = case.clock_from
    fresh = dates.counted(case, accepted_at=since)
    facts = {
        "accepted_at": since.isoformat(),
        "last_day": case.accept_by.isoformat(),
        "basis": dates.terms_of(case).accept_basis,
        "due": local(fresh["due_at"]).date().isoformat(),
    }
    facts |= dates.days_moved(case, fresh)
    write(
        case,
        "deem_accepted",
        actor=SYSTEM,
        now=now,
        accepted_at=since,
        flags=noted(case.flags, DEEMED),
        alarm="green",
        **fresh,
        data=facts,
    )
    tasks_of_clock.to_head(DEEMED_TODO, case, "没有按时答复，已经视为受理", now)
    return True


@transaction.atomic
def note_right(*, case_id: UUID, now: datetime) -> bool:
    """Tell each way that has come to stand open, once; True when there was one.

    Called by the nightly job; nothing is decided by it.
    """
    case = lock(case_id)
    terms = dates.terms_of(case)
    opened = rights.opened(case, terms, now)
    for right in opened:
        _note(case, right, now)
    if not opened:
        return False
    tasks_of_clock.to_head(OVERRUN_TODO, case, "期满没有答复，当事人可以另走法定的路", now)
    return True


def _note(case: Case, right: OpenRight, now: datetime) -> None:
    """One step of the trail, which brings its paper."""
    facts = {
        "right": right.code,
        "effect": right.effect,
        "basis": right.basis,
        "last_day": right.last_day.isoformat(),
    }
    write(case, "note_right", actor=SYSTEM, now=now, flags=noted(case.flags, MAY_GO_ON), data=facts)
