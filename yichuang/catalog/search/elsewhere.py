"""What people look for here although others do it: said plainly before the look-alikes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yichuang.catalog.search.text import normalise


@dataclass(frozen=True)
class Elsewhere:
    """what: the matter; who does it; phone: a national service line, or ""."""

    what: str
    who: str
    phone: str


def owner_of(query: str, rows: Sequence[Mapping[str, Any]], empty: Sequence[str]) -> Elsewhere | None:
    """Who does what the query asks for, when it is not ours; None when nothing of that kind is said.

    rows: packs/search/elsewhere.yaml; empty: words without a subject (怎么办, 去哪里), which count for nothing when a
    word must stand alone."""
    text = normalise(query).replace(" ", "")
    bare = _without(text, empty)
    for row in rows:
        named = any(word in text for word in row["words"]) or bare in row.get("alone", ())
        if named and not any(word in text for word in row.get("unless", ())):
            return Elsewhere(row["what"], row["who"], row.get("phone", ""))
    return None


def _without(text: str, empty: Sequence[str]) -> str:
    for word in sorted(empty, key=len, reverse=True):
        text = text.replace(word, "")
    return text
