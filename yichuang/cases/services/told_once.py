"""一次性告知: what may still be asked for, and a notice taken back that should not have been sent (行政许可法 32(四)).

A notice that breaks the rule stops no clock, so the office may not wait for its answer either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Correction
from yichuang.cases.queries.cases import corrections_of
from yichuang.cases.queries.permission import require
from yichuang.cases.rules import corrections
from yichuang.cases.rules.corrections import Key
from yichuang.cases.rules.mandates import PAPER
from yichuang.cases.services import heard
from yichuang.cases.services.dropping import drop
from yichuang.cases.services.journal import actor_of, lock
from yichuang.catalog.rules.situations import Material
from yichuang.core.errors import Conflict

LAWFUL = "这次告知合规，时限正停着等申请人补，不能收回"


@dataclass(frozen=True)
class Faults:
    """What is wrong with a notice.

    late: the last day for accepting the case has passed.
    again: it asks for what was visible before.
    """

    late: bool
    again: bool

    @property
    def is_breach(self) -> bool:
        """Whether it breaks the rule: then it stops no clock."""
        return self.late or self.again


def faults_of(
    case: Case, keys: Sequence[Key], earlier: Sequence[Correction], now: datetime
) -> Faults:
    """What would be wrong with a notice of now that asks for these things.

    earlier: every notice of the case, the first first. Only what an answer
    brought may have a fault of its own: a notice that was dropped brought
    nothing.
    """
    asked_before = [_keys(notice) for notice in earlier]
    brought: list[Key] = []
    for notice in earlier:
        if notice.answered_at:
            brought = _keys(notice)
    again = corrections.is_breach(keys, asked_before, brought)
    return Faults(late=heard.is_late(case, now), again=again)


def left_to_the_review(
    case: Case, lacking: Sequence[Material], now: datetime
) -> tuple[Material, ...]:
    """Of the papers that nobody brought those that may not be asked for any more.

    They do not hold up the acceptance. Who came without a mandate is asked
    for it at any time (民法典 165).
    """
    earlier = corrections_of(case)
    left = []
    for paper in lacking:
        faults = faults_of(case, [("material", paper.code)], earlier, now)
        if faults.is_breach and paper.code != PAPER.code:
            left.append(paper)
    return tuple(left)


@transaction.atomic
def drop_notice(*, case_id: UUID, officer: Officer, now: datetime) -> Case:
    """收回补正告知: the case goes on with what is there, and the applicant is told.

    Only of a notice that was a breach. Raises Forbidden as `accept` does,
    Conflict for a lawful notice, and when the law has accepted the case.
    """
    case = lock(case_id)
    require("drop_notice", case, officer, now)
    if case.paused_since:
        raise Conflict(LAWFUL, code="lawful", way_out="请等申请人补，到期没有补的会自动退件")
    heard.require_answerable(case, "收回告知", now)
    drop(case, actor=actor_of(officer), officer=officer, now=now)
    return case


def _keys(notice: Correction) -> list[Key]:
    """What a notice asked for."""
    return [(item.kind, item.code) for item in notice.items.all()]
