"""What a legal officer agrees to.

The pack to the letter, and the figures that it names: whatever of them
changes has to be agreed to again, and until then nothing is decided by rule.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from yichuang.eligibility.rules.giving import NAMING

Pack = Mapping[str, Any]
Rows = Sequence[Mapping[str, Any]]
Tables = Mapping[str, Rows]
JOINED = ("all", "any")


def figures_of(pack: Pack) -> list[str]:
    """Names of the public figures that a pack uses.

    Each once, in order.
    """
    names = set(_in_conditions(pack))
    gives = pack.get("gives") or {}
    for part in gives.values():
        for key in NAMING:
            if key in part:
                name = part[key]
                names.add(name)
    return sorted(names)


def _in_conditions(holder: Mapping[str, Any]) -> Iterator[str]:
    """Names of the figures that conditions ask for.

    holder: a pack, or a condition that joins others.
    """
    if "number" in holder:
        yield holder["number"]
    for joined in JOINED:
        parts = holder.get(joined, ())
        for part in parts:
            yield from _in_conditions(part)


def digest_of(pack: Pack, tables: Tables) -> str:
    """sha256 of the pack with its figures, in hex.

    tables: rows of packs/numbers by name.
    """
    named = _named(pack, tables)
    both = {"pack": pack, "figures": named}
    return _hash(both)


def digest_of_figures(pack: Pack, tables: Tables) -> str:
    """The same of the figures alone.

    "" for a pack that names none.
    """
    named = _named(pack, tables)
    if not named:
        return ""
    return _hash(named)


def _named(pack: Pack, tables: Tables) -> dict[str, Rows]:
    """The figures of a pack, by name."""
    named = {}
    for name in figures_of(pack):
        named[name] = tables.get(name, ())
    return named


def _hash(value: Any) -> str:
    """sha256 of canonical JSON.

    Equal for equal content.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    content = text.encode()
    return hashlib.sha256(content).hexdigest()
