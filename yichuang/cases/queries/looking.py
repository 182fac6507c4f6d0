"""The papers of a case as they were handed in last, and which of them an officer has opened."""

import json
from collections.abc import Iterable

from django.db.models import BigAutoField, Exists, OuterRef

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, CaseEvent, Material, MaterialOpening
from yichuang.cases.rules import looking
from yichuang.cases.rules.looking import Paper
from yichuang.core.prepared import Prepared, Told

_BRINGING = ("submit", "answer_correction")
_OFFICER = Told("officer", BigAutoField())
_OPENED = MaterialOpening.objects.filter(material=OuterRef("pk"), officer_id=_OFFICER)
_HANDED_IN = Prepared(
    lambda: (
        Material.objects.filter(case_id=Told("case", BigAutoField()))
        .annotate(opened=Exists(_OPENED))
        .order_by("round", "id")
        .values_list("id", "code", "name", "source", "verdict", "opened", "query__outcome")
    )
)


def papers_of(case: Case, officer: Officer) -> list[Paper]:
    """Of each paper what came last, as this officer has seen it.

    case, officer: rows that are saved. They have seen what they opened; that a file was put in by their own hand
    shows nothing of what stands in it. An original that a desk looked at needs no opening, and of what a register says
    there is nothing to open."""
    papers = []
    handed_in = _HANDED_IN(case=case.pk, officer=officer.pk)
    for of_paper in handed_in:
        paper = Paper(*of_paper)
        papers.append(paper)
    return looking.last_of_each(papers)


def seen_by_others(case: Case, officer: Officer, papers: Iterable[Paper]) -> list[Paper]:
    """Those of them that are originals which a desk saw, and not this officer.

    papers: of the case.

    Two reads where there is an original, else none.
    """
    by_row = {}
    for paper in papers:
        if paper.is_original:
            by_row[paper.row] = paper
    if not by_row:
        return []
    rows = Material.objects.filter(pk__in=by_row)
    in_order = rows.order_by("id")
    actors = _actor_by_round(case)
    of_others = []
    for key, number in in_order.values_list("pk", "round"):
        if actors.get(number) != officer.actor:
            paper = by_row[key]
            of_others.append(paper)
    return of_others


def _actor_by_round(case: Case) -> dict[int, str]:
    """Round of papers → who took them in.

    The application is round 0, each answered correction has its number.
    """
    steps = CaseEvent.objects.filter(case=case)
    bringing = steps.filter(kind__in=_BRINGING)
    rows = bringing.values_list("actor", "data")
    by_round = {}
    for actor, text in rows:
        entry = json.loads(text)
        facts = entry["data"]
        number = facts.get("seq", 0)
        by_round[number] = actor
    return by_round
