"""Sounds: syllables of Chinese text, typed pinyin cut into syllables, and the slips of southern ears."""

from functools import lru_cache

from pypinyin import lazy_pinyin, load_phrases_dict
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

from yichuang.catalog.search.text import is_letter

MAX_READINGS = 3
LONGEST_SYLLABLE = 6
LETTER_COST = 1.6
TEXTS = (
    16_384  # more than a catalogue says: its next revision is read with what the last one has told
)


@lru_cache(1)
def known_syllables() -> frozenset[str]:
    """Every toneless syllable of common characters, ü typed as v, and -on as southerners write -ong."""
    readings = {
        one
        for point, all_ in PINYIN_DICT.items()
        if 0x4E00 <= point <= 0x9FA5
        for one in all_.split(",")
    }
    plain = {to_normal(reading).replace("ü", "v") for reading in readings}
    common = {
        one
        for one in plain
        if all(map(is_letter, one)) and set(one) & set("aeiouv") and one not in "iuv"
    }
    return frozenset(common | {one[:-1] for one in common if one.endswith("ong")})


@lru_cache(1)
def _learn(readings: tuple[tuple[str, str], ...]) -> None:
    phrases = {}
    for word, sounds in readings:
        phrases[word] = [[one] for one in sounds.split()]
    load_phrases_dict(phrases)
    _read.cache_clear()


def learn_readings(readings: dict[str, str]) -> None:
    """Teach the readings of words whose characters have several, as {"调档": "diao dang"}."""
    _learn(tuple(readings.items()))


@lru_cache(TEXTS)
def _read(text: str) -> tuple[str, ...]:
    sounds = lazy_pinyin(text, errors=_silent)
    if len(sounds) == len(text):
        return tuple(sounds)
    return tuple(_first(lazy_pinyin(char, errors="ignore")) for char in text)


def _silent(chars: str) -> list[str]:
    return [""] * len(chars)


def _first(sounds: list[str]) -> str:
    return sounds[0] if sounds else ""


def syllables(text: str) -> list[str]:
    """One toneless syllable per character of `text` (Chinese characters only), "" where none is known."""
    return list(_read(text))


@lru_cache(4096)
def blurred(syllable: str) -> str:
    """The syllable as heard where z/zh, c/ch, s/sh, n/l, r/l, f/h, -n/-ng are one sound."""
    sound = syllable
    if sound[:2] in ("zh", "ch", "sh"):
        sound = sound[0] + sound[2:]
    if sound[:1] in ("n", "r") and len(sound) > 1:
        sound = "l" + sound[1:]
    if sound[:2] == "hu":
        sound = "f" + (sound[2:] or "u")
    if sound.endswith("ng"):
        sound = sound[:-1]
    return sound


@lru_cache(1024)
def segmentations(letters: str) -> tuple[tuple[str, ...], ...]:
    """The cheapest ways to read `letters` as syllables, single letters standing for first letters of syllables."""
    known = known_syllables()
    best: list[list[tuple[float, tuple[str, ...]]]] = [[(0.0, ())]]
    for end in range(1, len(letters) + 1):
        ways = []
        for start in range(max(0, end - LONGEST_SYLLABLE), end):
            piece = letters[start:end]
            if piece in known or len(piece) == 1:
                cost = 1.0 if piece in known else LETTER_COST
                ways.extend((total + cost, (*path, piece)) for total, path in best[start])
        ways.sort(key=lambda way: way[0])
        best.append(ways[:MAX_READINGS])
    cheapest = best[-1][0][0]
    return tuple(path for total, path in best[-1] if total == cheapest)
