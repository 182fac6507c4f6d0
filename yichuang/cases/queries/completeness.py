"""Which papers of a case were never handed in."""

from django.db.models import BigAutoField

from yichuang.cases.models import Case
from yichuang.cases.models import Material as Handed
from yichuang.cases.queries import versions
from yichuang.cases.rules import application
from yichuang.catalog.rules.situations import Material
from yichuang.core.prepared import Prepared, Told

_GIVEN = Prepared(
    lambda: Handed.objects.filter(case_id=Told("case", BigAutoField())).values_list(
        "code", flat=True
    )
)


def missing(case: Case) -> tuple[Material, ...]:
    """The papers that the case needs and that nobody brought, whatever was found wrong with the others."""
    papers = versions.of_case(case).materials_of(case.situation, case.subject)
    codes = set(_GIVEN(case=case.pk))
    return application.missing(papers, codes)
