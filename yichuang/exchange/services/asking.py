"""What is asked about a subject: written down with the step that wants it,
put to the source by a job."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from yichuang.core import crypto
from yichuang.core.clock import local
from yichuang.exchange import queries, tables
from yichuang.exchange.models import Query
from yichuang.exchange.ports import OWN_ANSWERS
from yichuang.exchange.questions import Whom
from yichuang.exchange.rules.answers import judged
from yichuang.exchange.rules.freshness import is_fresh
from yichuang.exchange.services import keeping
from yichuang.exchange.services.calling import call

# what a new row has of the one in whose place it comes
_SAME_QUESTION = (
    "source",
    "elements",
    "role",
    "whom_kind",
    "whom_blind",
    "imprint",
    "whom",
    "claims",
    "purpose",
    "basis",
    "subject",
    "case",
    "place",
)
# what an answer that another subject may use brings along
_SAME_ANSWER = (
    "outcome",
    "differs",
    "receipt",
    "as_of",
    "answered_at",
    "valid_until",
    "answer",
    "answer_hash",
)


@dataclass(frozen=True)
class Question:
    """What is to be asked.

    source, role, subject, case, place, urgent: as in models.Query.
    elements: what is to be told, of what the source gives.
    claims: what the form says, by element.
    paper: for which it is asked, "" for facts.
    """

    source: str
    role: str
    whom: Whom
    elements: tuple[str, ...]
    claims: Mapping[str, str]
    subject: str
    case: UUID | None
    place: str
    urgent: bool = False
    paper: str = ""

    @property
    def imprint(self) -> bytes:
        """About whom it is and what it claims, keyed."""
        return queries.imprint_of(self.whom, self.claims)

    @property
    def line(self) -> tuple[str, str, str]:
        """Whose people of one role are asked of one source for."""
        return self.subject, self.source, self.role


@transaction.atomic
def ask(
    *, questions: Sequence[Question], asked_by: str, now: datetime, earlier: str = ""
) -> list[Query]:
    """Have all these asked, and no others of their subject, source and role.

    One about somebody else, or with other claims, gives way. What stands
    already is not asked again, in a draft as long as it is fresh. What is
    ours is answered at once. Whoever calls holds the row that the subject
    names.

    asked_by: "system:…", "person:…", "officer:…".
    earlier: a subject whose fresh answers to the same questions are taken
    over, "" for none.

    Returns a row for each question, in their order.
    """
    standing = _standing(questions)
    lent = _lent(earlier, now)
    rows = []
    for question in questions:
        blind = crypto.blind(question.whom.number)
        key = (*question.line, blind)
        row = standing.get(key)
        if row is None or not _stands(row, question, now):
            if row is not None:
                _supersede(row, now)
            row = _new(question, asked_by, now)
            _borrow(row, lent)
            row.save()
            standing[key] = row
        rows.append(row)
    _give_way(standing, questions, rows, now)
    _set_out(rows, now)
    return rows


@transaction.atomic
def ask_again(*, query_uuid: UUID, asked_by: str, now: datetime) -> Query:
    """The same question once more, by a hand.

    One that was not answered goes at once; another gives way to a new one.

    Raises Query.DoesNotExist for one that gave way before.
    """
    standing = Query.objects.select_for_update().filter(superseded_at=None)
    row = standing.get(uuid=query_uuid)
    if row.outcome in (Query.WAITING, Query.UNAVAILABLE):
        row.next_at = now
        row.urgent = True
        row.save(update_fields=["next_at", "urgent"])
        call(row.source)
        return row
    _supersede(row, now)
    anew = Query(asked_by=asked_by, asked_at=now, urgent=True)
    _copy(row, anew, _SAME_QUESTION)
    anew.save()
    _set_out([anew], now)
    return anew


@transaction.atomic
def end_subject(*, subject: str, now: datetime) -> None:
    """Nothing is asked for it any more.

    What was answered is kept for its days only (packs/retention).
    """
    rows = Query.objects.filter(subject=subject)
    waiting = rows.filter(outcome=Query.WAITING, superseded_at=None)
    waiting.update(superseded_at=now)
    unanswered = rows.filter(outcome=Query.UNAVAILABLE)
    unanswered.update(next_at=None)
    unended = rows.filter(ended_at=None)
    unended.update(ended_at=now)


def _standing(questions: Iterable[Question]) -> dict[tuple, Query]:
    """Subject, source, role and blind number → the row.

    Of all subjects of the questions.
    """
    subjects = {question.subject for question in questions}
    rows = Query.objects.select_for_update().filter(subject__in=subjects, superseded_at=None)
    by_key = {}
    for row in rows.order_by("id"):
        blind = bytes(row.whom_blind)
        by_key[row.subject, row.source, row.role, blind] = row
    return by_key


def _lent(earlier: str, now: datetime) -> dict[tuple, Query]:
    """Source and imprint → an answer of another subject that is fresh."""
    fresh = {}
    if not earlier:
        return fresh
    today = local(now).date()
    answered = queries.standing(earlier).filter(outcome__in=Query.ANSWERED)
    for row in answered:
        if is_fresh(row.valid_until, today):
            imprint = bytes(row.imprint)
            fresh[row.source, imprint] = row
    return fresh


def _borrow(row: Query, lent: Mapping[tuple, Query]) -> None:
    """Take over the answer to the same question, where one is lent."""
    answered = lent.get((row.source, row.imprint))
    if answered is None:
        return
    if set(row.elements) <= set(answered.elements):
        _copy(answered, row, _SAME_ANSWER)


def _copy(one: Query, other: Query, columns: Iterable[str]) -> None:
    for name in columns:
        value = getattr(one, name)
        setattr(other, name, value)


def _stands(row: Query, question: Question, now: datetime) -> bool:
    """Whether a row asks the same still.

    In a case for as long as it lives, in a draft while its answer is fresh.
    """
    if bytes(row.imprint) != question.imprint:
        return False
    if not set(question.elements) <= set(row.elements):
        return False
    if row.case is not None or row.outcome not in Query.ANSWERED:
        return True
    today = local(now).date()
    return is_fresh(row.valid_until, today)


def _supersede(row: Query, now: datetime) -> None:
    row.superseded_at = now
    row.save(update_fields=["superseded_at"])


def _give_way(
    standing: Mapping[tuple, Query],
    questions: Iterable[Question],
    rows: Iterable[Query],
    now: datetime,
) -> None:
    """Who is asked about no more, in the lines of these questions."""
    lines = {question.line for question in questions}
    stays = {row.pk for row in rows}
    for row in standing.values():
        line = (row.subject, row.source, row.role)
        if line in lines and row.pk not in stays:
            _supersede(row, now)


def _new(question: Question, asked_by: str, now: datetime) -> Query:
    """The row of a question, not saved yet."""
    source = tables.source(question.source)
    purpose = source.purpose
    if question.paper:
        purpose = f"{purpose}，代替“{question.paper}”"
    return Query(
        source=question.source,
        elements=list(question.elements),
        role=question.role,
        whom_kind=question.whom.kind,
        whom_blind=crypto.blind(question.whom.number),
        imprint=question.imprint,
        whom=asdict(question.whom),
        claims=dict(question.claims),
        purpose=purpose,
        basis=list(source.basis),
        subject=question.subject,
        case=question.case,
        place=question.place,
        asked_by=asked_by,
        asked_at=now,
        urgent=question.urgent,
    )


def _set_out(rows: Iterable[Query], now: datetime) -> None:
    """What is ours is answered at once; each other source has a job."""
    sources = set()
    answered = {}
    for row in rows:
        if row.outcome != Query.WAITING:
            continue
        source = tables.source(row.source)
        if source.own:
            _answer_ourselves(row, source, now)
            answered[row.subject] = row
        else:
            sources.add(row.source)
    for row in answered.values():
        if not queries.waits(row.subject):
            keeping.tell(row)
    for code in sorted(sources):
        call(code)


def _answer_ourselves(row: Query, source: tables.SourcePack, now: datetime) -> None:
    """Raises ValueError where nothing of ours answers: what is not active is
    not asked."""
    answers = OWN_ANSWERS.get(source.code)
    if answers is None:
        raise ValueError(f"nothing answers for {source.code}")
    question = queries.question_of(row)
    answer = answers(question)
    row.attempts = 1
    keeping.write(row, answer, judged(question, answer, source.gives), now)
