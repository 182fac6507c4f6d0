"""Completions while somebody types, in characters, pinyin or first letters."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from yichuang.catalog.search.hit import Suggestion
from yichuang.catalog.search.pinyin import syllables
from yichuang.catalog.search.text import is_han, normalise

MAX_SCANNED, MAX_PER_ITEM = 400, 2


class Suggester:
    """Sorted spellings of every name and phrase. Read-only once made."""

    def __init__(self, texts: Iterable[tuple[str, str, float]]) -> None:
        """`texts`: (text, item code, weight); heavier come first among those that fit equally well."""
        self._rows = list(texts)
        keys: list[tuple[str, int]] = []
        for place, (text, _, _) in enumerate(self._rows):
            keys.extend((key, place) for key in _spellings(text))
        self._keys = sorted(keys)

    def suggest(self, prefix: str, limit: int) -> list[Suggestion]:
        """At most `limit` completions, one per text; [] when nothing begins so."""
        beginning = normalise(prefix).replace(" ", "")
        if not beginning:
            return []
        places: set[int] = set()
        start = bisect_left(self._keys, (beginning, -1))
        for key, place in self._keys[start : start + MAX_SCANNED]:
            if not key.startswith(beginning):
                break
            places.add(place)
        ranked = sorted(
            places, key=lambda place: (-self._rows[place][2], len(self._rows[place][0]), place)
        )
        return _distinct([self._rows[place] for place in ranked], limit)


def _spellings(text: str) -> set[str]:
    plain = normalise(text).replace(" ", "")
    han = "".join(filter(is_han, plain))
    sounds = syllables(han) if han else []
    return {key for key in (plain, "".join(sounds), "".join(sound[:1] for sound in sounds)) if key}


def _distinct(rows: Sequence[tuple[str, str, float]], limit: int) -> list[Suggestion]:
    chosen: dict[str, Suggestion] = {}
    per_item: Counter[str] = Counter()
    for text, code, _ in rows:
        if text not in chosen and per_item[code] < MAX_PER_ITEM:
            per_item[code] += 1
            chosen[text] = Suggestion(text, code)
    return list(chosen.values())[:limit]
