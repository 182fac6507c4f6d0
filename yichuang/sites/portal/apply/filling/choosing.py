"""Whom an application may be about: people who are chosen, so that no name and number are typed."""

from dataclasses import dataclass

from yichuang.cases.queries import household
from yichuang.catalog.rules.forms import Form
from yichuang.core import masking
from yichuang.identity.queries import Sight
from yichuang.registry import queries as registry
from yichuang.registry.models import Person


@dataclass(frozen=True)
class Choice:
    """A person who may be chosen.

    uuid: the key that is posted.
    number: as it may be shown.
    """

    uuid: str
    name: str
    number: str


def choices(form: Form, sight: Sight) -> list[Choice]:
    """Whom the matter may be about, as the page offers them.

    None where the form is about nobody.
    """
    if not form.about:
        return []
    offered = []
    for person in _people(form, sight):
        uuid = str(person.uuid)
        number = masking.id_number(person.id_number)
        choice = Choice(uuid, person.name, number)
        offered.append(choice)
    return offered


def _people(form: Form, sight: Sight) -> list[Person]:
    """The applicant, first, where the item allows it, and those for whom they applied before."""
    about = form.about[0]
    people = household.applied_for(sight)
    applicant = sight.subject
    if not about.oneself or not isinstance(applicant, Person):
        return people
    others = [person for person in people if person != applicant]
    return [applicant, *others]


def answers_naming(form: Form, uuid: str) -> dict[str, str]:
    """The answers of the form that name this person."""
    person = registry.person(uuid)
    about = form.about[0]
    answers = {about.name: person.name}
    document = about.answers_for(person.id_number, person.id_type)
    answers.update(document)
    return answers
