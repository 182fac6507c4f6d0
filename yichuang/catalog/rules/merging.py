"""A new pack beside what an office has revised itself: what it revised stands, the rest follows the pack."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Elements = Mapping[str, Any]
COMPUTED = ("process_kind", "steps", "terms")  # worked out of the others when a text is published


@dataclass(frozen=True)
class Merged:
    """A pack beside revisions.

    elements: what is to be published.
    left_out: keys whose other text of the pack was not taken, in order.
    """

    elements: dict[str, Any]
    left_out: tuple[str, ...]


def differing(before: Elements, after: Elements) -> set[str]:
    """Keys that are not the same in both."""
    keys = set()
    for key in {*before, *after}:
        first = before.get(key)
        second = after.get(key)
        if first != second:
            keys.add(key)
    return keys


def before_revisions(history: Sequence[tuple[bool, Elements]]) -> dict[str, Any]:
    """What stood before an office changed it, by the keys that it has not changed back.

    history: of each version, in order, whether the packs published it,
    and its elements.
    """
    before_it = {}
    for earlier, later in pairwise(history):
        is_pack, after = later
        if is_pack:
            continue
        _, before = earlier
        for key in differing(before, after):
            value = before.get(key)
            first = before_it.setdefault(key, value)
            now = after.get(key)
            if now == first:
                del before_it[key]
    return before_it


def merged(revised: Collection[str], present: Elements, pack: Elements) -> Merged:
    """Every element of the pack, but for the revised keys, which stay as they are.

    revised: keys that an office has changed.
    present: the elements that are published now.
    pack: the elements of the new pack.
    """
    elements = dict(pack)
    left_out = []
    for key in sorted(revised):
        own = present.get(key)
        offered = pack.get(key)
        if own != offered:
            left_out.append(key)
        elements.pop(key, None)
        if key in present:
            elements[key] = own
    return Merged(elements, tuple(left_out))
