"""What people look for here although others do it: said plainly before the look-alikes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yichuang.catalog.search.text import normalise

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Elsewhere:
    """what: the matter; who does it; phone: a national service line, or ""; beside: we do a part of it."""

    what: str
    who: str
    phone: str
    beside: bool = False


@dataclass(frozen=True)
class Vocabulary:
    """empty: words without a subject (怎么办, 去哪里), which count for nothing when a word must stand alone.

    own_words: those of our own field; beside one of them a paper is only a condition."""

    empty: Sequence[str]
    own_words: Sequence[str] = ()


def owner_of(query: str, rows: Sequence[Row], vocabulary: Vocabulary) -> Elsewhere | None:
    """Who does what the query asks for, when it is not ours; None when nothing of that kind is said.

    rows: packs/search/elsewhere.yaml."""
    row = first_asked_for(query, rows, vocabulary)
    if row is None:
        return None
    return Elsewhere(
        what=row["what"],
        who=row["who"],
        phone=row.get("phone", ""),
        beside=row.get("beside", False),
    )


def first_asked_for(query: str, rows: Sequence[Row], vocabulary: Vocabulary) -> Row | None:
    """The first row of which a word stands in the query, or which is all that is asked for.

    A word of `unless` bars its row, and so does a word of ours beside a condition."""
    text = normalise(query).replace(" ", "")
    bare = _without(text, vocabulary.empty)
    for row in rows:
        if _says(text, row.get("unless", ())):
            continue
        if _says(text, row["words"]):
            if _is_condition(text, row, vocabulary.own_words):
                continue
            return row
        if bare in row.get("alone", ()):
            return row
    return None


def _is_condition(text: str, row: Row, own_words: Sequence[str]) -> bool:
    """Whether what the row names is only needed, held or lost for a matter of ours."""
    if "condition" not in row:
        return False
    rest = _without(text, row["words"])
    return _says(rest, own_words)


def _says(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)


def _without(text: str, empty: Sequence[str]) -> str:
    for word in sorted(empty, key=len, reverse=True):
        text = text.replace(word, "")
    return text
