"""A draw that anybody may repeat: who knows the seed and the keys draws the same ones.

The hash of the seed is published before it is known among what is drawn, the seed itself with the draw.
"""

import hashlib
from collections.abc import Iterable


def seed_hash(seed: str) -> str:
    """What is published of a seed beforehand: its sha256, 64 hex digits."""
    return hashlib.sha256(seed.encode()).hexdigest()


def drawn(keys: Iterable[str], seed: str, number: int) -> list[str]:
    """So many of the keys, all of them where there are no more.

    The first by sha256 of the seed and the key; a key that is named
    twice counts once.
    """
    ranked = []
    for key in set(keys):
        rank = hashlib.sha256(f"{seed}{key}".encode()).hexdigest()
        ranked.append((rank, key))
    ranked.sort()
    first = ranked[: max(number, 0)]
    return [key for _, key in first]
