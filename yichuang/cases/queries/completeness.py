"""Which papers of a case were never handed in."""

from yichuang.cases.models import Case
from yichuang.cases.queries import versions
from yichuang.cases.rules import application
from yichuang.catalog.rules.situations import Material


def missing(case: Case) -> tuple[Material, ...]:
    """The papers that the case needs and that nobody brought, whatever was found wrong with the others."""
    wanted = versions.of_case(case).materials(case.situation)
    given = set(case.materials.values_list("code", flat=True))
    return application.missing(wanted, given)
