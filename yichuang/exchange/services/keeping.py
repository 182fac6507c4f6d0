"""What is kept of an answer: what counts of it.

Of what does not count, that it came.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

from yichuang.accounts import services as accounts
from yichuang.core.outbox import publish
from yichuang.exchange import tables
from yichuang.exchange.events import Answered
from yichuang.exchange.models import Incident, Query
from yichuang.exchange.questions import Answer
from yichuang.exchange.rules import freshness
from yichuang.exchange.rules.answers import (
    FOUND,
    LONGEST_RECEIPT,
    REFUSED,
    UNAVAILABLE,
    WRONG_PERSON,
    Judged,
)

WRONG_TODO = "wrong_person"
KEEPER = "channel_admin"  # who looks after the connections
PAGE = "/console/admin/exchange/"
_WRITTEN = (
    "attempts",
    "outcome",
    "claimed_until",
    "next_at",
    "differs",
    "receipt",
    "as_of",
    "answered_at",
    "valid_until",
    "answer",
    "answer_hash",
)


def write(row: Query, answer: Answer | None, judged: Judged, now: datetime) -> None:
    """The outcome into a row that is held.

    And the incident, where there is one.

    answer: None where none came.
    """
    row.outcome = judged.outcome
    row.claimed_until = None
    row.next_at = None
    if judged.outcome == UNAVAILABLE:
        row.next_at = freshness.again_at(row.attempts, now)
    else:
        row.answered_at = now
        if judged.outcome != REFUSED:
            _take_over(row, answer, judged)
    row.save(update_fields=_WRITTEN)
    if judged.incident:
        note(row, judged.incident, answer, now)


def _take_over(row: Query, answer: Answer, judged: Judged) -> None:
    """What an answer that counts brings."""
    source = tables.source(row.source)
    row.differs = list(judged.differs)
    row.receipt = answer.receipt.strip()
    row.as_of = answer.as_of
    row.valid_until = freshness.valid_until(row.answered_at, source.fresh_for)
    facts = dict(judged.facts)
    if judged.outcome == FOUND:
        row.answer = facts
    content = [judged.outcome, facts, row.differs, row.receipt, row.as_of]
    row.answer_hash = _digest(content)


def note(row: Query, kind: str, answer: Answer | None, now: datetime) -> None:
    """An answer that did not count: its receipt and its digest, nothing of
    what it said.

    One about another person is told to whoever looks after the connections
    of the place.
    """
    receipt = ""
    digest = None
    if answer is not None:
        trimmed = answer.receipt.strip()
        receipt = trimmed[:LONGEST_RECEIPT]
        digest = _digest_of(answer)
    Incident.objects.create(query=row, kind=kind, at=now, receipt=receipt, digest=digest)
    if kind == WRONG_PERSON:
        _tell_keeper(row, now)


def tell(row: Query) -> None:
    """Whoever asked for the subject may go on."""
    publish(Answered(subject=row.subject, case=row.case))


def _tell_keeper(row: Query, now: datetime) -> None:
    source = tables.source(row.source)
    accounts.open_todo(
        kind=WRONG_TODO,
        subject=f"source:{source.code}:{row.place}",
        title=f"“{source.name}”答的不是问的那个人，没有采用，请联系对方查清",
        role=KEEPER,
        region=row.place,
        link=PAGE,
        now=now,
    )


def _digest_of(answer: Answer) -> bytes:
    whom = answer.whom
    named = None
    if whom is not None:
        named = [whom.kind, whom.name, whom.number]
    facts = dict(answer.facts)
    content = [answer.question, answer.outcome, named, facts, answer.differs, answer.receipt]
    return _digest(content)


def _digest(content: list[Any]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, default=str)
    encoded = text.encode()
    return hashlib.sha256(encoded).digest()
