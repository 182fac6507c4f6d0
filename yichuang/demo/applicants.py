"""Whoever of the demo applies for something: the people and employers of packs/demo/people.yaml by name."""

from dataclasses import dataclass

from yichuang.core import packs
from yichuang.registry import queries as registry
from yichuang.registry.models import Employer, Person

PEOPLE = "demo/people.yaml"


@dataclass(frozen=True)
class Applicant:
    """Who applies.

    subject: as the register has them.
    actor: as the trail names them.
    """

    subject: Person | Employer
    actor: str


def numbers() -> dict[str, tuple[str, str]]:
    """Name → (person or employer, number), of everybody of the demo."""
    pack = packs.read(PEOPLE)
    people = {}
    for row in pack["persons"]:
        people[row["name"]] = "person", row["id_number"]
    for row in pack["employers"]:
        people[row["name"]] = "employer", row["credit_code"]
    return people


def named(who: str) -> Applicant:
    """The applicant of this name; raises KeyError where the demo has nobody of it."""
    kind, number = numbers()[who]
    if kind == "person":
        subject = registry.person_by_id_number(number)
    else:
        subject = registry.employer_by_code(number)
    return Applicant(subject, f"{kind}:{subject.uuid}")
