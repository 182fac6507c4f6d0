"""Whom a form names beside its applicant, and what the police register said of their names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef

from yichuang.cases.models import Case, NameCheck
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import parties
from yichuang.core import clock, crypto, spelling
from yichuang.registry import queries as register
from yichuang.registry.models import Person

_A_ROUND = timedelta(minutes=10)  # of the job that asks again


@dataclass(frozen=True)
class NamedPerson:
    """One name in a form.

    key: of the field with the name.
    role: a code of rules/parties.py.
    kind: of the document (reference.rules.documents), "" where the number itself tells it.
    """

    key: str
    name: str
    number: str
    role: str = "about"
    kind: str = ""

    @property
    def imprint(self) -> bytes:
        """32 bytes that are equal for the same name and number and tell nothing else."""
        name = spelling.name(self.name)
        return crypto.blind(f"{self.number}:{name}")

    @property
    def holders(self) -> list[Person]:
        """Whom our own register has under the number."""
        holders = register.persons_by_number(self.number)
        return self.meant_among(holders)

    def meant_among(self, holders: list[Person]) -> list[Person]:
        """Of those who hold the number the ones who may be meant: by a document of the kind that was told.

        Two countries give one number to passports: of several the namesakes only.
        """
        if not self.kind:
            return holders
        of_kind = [holder for holder in holders if holder.id_type == self.kind]
        if len(of_kind) > 1:
            return self._bearers(of_kind)
        return of_kind

    @property
    def known(self) -> Person | None:
        """Whom our own register has under the number and this very name."""
        namesakes = self._bearers(self.holders)
        if len(namesakes) == 1:
            return namesakes[0]
        return None

    @property
    def is_misnamed(self) -> bool:
        """Whether our own register knows the number under other names only."""
        holders = self.holders
        if not holders:
            return False
        return not self._bearers(holders)

    def _bearers(self, holders: Iterable[Person]) -> list[Person]:
        """Those of them who bear the name."""
        name = spelling.key_of_name(self.name)
        return [holder for holder in holders if spelling.key_of_name(holder.name) == name]


@dataclass(frozen=True)
class Verdict:
    """What an officer is told of one name.

    label: of its field.
    outcome: a value of NameCheck.outcome.
    asked_at: when the register answered, None where it did not.
    """

    person: NamedPerson
    label: str
    outcome: str
    asked_at: datetime | None = None


def in_form(version: Version, answers: Mapping[str, Any]) -> list[NamedPerson]:
    """Those whom the matter is about, and the agent, as the answers name them; without a number nobody is named."""
    named = []
    for pair in version.form.about:
        number = pair.number_in(answers)
        if number:
            name = answers.get(pair.name, "")
            kind = answers.get(pair.kind) or ""
            person = NamedPerson(pair.name, name, number, kind=kind)
            named.append(person)
    mandate = parties.mandated(answers)
    if mandate:
        agent = NamedPerson(
            key="agent_name",
            name=mandate.name,
            number=mandate.number,
            role="agent",
            kind=mandate.kind,
        )
        named.append(agent)
    return named


def beside_applicant(version: Version, case: Case) -> list[NamedPerson]:
    """The same of a case, without its applicant, who was looked at when the account was opened or at the window."""
    own_number = ""
    if case.person:
        own_number = case.person.id_number
    others = []
    for person in in_form(version, case.form):
        if person.number != own_number:
            others.append(person)
    return others


def verdicts(version: Version, case: Case) -> list[Verdict]:
    """What is known of each name that the case's answers give somebody beside its applicant."""
    named = beside_applicant(version, case)
    if not named:
        return []
    checks = {}
    for check in NameCheck.objects.filter(case=case):
        checks[check.name_key] = check
    of_each = []
    for person in named:
        label = version.form.fields[person.key].label
        verdict = Verdict(person, label, NameCheck.WAITING)
        check = checks.get(person.key)
        if check and check.is_of(person.imprint):
            verdict = Verdict(person, label, check.outcome, check.asked_at)
        of_each.append(verdict)
    return of_each


def unanswered() -> list[UUID]:
    """Open cases with a name that the police register has not answered, the longest waiting first.

    But for those that are being answered just now: a long list goes on by itself."""
    lately = clock.now() - _A_ROUND
    of_same_case = NameCheck.objects.filter(case=OuterRef("case"), asked_at__gte=lately)
    waiting = NameCheck.objects.filter(outcome=NameCheck.WAITING, case__open=True)
    waiting = waiting.exclude(Exists(of_same_case))
    longest_first = waiting.order_by("id")
    cases = longest_first.values_list("case__uuid", flat=True)
    each_once = dict.fromkeys(cases)
    return list(each_once)
