"""Which papers of a case were never handed in."""

from collections.abc import Collection

from django.db.models import BigAutoField

from yichuang.cases.models import Case
from yichuang.cases.models import Material as Handed
from yichuang.cases.queries import held, mandates, versions
from yichuang.cases.rules import application, looking
from yichuang.cases.rules.mandates import PAPER
from yichuang.catalog.rules.situations import Material
from yichuang.core.prepared import Prepared, Told

_GIVEN = Prepared(
    lambda: (
        Handed.objects.filter(case_id=Told("case", BigAutoField()))
        .order_by("round", "id")
        .values_list("code", "source", "query__outcome")
    )
)


def missing(case: Case) -> tuple[Material, ...]:
    """The papers that the case needs and that nobody brought.

    Whatever was found wrong with the others.
    """
    last = {}
    for code, source, outcome in _GIVEN(case=case.pk):
        last[code] = looking.is_refused(source, outcome)
    refused = [code for code, is_refused in last.items() if is_refused]
    return lacking(case, last, refused)


def lacking(
    case: Case, codes: Collection[str], refused: Collection[str] = ()
) -> tuple[Material, ...]:
    """The same where the codes of what was brought or is asked for are known.

    With the mandate of who came for a unit, while it is owed.

    refused: of those that whoever holds them does not have.
    """
    version = versions.of_case(case)
    papers = version.materials_of(case.situation, case.subject)
    own = held.as_held(version, case.subject, case.form, papers)
    needed = application.missing(own, codes, refused)
    if mandates.is_owed(case):
        return (*needed, PAPER)
    return needed
