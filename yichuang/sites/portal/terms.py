"""时间怎么算: the terms of an item in plain words.

As its version froze them, for each situation that has its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.cases.rules import branches
from yichuang.cases.rules.branches import Branch
from yichuang.cases.rules.terms_before import RULE
from yichuang.catalog.rules.guides import Guide
from yichuang.sites.portal.term_lines import Line, lines_of


@dataclass(frozen=True)
class Part:
    """The terms of one situation. heading: which, "" where they hold for all."""

    heading: str
    lines: tuple[Line, ...]


def parts_of(g: Guide, answers: Mapping[str, str]) -> list[Part]:
    """The terms of an item, those of the answers alone where they choose.

    [] for versions that froze none.
    """
    every = branches.read(g.definition)
    if every[0][1].rule == RULE:
        return []
    possible = [branch for branch in every if _may_hold(branch, answers)]
    if _is_chosen(possible[0], answers):
        possible = possible[:1]
    parts = []
    for when, terms in reversed(possible):
        heading = _heading(g, when) if len(possible) > 1 else ""
        parts.append(Part(heading, lines_of(terms, g.definition)))
    return parts


def is_from_acceptance(g: Guide, answers: Mapping[str, str]) -> bool:
    """Whether the promise begins when an application with these answers is accepted."""
    terms = branches.terms_of(g.definition, answers)
    return terms.promise_from_acceptance


def _may_hold(branch: Branch, answers: Mapping[str, str]) -> bool:
    """Whether a branch may hold.

    Nothing that was answered speaks against it.
    """
    when, _ = branch
    for question, answer in when.items():
        if answers.get(question, answer) != answer:
            return False
    return True


def _is_chosen(branch: Branch, answers: Mapping[str, str]) -> bool:
    """Whether the answers meet it, which is the first that they may meet."""
    when, _ = branch
    for question in when:
        if question not in answers:
            return False
    return True


def _heading(g: Guide, when: Mapping[str, Any]) -> str:
    """Which situation it is.

    By the label of the answer.
    """
    labels = []
    for situation in g.situations:
        for option in situation.options:
            if when.get(situation.key) == option.value:
                labels.append(option.label)
    if not labels:
        return "一般的"
    return f"选“{'”“'.join(labels)}”的"
