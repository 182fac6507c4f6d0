"""Who sent a case of a unit, where nobody has let them in: anybody may open an account for a unit."""

from yichuang.cases.models import Case, CaseEvent
from yichuang.identity import queries as identity


def is_not_let_in(case: Case) -> bool:
    """Whether a unit's account sent it that its representative has not agreed to and no window has proved."""
    unit = case.employer
    if unit is None:
        return False
    if not identity.waits_for_proof(unit):
        return False
    account = identity.subject_key(unit)
    first = CaseEvent.objects.filter(case=case, seq=1)
    return first.filter(actor=account).exists()
