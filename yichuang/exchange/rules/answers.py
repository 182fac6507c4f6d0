"""Whether an answer counts.

Only one does that names whom we asked about, and tells nothing that we did
not ask (个人信息保护法 6, 8;
docs/adr/0077-an-answer-counts-only-for-the-person-asked-about.md). Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from yichuang.core import spelling
from yichuang.exchange.questions import EMPLOYER, Answer, Asked, Whom
from yichuang.exchange.rules import elements

FOUND = "found"
NOT_FOUND = "not_found"
CONTRADICTS = "contradicts"
REFUSED = "refused"
UNAVAILABLE = "unavailable"
WRONG_PERSON = "wrong_person"
MALFORMED = "malformed"
LONGEST_RECEIPT = 80
_BRACKETS = str.maketrans("（）〔〕［］", "()()[]")


@dataclass(frozen=True)
class Judged:
    """What counts of an answer.

    outcome: as Query.outcome.
    incident: why nothing of it counts, "" where it does.
    facts: by element, as they are kept.
    differs: the claims that are not so.
    """

    outcome: str
    incident: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    differs: tuple[str, ...] = ()


_IS_ABOUT_ANOTHER = Judged(UNAVAILABLE, WRONG_PERSON)
_IS_MALFORMED = Judged(UNAVAILABLE, MALFORMED)


def judged(question: Asked, answer: Answer, kinds: Mapping[str, str]) -> Judged:
    """What counts of the answer to a question.

    Nothing of an answer that is about another, or that is not made as
    agreed, is in what is returned.

    kinds: element → its kind, of the source that was asked.
    """
    is_ours = answer.question == question.uuid
    if is_ours and answer.outcome == REFUSED:
        return Judged(REFUSED)
    if answer.whom is not None and not is_same(question.whom, answer.whom):
        return _IS_ABOUT_ANOTHER
    if not is_ours or not _is_well_made(question, answer):
        return _IS_MALFORMED
    try:
        facts = _facts(question, answer, kinds)
    except elements.Misfit:
        return _IS_MALFORMED
    if answer.outcome == NOT_FOUND:
        return Judged(NOT_FOUND)
    differs = answer.differs
    if not differs:
        differs = _differing(question, facts)
    if differs:
        return Judged(CONTRADICTS, differs=differs)
    return Judged(FOUND, facts=facts)


def is_same(one: Whom, other: Whom) -> bool:
    """Whether two mean the same person or unit.

    By number and by name, however they are written.
    """
    if one.kind != other.kind:
        return False
    if spelling.code(one.number) != spelling.code(other.number):
        return False
    if one.kind == EMPLOYER:
        return _name_of_unit(one.name) == _name_of_unit(other.name)
    return spelling.is_same_name(one.name, other.name)


def _name_of_unit(name: str) -> str:
    """What two names of units are compared by.

    Wide and narrow brackets are the same.
    """
    key = spelling.key_of_name(name)
    return key.translate(_BRACKETS)


def _is_well_made(question: Asked, answer: Answer) -> bool:
    """Whether an answer is about somebody, has a receipt, and says nothing
    beside its outcome."""
    if answer.whom is None:
        return False
    receipt = answer.receipt.strip()
    if not receipt or len(receipt) > LONGEST_RECEIPT:
        return False
    for element in answer.differs:
        if element not in question.claims:
            return False
    has_facts = bool(answer.facts)
    has_differences = bool(answer.differs)
    if answer.outcome == FOUND:
        return not has_differences
    if answer.outcome == CONTRADICTS:
        return has_differences and not has_facts
    return answer.outcome == NOT_FOUND and not has_differences and not has_facts


def _facts(question: Asked, answer: Answer, kinds: Mapping[str, str]) -> dict[str, Any]:
    """The facts as they are kept.

    Raises elements.Misfit where one was not asked for, or is not of its kind.
    """
    facts = {}
    for element, value in answer.facts.items():
        if element not in question.elements:
            raise elements.Misfit
        kind = kinds.get(element)
        if kind is None:
            raise elements.Misfit
        facts[element] = elements.read(kind, value)
    return facts


def _differing(question: Asked, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """The claims that the facts do not bear out, although the source did not
    say so."""
    differing = []
    for element, claim in question.claims.items():
        if element not in facts:
            continue
        fact = facts[element]
        if not elements.agree(claim, fact):
            differing.append(element)
    return tuple(differing)
