"""Which papers of a case were never handed in."""

from collections.abc import Collection

from django.db.models import BigAutoField

from yichuang.cases.models import Case
from yichuang.cases.models import Material as Handed
from yichuang.cases.queries import mandates, versions
from yichuang.cases.rules import application
from yichuang.cases.rules.mandates import PAPER
from yichuang.catalog.rules.situations import Material
from yichuang.core.prepared import Prepared, Told

_GIVEN = Prepared(
    lambda: Handed.objects.filter(case_id=Told("case", BigAutoField())).values_list(
        "code", flat=True
    )
)


def missing(case: Case) -> tuple[Material, ...]:
    """The papers that the case needs and that nobody brought, whatever was found wrong with the others."""
    codes = set(_GIVEN(case=case.pk))
    return lacking(case, codes)


def lacking(case: Case, codes: Collection[str]) -> tuple[Material, ...]:
    """The same where the codes of what was brought are known; with the mandate of who came for a unit, while it is
    owed."""
    papers = versions.of_case(case).materials_of(case.situation, case.subject)
    needed = application.missing(papers, codes)
    if mandates.is_owed(case):
        return (*needed, PAPER)
    return needed
