"""Who may act for a unit at a window: its representative, its handler, or who brought a mandate that has not ended.

The counter, a correction, a new slip and the account of the unit ask here; what is wrong with the paper itself is
said by `rules.mandates`."""

from datetime import date

from django.db.models import Q

from yichuang.cases.models import Case, Mandate, Party
from yichuang.cases.rules.application import ON_SITE
from yichuang.cases.rules.mandates import PAPER
from yichuang.identity import queries as identity
from yichuang.registry.models import Employer, Person


def may_act(employer: Employer, person: Person, today: date) -> bool:
    """Whether this person may act for the unit today without another paper.

    Who may not is received all the same once the clerk says that they bring it later; nothing is handed out to them."""
    if identity.is_known_to_act(employer, person):
        return True
    mandate = in_force(employer, person, today)
    return mandate is not None


def in_force(employer: Employer, person: Person, today: date) -> Mandate | None:
    """The mandate by which this person acts for the unit today, the last one brought; None where there is none.

    One that names no last day is in force on the day on which it was brought."""
    lasting = Q(until__gte=today)
    of_one_day = Q(until=None, brought_on=today)
    in_time = lasting | of_one_day
    of_unit = Mandate.objects.filter(employer=employer)
    theirs = of_unit.filter(person=person)
    rows = theirs.filter(in_time)
    newest_first = rows.order_by("-id")
    return newest_first.first()


def agent_at_the_window(case: Case) -> Party | None:
    """Who came for the unit whose case it is, with the mandate; None for a person's case and one that came online."""
    if case.employer_id is None or case.channel not in ON_SITE:
        return None
    agents = case.parties.filter(role="agent")
    people = agents.exclude(person=None)
    with_mandate = people.select_related("person", "mandate")
    first_come = with_mandate.order_by("id")
    return first_come.first()


def is_owed(case: Case) -> bool:
    """Whether who came for the unit has brought no mandate yet, neither to the counter nor with a correction.

    A case is not accepted while it is owed."""
    if case.employer_id is None:
        return False
    agents = case.parties.filter(role="agent")
    owing = agents.filter(owes_mandate=True)
    if not owing.exists():
        return False
    brought = case.materials.filter(code=PAPER.code)
    is_brought = brought.exists()
    return not is_brought
