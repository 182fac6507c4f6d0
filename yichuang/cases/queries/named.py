"""Whom a form names beside its applicant, and what the police register said of their names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.cases.models import Case, NameCheck
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import parties
from yichuang.core import crypto, spelling
from yichuang.registry import queries as register


@dataclass(frozen=True)
class NamedPerson:
    """key: of the field with the name; role: a code of rules/parties.py."""

    key: str
    name: str
    number: str
    role: str = "about"

    @property
    def imprint(self) -> bytes:
        """32 bytes that are equal for the same name and number and tell nothing else."""
        return crypto.blind(f"{self.number}:{spelling.name(self.name)}")

    @property
    def is_misnamed(self) -> bool:
        """Whether our own register knows the number under other names only."""
        holders = register.persons_by_number(self.number)
        names = {spelling.name(holder.name) for holder in holders}
        return bool(names) and spelling.name(self.name) not in names


@dataclass(frozen=True)
class Verdict:
    """What an officer is told of one name. outcome: a value of NameCheck.outcome; asked_at: when the register answered,
    None where it did not."""

    person: NamedPerson
    label: str
    outcome: str
    asked_at: datetime | None = None


def in_form(version: Version, answers: Mapping[str, Any]) -> list[NamedPerson]:
    """Those whom the matter is about, and the agent, as the answers name them; without a number nobody is named."""
    named = []
    for pair in version.form.about:
        number = answers.get(pair.number)
        if number:
            person = NamedPerson(pair.name, answers.get(pair.name, ""), number)
            named.append(person)
    mandate = parties.mandated(answers)
    if mandate:
        agent = NamedPerson("agent_name", mandate.name, mandate.number, "agent")
        named.append(agent)
    return named


def beside_applicant(version: Version, case: Case) -> list[NamedPerson]:
    """The same of a case, without its applicant, who was looked at when the account was opened or at the window."""
    own_number = case.person.id_number if case.person else ""
    named = in_form(version, case.form)
    return [person for person in named if person.number != own_number]


def verdicts(version: Version, case: Case) -> list[Verdict]:
    """What is known of each name that the case's answers give somebody beside its applicant."""
    named = beside_applicant(version, case)
    if not named:
        return []
    checks = {check.name_key: check for check in NameCheck.objects.filter(case=case)}
    of_each = []
    for person in named:
        label = version.form.fields[person.key].label
        check = checks.get(person.key)
        if check is None or bytes(check.imprint) != person.imprint:
            verdict = Verdict(person, label, NameCheck.WAITING)
        else:
            verdict = Verdict(person, label, check.outcome, check.asked_at)
        of_each.append(verdict)
    return of_each


def unanswered() -> list[UUID]:
    """Open cases with a name that the police register has not answered, the longest waiting first."""
    waiting = NameCheck.objects.filter(outcome=NameCheck.WAITING, case__open=True)
    cases = waiting.order_by("id").values_list("case__uuid", flat=True)
    each_once = dict.fromkeys(cases)
    return list(each_once)
