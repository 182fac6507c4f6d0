"""What a text is made of for the search: characters, pairs, known words, sounds and first letters."""

import re
from collections import Counter
from itertools import chain, pairwise, product

from yichuang.catalog.search.lexicon import Lexicon
from yichuang.catalog.search.pinyin import blurred, segmentations, syllables
from yichuang.catalog.search.text import is_han, normalise

# How much a feature of each kind says. c one character, b two in a row, g two with a gap, k a known word or its
# synonyms, w a Latin word, n a number, p two syllables, f two blurred syllables, s one blurred syllable,
# i first letters in a row (^ is the start).
WEIGHTS = {
    "c": 0.7,
    "b": 1.0,
    "g": 0.4,
    "k": 1.4,
    "w": 1.6,
    "n": 0.5,
    "p": 0.45,
    "f": 0.4,
    "s": 0.12,
    "i": 0.8,
}
HEARD_EXACT, HEARD_BLURRED = 0.7, 0.5
LONGEST_INITIALS = 24
_RUNS = re.compile(r"[a-z]+|\d+|[^a-z\d\s]+")
_LATIN = re.compile(r"[a-z]")
_ALL_LATIN = re.compile(r"[a-z ]*")

Features = dict[str, float]


class Reader:
    """Turns texts of items and queries into the same features. Read-only once made."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def of_text(self, text: str) -> Features:
        """Features of a text of ours: {feature: count}."""
        features, sounds = self._of_normal(normalise(text))
        for row in sounds:
            _add_initials(features, [sound[:1] for sound in row])
        return features

    def of_query(self, query: str) -> Features:
        """Features of what somebody typed: also words only heard, pinyin, first letters, and their mixtures."""
        text = normalise(query)
        features, sounds = self._of_normal(text)
        for row in sounds:
            self._add_heard(features, row)
        for mixed in _mixed_rows(text):
            _add_sounds(features, mixed, once=True)
            self._add_heard(features, mixed)
            if any(_is_initial(sound) for sound in mixed):
                _add_initials(features, [sound[:1] for sound in mixed])
                for concept in self.lexicon.abbreviated(mixed):
                    _raise_to(features, f"k:{concept}", HEARD_EXACT)
        return features

    def _of_normal(self, text: str) -> tuple[Features, list[list[str]]]:
        concepts, pieces = self.lexicon.read(text)
        features: Features = Counter(f"k:{concept}" for concept in concepts)
        left_over = "".join(piece for piece, _ in pieces)
        rows = []
        for run in _RUNS.findall(left_over):
            if is_han(run[0]):
                sounds = syllables(run)
                self._add_characters(features, run)
                _add_sounds(features, sounds)
                rows.append(sounds)
                continue
            kind = "n" if run.isdecimal() else "w"
            feature = f"{kind}:{run}"
            features[feature] = features.get(feature, 0) + 1
        return features, rows

    def _add_characters(self, features: Features, run: str) -> None:
        for char in run:
            if char not in self.lexicon.empty_chars:
                feature = f"c:{char}"
                features[feature] = features.get(feature, 0) + 1
        for left, right in pairwise(run):
            feature = f"b:{left}{right}"
            features[feature] = features.get(feature, 0) + 1
        for left, right in zip(run, run[2:], strict=False):
            features[f"g:{left}{right}"] = 1

    def _add_heard(self, features: Features, row: list[str]) -> None:
        for concept, exact in self.lexicon.heard(row):
            _raise_to(features, f"k:{concept}", HEARD_EXACT if exact else HEARD_BLURRED)


def _raise_to(features: Features, feature: str, count: float) -> None:
    features[feature] = max(features.get(feature, 0), count)


def _add_sounds(features: Features, row: list[str], *, once: bool = False) -> None:
    blurs = [blurred(sound) for sound in row]
    new = [f"s:{blur}" for blur in blurs if blur]
    new += [f"p:{left} {right}" for left, right in pairwise(row) if left and right]
    new += [f"f:{left} {right}" for left, right in pairwise(blurs) if left and right]
    for feature in new:
        features[feature] = 1 if once else features.get(feature, 0) + 1


def _add_initials(features: Features, letters: list[str]) -> None:
    row = "^" + "".join(letters)[:LONGEST_INITIALS]
    for size in (2, 3, 4):
        for start in range(len(row) - size + 1):
            feature = f"i:{row[start : start + size]}"
            features[feature] = 1


def _is_initial(sound: str) -> bool:
    return len(sound) == 1 and sound not in "aeo"


def _mixed_rows(text: str) -> list[list[str]]:
    """Every reading of each blank-free stretch of `text` that has Latin letters, as rows of syllables."""
    rows: list[list[str]] = []
    stretches = text.split()
    for stretch in stretches:
        if not _LATIN.search(stretch):
            continue
        parts = [_readings(run) for run in _RUNS.findall(stretch)]
        choices = list(product(*parts))
        for choice in choices[:4]:
            rows.append(list(chain.from_iterable(choice)))
    if len(stretches) > 1 and _ALL_LATIN.fullmatch(text):
        ways = segmentations(text.replace(" ", ""))
        rows.extend(list(way) for way in ways)
    return rows


def _readings(run: str) -> list[list[str]]:
    if is_han(run[0]):
        return [syllables(run)]
    if run[0].isalpha():
        return segmentations(run)
    return [[]]
