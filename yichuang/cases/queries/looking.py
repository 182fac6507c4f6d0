"""The papers of a case as they were handed in last, and which of them an officer has opened."""

from django.db.models import BigAutoField, Exists, OuterRef

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Material, MaterialOpening
from yichuang.cases.rules import looking
from yichuang.cases.rules.looking import Paper
from yichuang.core.prepared import Prepared, Told

_OFFICER = Told("officer", BigAutoField())
_OPENED = MaterialOpening.objects.filter(material=OuterRef("pk"), officer_id=_OFFICER)
_HANDED_IN = Prepared(
    lambda: (
        Material.objects.filter(case_id=Told("case", BigAutoField()))
        .annotate(opened=Exists(_OPENED))
        .order_by("round", "id")
        .values_list("id", "code", "name", "source", "verdict", "opened")
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
