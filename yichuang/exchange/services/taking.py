"""One question put to its source.

Taken in hand, asked while nothing is held, judged, kept once.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from yichuang.core import ports
from yichuang.exchange import queries, tables
from yichuang.exchange.models import Incident, Query
from yichuang.exchange.ports import Unreadable, Unsigned
from yichuang.exchange.questions import Answer, Asked
from yichuang.exchange.rules import answers
from yichuang.exchange.rules.answers import Judged
from yichuang.exchange.rules.freshness import is_at_leisure
from yichuang.exchange.services import keeping

UNANSWERED = (Query.WAITING, Query.UNAVAILABLE)
SLACK = timedelta(seconds=10)  # beyond the limit of the call, before another may take it in hand


@dataclass(frozen=True)
class Taken:
    """A question in hand.

    attempt: by which it is known whether another has it in hand since.
    seconds: how long it may take.
    """

    question: Asked
    subject: str
    attempt: int
    seconds: float


@dataclass(frozen=True)
class Reply:
    """What came of a call.

    answer: None where none came.
    """

    answer: Answer | None
    judged: Judged


def take(*, query_uuid: UUID, now: datetime) -> bool:
    """Put one question to its source and keep what counts of the answer.

    Never within a transaction: nothing is held while the source is asked.
    Returns whether it was ours to put.
    """
    taken = take_in_hand(query_uuid=query_uuid, now=now)
    if taken is None:
        return False
    began = time.monotonic()
    reply = put(taken)
    seconds = time.monotonic() - began
    then = now + timedelta(seconds=seconds)
    keep(taken=taken, reply=reply, now=then)
    return True


@transaction.atomic
def take_in_hand(*, query_uuid: UUID, now: datetime) -> Taken | None:
    """The question, which is ours until its limit is over.

    None where it is answered, gave way or is another's.
    """
    standing = Query.objects.select_for_update().filter(superseded_at=None)
    unanswered = standing.filter(outcome__in=UNANSWERED)
    row = unanswered.filter(uuid=query_uuid).first()
    if row is None:
        return None
    if row.claimed_until and now <= row.claimed_until:
        return None
    seconds = ports.SOMEBODY_WAITS
    if is_at_leisure(row.attempts):
        seconds = ports.NOBODY_WAITS
    limit = timedelta(seconds=seconds)
    row.attempts += 1
    row.claimed_until = now + limit + SLACK
    row.save(update_fields=["attempts", "claimed_until"])
    question = queries.question_of(row)
    return Taken(question, row.subject, row.attempts, seconds)


def put(taken: Taken) -> Reply:
    """Ask, and judge what comes."""
    question = taken.question
    source = tables.source(question.source)
    try:
        with ports.within(taken.seconds):
            answer = ports.ask(source.port, "answer", question=question)
    except ports.Rejected:
        return _without_answer(answers.REFUSED)
    except Unsigned:
        return _without_answer(answers.UNAVAILABLE, Incident.UNSIGNED)
    except Unreadable:
        return _without_answer(answers.UNAVAILABLE, Incident.MALFORMED)
    except ports.Unavailable:
        return _without_answer(answers.UNAVAILABLE)
    judged = answers.judged(question, answer, source.gives)
    return Reply(answer, judged)


def _without_answer(outcome: str, incident: str = "") -> Reply:
    judged = Judged(outcome, incident)
    return Reply(None, judged)


@transaction.atomic
def keep(*, taken: Taken, reply: Reply, now: datetime) -> bool:
    """Write what came, unless it is needed no longer.

    The first answer that counts stays. Whoever writes the last first answer
    of a subject lets it go on: all its rows are held meanwhile, in their
    order, so that two last ones do not both think that the other is waited
    for.

    Returns whether it was written.
    """
    rows = Query.objects.select_for_update().filter(subject=taken.subject, superseded_at=None)
    row = None
    others_wait = False
    for each in rows.order_by("id"):
        if str(each.uuid) == taken.question.uuid:
            row = each
        elif each.outcome == Query.WAITING:
            others_wait = True
    if row is None or row.outcome not in UNANSWERED:
        _note_unneeded(taken, reply, now)
        return False
    is_unanswered = reply.judged.outcome == Query.UNAVAILABLE
    if is_unanswered and row.attempts != taken.attempt:  # another asks meanwhile
        if reply.judged.incident:
            keeping.note(row, reply.judged.incident, reply.answer, now)
        return False
    was_first = row.outcome == Query.WAITING
    keeping.write(row, reply.answer, reply.judged, now)
    if was_first:
        is_news = not others_wait
    else:
        is_news = not is_unanswered
    if is_news:
        keeping.tell(row)
    return True


def _note_unneeded(taken: Taken, reply: Reply, now: datetime) -> None:
    """An answer to what another has answered, or to what nobody asks any
    more."""
    if reply.answer is None:
        return
    row = Query.objects.get(uuid=taken.question.uuid)
    if row.outcome not in Query.ANSWERED:
        keeping.note(row, Incident.LATE, reply.answer, now)
        return
    receipt = reply.answer.receipt.strip()
    if receipt != row.receipt:
        keeping.note(row, Incident.DOUBLED, reply.answer, now)
