"""Reads: who can be asked, what was asked about a subject and what came of
it."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Aggregate, Count, DurationField, F, Q, QuerySet

from yichuang.core import crypto, ports, spelling
from yichuang.exchange import tables
from yichuang.exchange.models import Incident, Query
from yichuang.exchange.ports import OWN_ANSWERS
from yichuang.exchange.questions import Asked, Whom
from yichuang.exchange.rules.freshness import is_fresh
from yichuang.exchange.rules.holdings import Heard, Holding, code_of


class Slowest(Aggregate):
    """How long the slowest of 95 of 100 takes."""

    function = "percentile_disc"
    template = "%(function)s(0.95) within group (order by %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True)
class Fared:
    """How one source fared of late.

    counts: outcome → how many.
    incidents: kind → how many.
    waits: seconds in which 95 of 100 answers came, of each code of it.
    """

    counts: Counter = field(default_factory=Counter)
    incidents: Counter = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Fact:
    """What a source told of an element.

    query: the question that brought it, with its receipt and day.
    """

    value: Any
    query: Query


def left_out_is_none(code: str, element: str) -> bool:
    """Whether a source that finds somebody, and leaves an element out, says that there is none.

    Only where its pack says so; of any other element nothing is known then.
    """
    source = tables.source(code)
    return element in source.none_if_left_out


def active(code: str) -> bool:
    """Whether a source can be asked here.

    The packs say so, and somebody is connected to it.
    """
    plain = code_of(code)
    source = tables.sources().get(plain)
    if source is None or not source.active:
        return False
    if source.own:
        return OWN_ANSWERS.get(source.code) is not None
    return ports.connected(source.port)


def simulated(source: tables.SourcePack) -> bool:
    """Whether a simulator answers for a source of somebody else's.

    In production none does.
    """
    return ports.simulated(source.port)


def sources_of(holding: Holding) -> tuple[str, ...]:
    """The sources of a holding that can be asked here."""
    return tuple(filter(active, holding.sources))


def holding_of(paper: str) -> Holding | None:
    """The holding of a paper, by its name.

    None where nobody who can be asked here holds it.
    """
    holding = tables.holdings().get(paper)
    if holding is None:
        return None
    if not sources_of(holding):
        return None
    return holding


def imprint_of(whom: Whom, claims: Mapping[str, str]) -> bytes:
    """A keyed hash of whom a question is about and of what it claims.

    An answer is of use under the same one only.
    """
    number = spelling.code(whom.number)
    name = spelling.key_of_name(whom.name)
    compared = {}
    for element, value in claims.items():
        compared[element] = str(value)
    content = [whom.kind, whom.id_type, number, name, compared]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return crypto.blind(text)


def question_of(row: Query) -> Asked:
    """The question as it is put to the source."""
    whom = Whom(**row.whom)
    return Asked(
        uuid=str(row.uuid),
        source=row.source,
        elements=tuple(row.elements),
        whom=whom,
        claims=row.claims,
        purpose=row.purpose,
        basis=tuple(row.basis),
    )


def standing(subject: str) -> QuerySet[Query]:
    """The questions of a subject, in the order of asking.

    Without those whose place another took.
    """
    rows = Query.objects.filter(subject=subject, superseded_at=None)
    return rows.order_by("id")


def heard(rows: Iterable[Query]) -> list[Heard]:
    """What these questions brought, for `rules.holdings.together`."""
    brought = []
    for row in rows:
        one = Heard(
            elements=tuple(row.elements), outcome=row.outcome, receipt=row.receipt, facts=row.answer
        )
        brought.append(one)
    return brought


def facts_of(subject: str, today: date) -> dict[str, Fact]:
    """What a subject's questions found, by element.

    Of two the newer; in a draft while it is fresh.
    """
    facts = {}
    rows = standing(subject)
    for row in rows.filter(answer__isnull=False):
        if row.case is None and not is_fresh(row.valid_until, today):
            continue
        for element, value in row.answer.items():
            facts[element] = Fact(value, row)
    return facts


def waits(subject: str) -> bool:
    """Whether a question of the subject was not tried yet.

    One that was, and was not answered, is not waited for.
    """
    waiting = standing(subject).filter(outcome=Query.WAITING)
    return waiting.exists()


def next_waiting(source: str, now: datetime) -> UUID | None:
    """The question of a source to be taken in hand next.

    One that waits, the urgent first, before one that is due again.
    """
    unclaimed = Q(claimed_until=None) | Q(claimed_until__lt=now)
    free = Query.objects.filter(unclaimed, source=source, superseded_at=None)
    urgent_first = F("urgent").desc()
    untried = free.filter(outcome=Query.WAITING).order_by(urgent_first, "id")
    uuid = untried.values_list("uuid", flat=True).first()
    if uuid:
        return uuid
    again = free.filter(outcome=Query.UNAVAILABLE, next_at__lte=now)
    by_moment = again.order_by("next_at", "id")
    return by_moment.values_list("uuid", flat=True).first()


def sources_with_work(now: datetime) -> list[str]:
    """The sources that have to be asked something now.

    Codes of those of which a question waits or is due again, sorted.
    """
    waiting = Q(outcome=Query.WAITING)
    again = Q(outcome=Query.UNAVAILABLE, next_at__lte=now)
    with_work = waiting | again
    rows = Query.objects.filter(with_work, superseded_at=None)
    unordered = rows.order_by()
    codes = unordered.values_list("source", flat=True)
    distinct = codes.distinct()
    return sorted(distinct)


def fared(since: datetime) -> dict[str, Fared]:
    """How each source fared since a moment, by its code of the packs.

    Sources that were not asked are left out.
    """
    rows = Query.objects.filter(asked_at__gte=since).order_by()
    amiss = Incident.objects.filter(at__gte=since).order_by()
    number = Count("id")
    by_code: dict[str, Fared] = {}
    outcomes = rows.values_list("source", "outcome").annotate(number=number)
    for source, outcome, count in outcomes:
        of_source = _of(by_code, source)
        of_source.counts[outcome] += count
    kinds = amiss.values_list("query__source", "kind").annotate(number=number)
    for source, kind, count in kinds:
        of_source = _of(by_code, source)
        of_source.incidents[kind] += count
    answered = rows.filter(outcome__in=Query.ANSWERED).values_list("source")
    waits = answered.annotate(wait=Slowest(F("answered_at") - F("asked_at")))
    for source, wait in waits:
        of_source = _of(by_code, source)
        of_source.waits.append(wait.total_seconds())
    return by_code


def _of(by_code: dict[str, Fared], source: str) -> Fared:
    """The row of a source, whatever its code says more.

    A new one where it has none yet.
    """
    plain = code_of(source)
    return by_code.setdefault(plain, Fared())


def incidents(since: datetime) -> QuerySet[Incident]:
    """Answers that did not count since a moment, the newest first.

    Each with its question.
    """
    rows = Incident.objects.filter(at__gte=since).select_related("query")
    return rows.order_by("-at", "-id")
