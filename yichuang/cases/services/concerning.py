"""Whom an application concerns beside its applicant, and how they are written with the case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import parties
from yichuang.core import spelling
from yichuang.core.errors import FieldProblem
from yichuang.registry import queries as register
from yichuang.registry.models import Employer, Person
from yichuang.registry.services import Named, NamedEmployer

Subject = Person | Employer
OTHER_NAME = (
    "姓名和身份号码对不上，请照他的证件再核对；证件上就是这样写的，请带证件到就近的人社窗口办"
)


@dataclass(frozen=True)
class Concerned:
    """Somebody beside the applicant. role: a code of rules/parties.py; until: the last day of an agent's mandate."""

    role: str
    subject: Subject
    until: date | None = None


def named_in(
    version: Version,
    answers: Mapping[str, Any],
    applicant: Subject | Named | NamedEmployer,
    there_already: Sequence[Concerned],
) -> list[Concerned]:
    """Whom the answers name: whom the matter is about, and who acts for the applicant, where the register knows the
    number under this very name. Nobody is entered in the register because somebody else named them."""
    concerned = []
    for each in version.about(answers):
        person = _known(each["name"], each["number"])
        if person and person != applicant:
            concerned.append(Concerned("about", person))
    mandate = parties.mandated(answers)
    agents = [applicant]
    for party in there_already:
        if party.role == "agent":
            agents.append(party.subject)
    if mandate:
        agent = _known(mandate.name, mandate.number)
        if agent and agent not in agents:
            named = Concerned("agent", agent, mandate.until)
            concerned.append(named)
    each_once = dict.fromkeys(concerned)
    return list(each_once)


def misnamed(version: Version, answers: Mapping[str, Any]) -> list[FieldProblem]:
    """A problem for every name that is not the one that the register has for its number, told at the name: those whom
    the matter is about, and the agent. What the register does not know is taken as it is said."""
    pairs = []
    for each in version.form.about:
        pairs.append((each.name, each.number))
    if parties.mandated(answers):
        pairs.append(("agent_name", "agent_id_number"))
    problems = []
    for name_key, number_key in pairs:
        name = answers.get(name_key, "")
        number = answers.get(number_key)
        if not number:
            continue
        if _may_be_called(name, number):
            continue
        problem = FieldProblem(name_key, OTHER_NAME, "identity")
        problems.append(problem)
    return problems


def _may_be_called(name: str, number: str) -> bool:
    holders = register.persons_by_number(number)
    if not holders:
        return True
    spelled = spelling.name(name)
    for holder in holders:
        if spelling.name(holder.name) == spelled:
            return True
    return False


def _known(name: str, number: str) -> Person | None:
    named = Named(name, number)
    return register.person_by_identity(named.identity)


def as_row(party: Concerned) -> dict[str, str | int | None]:
    """As `case_submit` writes it."""
    row = {"role": party.role, "person_id": None, "employer_id": None, "until": None}
    if isinstance(party.subject, Person):
        row["person_id"] = party.subject.id
    else:
        row["employer_id"] = party.subject.id
    if party.until:
        row["until"] = party.until.isoformat()
    return row


def as_told(party: Concerned) -> list[str]:
    """As the hashed entry of the trail tells it."""
    kind = type(party.subject).__name__.lower()
    entry = [party.role, f"{kind}:{party.subject.uuid}"]
    if party.until:
        entry.append(party.until.isoformat())
    return entry
