"""What somebody does for others: open matters and waiting results of persons whose forms name them as agent.

民法典 161, 165: an agent does in the applicant's name what the mandate is for."""

from dataclasses import dataclass
from datetime import date

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Party
from yichuang.cases.queries import collecting, concerned, scope
from yichuang.cases.rules import states
from yichuang.cases.rules.deliveries import COUNTER, WAITING
from yichuang.registry.models import Person

MOST = 12
SUPPLY, COLLECT = "supply", "collect"


@dataclass(frozen=True)
class Entrusted:
    """A case that somebody has an agent for.

    step: SUPPLY or COLLECT, what waits for who comes; "" for nothing yet.
    fault: why this agent may not do it; "" where they may."""

    case: Case
    step: str
    fault: str


def to_person(person: Person, officer: Officer, today: date) -> list[Entrusted]:
    """The newest of them that the officer may see.

    Nothing once the mandate has ended, was taken back, or the matter is over."""
    cases = _cases_of(person, officer, today)
    agents = collecting.agents_named(cases)
    entrusted = []
    for case in cases:
        agent = agents.get(case.pk)
        if agent and agent.number == person.id_number:
            entrusted.append(_entrusted(case, agent, today))
    return entrusted


def _cases_of(person: Person, officer: Officer, today: date) -> list[Case]:
    """Cases of persons, with their forms: these say what each mandate is for.

    Those of a unit are found with the unit, where who has come for it is asked."""
    standing = concerned.standing(today)
    mandates = Party.objects.filter(standing, role="agent", person=person)
    keys = mandates.values("case_id")
    visible = scope.visible_to(officer)
    of_persons = Case.objects.filter(visible, person__isnull=False)
    of_mandates = of_persons.filter(pk__in=keys)
    rows = of_mandates.select_related("version__item", "person", "delivery")
    newest_first = rows.order_by("-id")
    return list(newest_first[:MOST])


def _entrusted(case: Case, agent: collecting.NamedAgent, today: date) -> Entrusted:
    """What waits in this case for whoever comes.

    The words of a fault are those that the counter would refuse with."""
    if case.state == states.CORRECTING:
        fault = agent.supply_fault(today)
        return Entrusted(case, SUPPLY, fault)
    if _waits_here(case):
        fault = agent.fault(today)
        return Entrusted(case, COLLECT, fault)
    return Entrusted(case, "", "")


def _waits_here(case: Case) -> bool:
    """Whether a finished case has its result at a counter.

    An open one has no delivery yet."""
    delivery = getattr(case, "delivery", None)
    if delivery is None:
        return False
    return delivery.way == COUNTER and delivery.state == WAITING
