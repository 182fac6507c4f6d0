"""Whom an application concerns beside its applicant, and how they are written with the case."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yichuang.cases.queries import named, renumbered
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import parties
from yichuang.cases.services.guessing import Asker, Misnamed, asker_of, wrong_names_are_counted
from yichuang.core.errors import Invalid
from yichuang.registry.models import Employer, Person
from yichuang.registry.services import Named, NamedEmployer

Subject = Person | Employer


@dataclass(frozen=True)
class Concerned:
    """Somebody beside the applicant.

    role: a code of rules/parties.py.
    until: the last day of an agent's mandate.
    """

    role: str
    subject: Subject
    until: date | None = None


def named_in(
    version: Version,
    answers: Mapping[str, Any],
    applicant: Subject | Named | NamedEmployer,
    there_already: Sequence[Concerned],
    unsaid: Collection[str] = (),
) -> list[Concerned]:
    """Whom the answers name: whom the matter is about, and who acts for the applicant, where the register knows the
    number under this very name. Nobody is entered in the register because somebody else named them.

    unsaid: keys of names of which the applicant may learn nothing (`refuse_wrong_names`)."""
    agents = [applicant]
    for party in there_already:
        if party.role == "agent":
            agents.append(party.subject)
    concerned = []
    for person in named.in_form(version, answers):
        known = person.known
        if known is None or person.key in unsaid:
            continue
        if person.role == "agent":
            if known not in agents:
                mandate = parties.mandated(answers)
                concerned.append(Concerned("agent", known, mandate.until))
        elif known != applicant:
            concerned.append(Concerned("about", known))
    each_once = dict.fromkeys(concerned)
    return list(each_once)


def refuse_wrong_names(
    version: Version, answers: Mapping[str, Any], asker: Asker, now: datetime
) -> frozenset[str]:
    """Raise Misnamed for every name that is not the one that the register has for its number, told at the name: those
    whom the matter is about, the agent, and the applicant under a new number. What the register does not know is taken
    as it is said. Raise Invalid for a credit code of another unit.

    Whoever guessed too often is told nothing more: returned are the keys of the names of which nothing is said. An
    officer sees the documents, and is told once."""
    code_problems = renumbered.code_problems(answers)
    if code_problems:
        raise Invalid(code_problems)
    unsaid = set()
    wrong = []
    persons = named.in_form(version, answers) + renumbered.persons(version, answers)
    for person in persons:
        if asker.may_learn_no_more(person, now):
            unsaid.add(person.key)
        elif person.is_misnamed:
            wrong.append(person)
    if wrong:
        raise Misnamed(wrong, asker)
    return frozenset(unsaid)


@wrong_names_are_counted
def look_at_names(
    *, version: Version, answers: Mapping[str, Any], actor: str, now: datetime
) -> None:
    """Raise Misnamed where sending these answers would, before they are signed; it counts as a try all the same.

    actor: of the account that is going to send them."""
    asker = asker_of(actor, None)
    refuse_wrong_names(version, answers, asker, now)


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
