"""Who sent a case of a unit, where nobody has let them in: anybody may open an account for a unit."""

from django.db.models import QuerySet

from yichuang.cases.models import Case, CaseEvent, Party
from yichuang.cases.queries import mandates
from yichuang.identity import queries as identity
from yichuang.registry.models import Employer, Person


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
    sent = first.filter(actor=account)
    return sent.exists()


def open_owing_of(employer: Employer, person: Person) -> QuerySet[Case]:
    """What is open of what this person filed for the unit and owes a mandate for, the newest first."""
    agents = Party.objects.filter(
        role="agent", person=person, owes_mandate=True, case__employer=employer, case__open=True
    )
    keys = agents.values("case_id")
    rows = Case.objects.filter(id__in=keys)
    newest_first = rows.order_by("-id")
    return newest_first


def _has_come(case: Case, unit: Employer) -> bool:
    """Whether who handles the account owed a mandate for this case, and a window has seen since that they need none."""
    user = identity.account_of(unit)
    account = identity.real_name(user)
    acting = case.parties.filter(role="agent", person=account.handler)
    settled = acting.filter(owes_mandate=False)
    return settled.exists()
