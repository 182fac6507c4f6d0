"""Papers that others hold are asked for.

What is answered settles how each of them stands with its case
(国务院关于在线政务服务的若干规定 7, docs/adr/0079-others-are-asked-after-submission.md).
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat

from yichuang.cases.models import Case, CaseEvent, Material
from yichuang.cases.queries import held, ruled, versions
from yichuang.cases.queries.held import Held, Role, Said
from yichuang.cases.queries.moved import moved
from yichuang.cases.services.journal import lock, write
from yichuang.core import jobs
from yichuang.exchange import queries as exchange
from yichuang.exchange import services as departments
from yichuang.exchange import tables as sources
from yichuang.exchange.models import Query
from yichuang.exchange.rules.answers import FOUND
from yichuang.exchange.services import Question

ACTOR = "system:exchange"
# in which the night looks for questions that nobody needs any more
ENDED_LATELY = timedelta(days=7)

Facts = dict[str, Any]


def ask_for_submitted(*, case_id: UUID, seq: int, now: datetime) -> None:
    """After entry `seq` of the trail: ask who holds the papers that it left
    to be asked for, and what a rule has to know.

    Nothing where it left none and no rule may decide it.
    """
    after = moved(case_id, seq)
    facts = _facts_of(after.step)
    ways = set()
    for _, way, _ in facts.get("materials", ()):
        ways.add(way)
    if Material.ASKED in ways:
        ask_for_case(case_id=case_id, now=now)
    elif ruled.rule_of(after.case):
        ask_for_case(case_id=case_id, now=now)


def ask_for_corrected(*, case_id: UUID, seq: int, now: datetime) -> None:
    """The same after a correction.

    It may name somebody else, or claim another thing.
    """
    after = moved(case_id, seq)
    facts = _facts_of(after.step)
    if not facts.get("changed"):
        return
    if _asked_rows(after.case) or ruled.rule_of(after.case):
        ask_for_case(case_id=case_id, now=now)


@transaction.atomic
def ask_for_case(*, case_id: UUID, now: datetime) -> bool:
    """Have everybody asked who holds a paper of the case that is to be asked
    for, and who knows what its rule rests on, as its answers stand now.

    What a draft was answered about the same people is taken over while it
    is fresh.

    Nobody is asked for a case that has ended meanwhile (个人信息保护法 6).

    Returns whether the case moved by what was answered at once.
    """
    case = lock(case_id)
    if not case.open:
        return False
    rows = _asked_rows(case)
    papers = _held_of(case, rows)
    questions = _questions(case, papers)
    # the key of one that came otherwise is no draft's
    earlier = f"draft:{case.client_ref}"
    departments.ask(questions=questions, asked_by=ACTOR, now=now, earlier=earlier)
    return _settle(case, rows, papers, now)


@transaction.atomic
def settle(*, case_id: UUID, now: datetime) -> bool:
    """Let what was answered so far stand with each paper of the case.

    Nothing happens before everybody was tried once. The same answers again
    change nothing.

    Returns whether anything changed.
    """
    case = lock(case_id)
    if not case.open:
        return False
    rows = _asked_rows(case)
    papers = _held_of(case, rows)
    return _settle(case, rows, papers, now)


def end_questions(*, now: datetime) -> int:
    """Nobody is asked any more for cases that ended of late.

    Returns how many those are. Raises jobs.Unfinished when some failed.
    """
    since = now - ENDED_LATELY
    subject = Concat(
        Value("case:"), Cast("uuid", TextField()), output_field=TextField()
    )
    ended = Case.objects.filter(closed_at__gte=since).annotate(subject=subject)
    open_questions = Query.objects.filter(subject=OuterRef("subject"), ended_at=None)
    still_asked = ended.filter(Exists(open_questions))
    subjects = list(still_asked.values_list("subject", flat=True))

    def end(subject: str) -> None:
        """One at a time."""
        departments.end_subject(subject=subject, now=now)

    return jobs.each("cases.end_questions", subjects, end)


def _facts_of(step: CaseEvent) -> Facts:
    """What an entry of the trail says beside itself."""
    entry = json.loads(step.data)
    return entry["data"]


def _settle(case: Case, rows: dict[str, Material], papers: Iterable[Held], now: datetime) -> bool:
    """As `settle`, of a case that is held.

    rows: as `_asked_rows` gives them.
    """
    standing = exchange.standing(case.ref)
    questions = list(standing)
    if not questions:
        return False
    for question in questions:
        if question.outcome == Query.WAITING:
            return False
    answers = []
    for one in papers:
        row = rows[one.paper.code]
        said = held.said_of(one, questions)
        if _stand(row, said):
            row.save(update_fields=["source", "query"])
            answer = _as_kept(row, said)
            answers.append(answer)
    if not answers:
        return False
    facts = {"answers": answers}
    write(case, "note_answers", actor=ACTOR, now=now, data=facts)
    return True


def _stand(row: Material, said: Said) -> bool:
    """Let the paper stand by what was said.

    Returns whether that is another way than before.
    """
    way = Material.ASKED
    if said.verdict.outcome == FOUND:
        way = Material.SHARED
    query_id = None
    if said.query:
        query_id = said.query.pk
    if row.source == way and row.query_id == query_id:
        return False
    row.source = way
    row.query = said.query
    return True


def _as_kept(row: Material, said: Said) -> Facts:
    """One answer as the trail keeps it: nothing of what it says."""
    verdict = said.verdict
    answer = {"code": row.code, "outcome": verdict.outcome}
    query = said.query
    if query:
        digest = query.answer_hash or b""
        answer["source"] = query.source
        answer["receipts"] = list(verdict.receipts)
        answer["differs"] = list(query.differs)
        answer["hash"] = bytes(digest).hex()
    return answer


def _asked_rows(case: Case) -> dict[str, Material]:
    """Code of each paper whose holder is asked for it, or was → the row that
    came last."""
    rows = Material.objects.filter(case=case)
    in_order = rows.select_related("query").order_by("round", "id")
    last = {}
    for row in in_order:
        last[row.code] = row
    asked = {}
    for code, row in last.items():
        if row.source == Material.ASKED or row.query_id:
            asked[code] = row
    return asked


def _held_of(case: Case, rows: dict[str, Material]) -> list[Held]:
    """What is asked for each of these papers."""
    version = versions.of_case(case)
    papers = []
    for one in held.of_case(case, version):
        if one.paper.code in rows:
            papers.append(one)
    return papers


def _questions(case: Case, papers: Iterable[Held]) -> list[Question]:
    """One for each source and person, whatever papers it may stand for.

    What a rule rests on is asked with them.
    """
    by_line: dict[tuple, Question] = {}
    for question in ruled.questions_of(case):
        line = (question.source, question.role, question.whom.number)
        by_line[line] = question
    for one in papers:
        for role in one.people:
            for code in one.sources_of(role):
                question = _question(case, one, role, code)
                line = (code, role.key, role.whom.number)
                earlier = by_line.get(line)
                by_line[line] = _joined(earlier, question)
    return list(by_line.values())


def _question(case: Case, one: Held, role: Role, code: str) -> Question:
    """What one source is asked about one person.

    For one paper.
    """
    source = sources.source(code)
    elements = one.holding.elements_of(source.gives)
    fields = one.holding.claims_of(elements)
    claims = {}
    for element, field in fields.items():
        claim = case.form.get(field)
        if claim:
            claims[element] = str(claim)
    return Question(
        source=code,
        role=role.key,
        whom=role.whom,
        elements=elements,
        claims=claims,
        subject=case.ref,
        case=case.uuid,
        place=case.region_id,
        urgent=True,
        paper=one.paper.name,
    )


def _joined(one: Question | None, other: Question) -> Question:
    """Two questions to one source about the same person as one.

    With what both ask for and what both claim.
    """
    if one is None:
        return other
    elements = list(one.elements)
    for element in other.elements:
        if element not in elements:
            elements.append(element)
    claims = {**one.claims, **other.claims}
    paper = one.paper or other.paper
    return replace(one, elements=tuple(elements), claims=claims, paper=paper)
