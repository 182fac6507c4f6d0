"""Which papers others hold, and what their answers together say of one.

Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.exchange.rules import answers
from yichuang.exchange.rules.elements import agree

WAITING = "waiting"
APPLICANT = "applicant"
ABOUT = "about"
MOST_ROWS = 20
# of several people: the first of these that is said of one of them
_WORST_FIRST = (answers.CONTRADICTS, answers.NOT_FOUND, WAITING, answers.UNAVAILABLE)


@dataclass(frozen=True)
class Named:
    """Fields of a form that name somebody."""

    name: str
    number: str
    kind: str = ""


@dataclass(frozen=True)
class Rows:
    """A table of a form whose rows each name somebody.

    most: of a longer one nobody is asked for.
    """

    table: str
    name: str
    number: str
    most: int


@dataclass(frozen=True)
class Holding:
    """A paper that sources hold.

    papers: its names.
    sources: codes, any of which may find it.
    whom: APPLICANT, ABOUT or fields of the form.
    rows, instead: item, or group of the form → who else it is asked about.
    claims: element → the field of the form that says it.
    conditions: element → what it has to be for the paper to be held;
    another value contradicts.
    alternatives: the same; another value is as good as nothing found.
    """

    papers: tuple[str, ...]
    sources: tuple[str, ...]
    whom: str | Named
    rows: Mapping[str, Rows]
    instead: Mapping[str, Named]
    claims: Mapping[str, str]
    conditions: Mapping[str, Any]
    alternatives: Mapping[str, Any]

    def of_whom(self, item: str, groups: Iterable[str] = ()) -> str | Named | Rows:
        """About whom it is asked where an item needs the paper.

        groups: those of its form.
        """
        for key in (item, *groups):
            named = self.rows.get(key) or self.instead.get(key)
            if named:
                return named
        return self.whom

    def claims_of(self, elements: Iterable[str]) -> dict[str, str]:
        """The claims that a source with these elements can compare.

        Returns element → field.
        """
        compared = {}
        for element in elements:
            if element in self.claims:
                compared[element] = self.claims[element]
        return compared

    def elements_of(self, elements: Iterable[str]) -> tuple[str, ...]:
        """What of these elements has to be told to know whether the paper is held."""
        needed = {*self.claims, *self.conditions, *self.alternatives}
        return tuple(element for element in elements if element in needed)


@dataclass(frozen=True)
class Heard:
    """What one source said.

    elements: what it was asked.
    facts: of a find, as they are kept.
    """

    elements: tuple[str, ...]
    outcome: str
    receipt: str = ""
    facts: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Verdict:
    """What all sources together say of a paper.

    receipts: of those that the outcome rests on.
    """

    outcome: str
    receipts: tuple[str, ...] = ()


def code_of(source: str) -> str:
    """The source of the packs behind a code that may say more
    ("own.results:…")."""
    code, _, _ = source.partition(":")
    return code


def together(holding: Holding, heard: Iterable[Heard]) -> Verdict:
    """What several sources say of a paper.

    Found by one, not found by all; one contradiction beats a find; while
    one is waited for, waiting; unavailable where one did not answer or
    nobody was asked
    (docs/adr/0077-an-answer-counts-only-for-the-person-asked-about.md).
    """
    receipts = _receipts(holding, heard)
    for outcome in (answers.CONTRADICTS, answers.FOUND):
        if outcome in receipts:
            return Verdict(outcome, receipts[outcome])
    if WAITING in receipts:
        return Verdict(WAITING)
    if set(receipts) != {answers.NOT_FOUND}:
        return Verdict(answers.UNAVAILABLE)
    return Verdict(answers.NOT_FOUND, receipts[answers.NOT_FOUND])


def of_several(verdicts: Iterable[Verdict]) -> Verdict:
    """What is said of a paper that several people have to have.

    Found where it is for each of them.
    """
    receipts: dict[str, tuple[str, ...]] = {}
    for verdict in verdicts:
        before = receipts.get(verdict.outcome, ())
        receipts[verdict.outcome] = before + verdict.receipts
    for outcome in _WORST_FIRST:
        if outcome in receipts:
            return Verdict(outcome, receipts[outcome])
    if answers.FOUND not in receipts:
        return Verdict(answers.UNAVAILABLE)
    return Verdict(answers.FOUND, receipts[answers.FOUND])


def _receipts(holding: Holding, heard: Iterable[Heard]) -> dict[str, tuple[str, ...]]:
    """Outcome → the receipts of those who said so of the paper."""
    receipts: dict[str, tuple[str, ...]] = {}
    for each in heard:
        outcome = _outcome(holding, each)
        before = receipts.get(outcome, ())
        receipts[outcome] = (*before, each.receipt)
    return receipts


def _outcome(holding: Holding, heard: Heard) -> str:
    """What one source says of the paper.

    Of what it found, whether that is the paper.
    """
    if heard.outcome != answers.FOUND:
        return heard.outcome
    if not _meets(holding.conditions, heard):
        return answers.CONTRADICTS
    if not _meets(holding.alternatives, heard):
        return answers.NOT_FOUND
    return answers.FOUND


def _meets(conditions: Mapping[str, Any], heard: Heard) -> bool:
    """Whether the facts are as the conditions on what was asked want them.

    What was not told is not.
    """
    facts = heard.facts or {}
    for element, value in conditions.items():
        if element not in heard.elements:
            continue
        if element not in facts:
            return False
        if not agree(value, facts[element]):
            return False
    return True
