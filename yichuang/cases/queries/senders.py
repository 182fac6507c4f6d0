"""Who sent a case of a unit, where nobody has let them in: anybody may open an account for a unit."""

from yichuang.cases.models import Case, CaseEvent
from yichuang.cases.queries import mandates
from yichuang.identity import queries as identity
from yichuang.registry.models import Employer


def is_not_let_in(case: Case) -> bool:
    """Whether a unit's account sent it that its representative has not agreed to and no window has proved.

    Not where the mandate of whoever sent it was read."""
    unit = case.employer
    if unit is None:
        return False
    sender = mandates.sender_in_doubt(case)
    if sender:
        return sender.owes_mandate
    if not identity.waits_for_proof(unit):
        return False
    if _has_come(case, unit):
        return False
    account = identity.subject_key(unit)
    first = CaseEvent.objects.filter(case=case, seq=1)
    return first.filter(actor=account).exists()


def _has_come(case: Case, unit: Employer) -> bool:
    """Whether who handles the account owed a mandate for this case, and a window has seen since that they need none."""
    account = identity.real_name(identity.account_of(unit))
    acting = case.parties.filter(role="agent", person=account.handler)
    return acting.filter(owes_mandate=False).exists()
