"""Answers of the search."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Hit:
    """One item found: its code, a score to order by (higher is better), and why in a few Chinese words."""

    code: str
    score: float
    why: str


@dataclass(frozen=True)
class Suggestion:
    """A completion while typing: the text to show and the item it leads to."""

    text: str
    code: str
