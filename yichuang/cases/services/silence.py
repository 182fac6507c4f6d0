"""沉默的效果: the law says what it means that nothing was decided in time, and the platform writes it down (ADR 72).

It only grants: a renewal of a licence (行政许可法 50), a text that takes effect (劳动合同法 54). It never denies.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.cases.models import Case
from yichuang.cases.rules.flags import BY_SILENCE, noted
from yichuang.cases.rules.states import APPROVED, BEFORE_DECISION
from yichuang.cases.rules.terms import Silence, Terms
from yichuang.cases.services import dates, finish, tasks_of_clock
from yichuang.cases.services.contexts import chinese
from yichuang.cases.services.journal import lock, write
from yichuang.cases.services.tasks_of_clock import SILENCE_TODO
from yichuang.core.clock import local

SYSTEM = "system:silence"
WHY = "到{day}期满没有作出决定，依照{basis}，{effect}"


@transaction.atomic
def decide_by_silence(*, case_id: UUID, now: datetime) -> bool:
    """The effect of the law, from the day that the term ended on; True when it was written.

    Called by the nightly job.
    """
    case = lock(case_id)
    if case.state not in BEFORE_DECISION or case.decides_on is None:
        return False
    if local(now).date() <= case.decides_on:
        return False
    terms = dates.terms_of(case)
    silence = terms.silence
    if silence is None or _waits(case, silence):
        return False
    _decide(case, terms, silence, now)
    finish.close_locked(case, actor=SYSTEM, officer=None, now=now)
    tasks_of_clock.to_head(SILENCE_TODO, case, "期满没有决定，依法视为同意", now)
    return True


def _waits(case: Case, silence: Silence) -> bool:
    """Whether there was nothing to be decided yet.

    A text waits while a lawful notice does. The end of a licence waits for
    nothing; but its papers were complete by then, and the application was
    accepted.
    """
    if not silence.before:
        return case.paused_since is not None
    if case.accepted_at is None:
        return True
    return local(case.clock_from).date() > case.decides_on


def _decide(case: Case, terms: Terms, silence: Silence, now: datetime) -> None:
    """The step of the trail: granted by the law, by nobody of us."""
    last = case.decides_on
    words = WHY.format(day=chinese(last), basis=silence.basis, effect=silence.effect)
    facts = {
        "outcome": "approve",
        "reason": words,
        "points": [],
        "row": "",
        "outside": False,
        "effect": silence.effect,
        "basis": silence.basis,
        "effective_on": last.isoformat(),
    }
    write(
        case,
        "decide_by_silence",
        actor=SYSTEM,
        now=now,
        decided_at=now,
        outcome=APPROVED,
        flags=noted(case.flags, BY_SILENCE),
        deliver_by=dates.delivery(case, terms, now, is_granted=True),
        data=facts,
    )
