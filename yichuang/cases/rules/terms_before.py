"""The terms of cases whose version froze no rules: what held for all of them before there were any (ADR 71). Pure.

They go on so to their end: one start for promise and statute, nothing that stops them but pauses, nothing that the
night does.
"""

from collections.abc import Mapping
from typing import Any

from yichuang.cases.rules.terms import RETURNED, Correcting, Span, Statute, Terms

RULE = ""  # the id of no rule
PAPERS = "收齐材料"
ACCEPTANCE = ("受理", "立案")
# where no law gives a term for accepting
ACCEPTED_WITHIN = {"days": 5, "unit": "工作日", "silence": None, "basis": "平台承诺"}
ANSWERED_WITHIN = Span(15, "工作日")
ALL_CLOCKS = ("accept", "promise", "statute")

Definition = Mapping[str, Any]


def as_before(definition: Definition) -> Terms:
    """Promise and statute from one start, and no more.

    That start is acceptance where the term `waits`, complete papers else.
    definition: the elements of a version, with the words of the place.
    """
    row = accepting(definition)
    accept = Span(row["days"], row["unit"])
    statute = _statute(definition)
    correction = Correcting(
        answer=ANSWERED_WITHIN, unanswered=RETURNED, restarts=ALL_CLOCKS, basis=""
    )
    return Terms(
        rule=RULE,
        report=False,
        accept=accept,
        at_silence=None,
        accept_basis="",
        correction=correction,
        promise=promise_of(definition, statute),
        promise_from_acceptance=waits(definition),
        statute=statute,
        extension=None,
        stops={},
        suspends={},
        suspended_by=None,
        restarts={},
        shorter=None,
        publicity=None,
        on_site=None,
        silence=None,
        deliver=None,
        deliver_after="",
        stages=(),
        rights=(),
    )


def accepting(definition: Definition) -> Mapping[str, Any]:
    """The term for accepting: the law's own, else what the platform promises.

    Keys: days, unit, silence (what follows when nothing is said in time,
    None for nothing).
    """
    return definition.get("acceptance") or ACCEPTED_WITHIN


def waits(definition: Definition) -> bool:
    """Whether the term begins only when the case is accepted.

    The law counts it from there, and the promise is the whole of the
    law's (劳动争议调解仲裁法 29, 43). A shorter promise is counted from
    the papers, as all others are.
    """
    if definition.get("statutory_from") not in ACCEPTANCE:
        return False
    for part in ("days", "unit"):
        promised = definition.get(f"promised_{part}")
        statutory = definition.get(f"statutory_{part}")
        if promised != statutory:
            return False
    return True


def promise_of(definition: Definition, statute: Statute | None) -> Span:
    """What is promised; where nothing is, the whole of the statute.

    Raises ValueError for an item that has neither.
    """
    days = definition.get("promised_days")
    if days is not None:
        return Span(days, definition["promised_unit"])
    if statute is None:
        raise ValueError("事项既没有承诺时限，也没有法定时限")
    return statute.span


def _statute(definition: Definition) -> Statute | None:
    """The item's own limit; None where no law has one."""
    days = definition.get("statutory_days")
    if days is None:
        return None
    span = Span(days, definition["statutory_unit"])
    start = PAPERS
    if waits(definition):
        start = definition["statutory_from"]
    article = definition.get("statutory_article") or ""
    return Statute(span, start, article)
