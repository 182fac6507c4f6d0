"""What a party may do because a time has passed: by the rule of the case, as far as it was not told yet."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from yichuang.cases.models import Case
from yichuang.cases.rules.clocks import STATUTE
from yichuang.cases.rules.states import BEFORE_DECISION, is_unheard
from yichuang.cases.rules.terms import MAY_SUE, Right, Terms
from yichuang.core.clock import local
from yichuang.reference import queries as reference
from yichuang.reference.rules.deadlines import deadline

UNHEARD = "unheard"  # the right of whom nobody told whether the matter is accepted
TO_SUE = "可以就这项请求向法院起诉"  # 劳动争议调解仲裁法 29


@dataclass(frozen=True)
class OpenRight:
    """One way that stands open.

    code: by which the trail knows it.
    effect: in the words of the law.
    last_day: after which it does.
    """

    code: str
    effect: str
    basis: str
    last_day: date


def opened(case: Case, terms: Terms, now: datetime) -> list[OpenRight]:
    """Those that stand open today and were not told.

    None after a decision, and while the clock stands.
    """
    if case.state not in BEFORE_DECISION or case.paused_since:
        return []
    today = local(now).date()
    over = []
    for right in of_rule(case, terms):
        if right.last_day < today:
            over.append(right)
    if not over:
        return []
    known = _codes_told(case)
    return [right for right in over if right.code not in known]


def of_rule(case: Case, terms: Terms) -> Iterator[OpenRight]:
    """Each way that the rule opens, with the day after which it does; the day may be one to come."""
    unheard = terms.at_silence == MAY_SUE and is_unheard(case.state)
    if unheard and case.accept_by:
        yield OpenRight(UNHEARD, TO_SUE, terms.accept_basis, case.accept_by)
    for number, right in enumerate(terms.rights, start=1):
        last_day = _last_day(case, right)
        if last_day:
            code = f"right_{number}"
            yield OpenRight(code, right.effect, right.basis, last_day)


def _last_day(case: Case, right: Right) -> date | None:
    """The last day of the time of a right; None where no law sets one."""
    if right.at == STATUTE:
        return case.statutory_due
    if right.span is None:
        return None
    calendar = reference.calendar(case.region_id)
    term = deadline(case.received_at, right.span.days, right.span.unit, [], calendar)
    return term.due


def _codes_told(case: Case) -> set[str]:
    """The rights that the trail has told."""
    texts = case.events.filter(kind="note_right").values_list("data", flat=True)
    codes = set()
    for text in texts:
        entry = json.loads(text)
        facts = entry["data"]
        codes.add(facts["right"])
    return codes
