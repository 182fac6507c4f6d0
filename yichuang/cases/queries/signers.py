"""Who acts for a unit in one matter, as its form knows them: they sign under their own name (电子签名法 13)."""

from collections.abc import Iterable
from typing import Any, Protocol

from yichuang.identity import queries as identity
from yichuang.registry.models import Employer, Person

FACT = "acting.name"


class Beside(Protocol):
    """Somebody beside the applicant, in a role."""

    role: str
    subject: Any


def of_filing(subject: object, parties: Iterable[Beside], actor: str) -> dict[str, str]:
    """The fact by which the form knows who acts for a unit: who has come for it, else who has its account; {} for a
    person, and where that is not known.

    actor: who sends it, as text."""
    if not isinstance(subject, Employer):
        return {}
    for party in parties:
        agent = party.subject
        if party.role == "agent" and isinstance(agent, Person):
            return {FACT: agent.name}
    if actor != identity.subject_key(subject):
        return {}
    handler = identity.handler_of(subject)
    if handler is None:
        return {}
    return {FACT: handler.name}
