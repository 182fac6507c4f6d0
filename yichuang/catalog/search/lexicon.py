"""The words of the field: which mean the same, which carry nothing, found by sight first and by sound second."""

from collections.abc import Iterable, Sequence
from itertools import accumulate

from yichuang.catalog.search.pinyin import blurred, syllables
from yichuang.catalog.search.text import is_han, normalise

Sounds = tuple[str, ...]
LEAST_GAPPED, MOST_GAPS = 3, 4


class Lexicon:
    """Synonym groups and stop words; the longest word that fits at a place wins. Read-only once made."""

    def __init__(
        self, groups: Iterable[Sequence[str]], stopwords: Iterable[str], fillers: Iterable[str] = ()
    ) -> None:
        """fillers: characters that people put inside a word (没给我交社保), where they change nothing."""
        self._fillers = frozenset(fillers)
        self._concepts: dict[str, str] = {}
        self._by_sound: dict[Sounds, str] = {}
        self._by_blur: dict[Sounds, str] = {}
        self._by_initials: dict[str, list[tuple[Sounds, str]]] = {}
        for group in groups:
            for word in group:
                self._add(normalise(str(word)), str(group[0]))
        self._beginnings: set[str] = set()
        for word in self._concepts:
            self._beginnings.update(accumulate(word))
        stops = {normalise(word) for word in stopwords}
        self.empty_chars = frozenset(word for word in stops if len(word) == 1)
        self._stops = frozenset(word for word in stops if len(word) > 1)
        words = (*self._concepts, *self._stops)
        self._longest = max(map(len, words), default=1)
        self._longest_sound = max(map(len, self._by_sound), default=1)

    def _add(self, word: str, concept: str) -> None:
        self._concepts.setdefault(word, concept)
        if len(word) < 2 or not all(map(is_han, word)):
            return
        sounds = tuple(syllables(word))
        blurs = tuple(map(blurred, sounds))
        self._by_sound.setdefault(sounds, concept)
        self._by_blur.setdefault(blurs, concept)
        alike = self._by_initials.setdefault(_initials(sounds), [])
        alike.append((sounds, concept))

    def read(self, text: str) -> tuple[list[str], list[tuple[str, bool]]]:
        """Concepts of a normalised text, and the text in pieces, each with whether it is a known word of the field.

        Stop words are cut out; what lies between known words comes as one piece. Nothing is cut if all would go.
        """
        concepts: list[str] = []
        pieces: list[tuple[str, bool]] = []
        place = 0
        rest = 0
        while place < len(text):
            word, size = self._word_at(text, place)
            if not word:
                place += 1
                continue
            if rest < place:
                pieces.append((text[rest:place], False))
            if word in self._concepts:
                concepts.append(self._concepts[word])
                pieces.append((word, True))
            else:
                pieces.append((" ", False))
            place += size
            rest = place
        if rest < len(text):
            pieces.append((text[rest:], False))
        if not self._meaningful(pieces):
            pieces = [(text, False)]
        return concepts, pieces

    def says_nothing(self, text: str) -> bool:
        """Whether a normalised text is stop words through and through."""
        place = 0
        while place < len(text):
            word = self._longest_at(text, place)
            if word in self._concepts:
                return False
            if not word and text[place] != " " and text[place] not in self.empty_chars:
                return False
            place += len(word) or 1
        return True

    def _meaningful(self, pieces: list[tuple[str, bool]]) -> bool:
        empty = self.empty_chars | {" "}
        for piece, known in pieces:
            if known or not set(piece) <= empty:
                return True
        return False

    def _word_at(self, text: str, place: int) -> tuple[str, int]:
        """The longest word that begins here, and how many characters of the text it takes with what stands inside."""
        exact = self._longest_at(text, place)
        gapped, size = self._gapped_at(text, place)
        if len(gapped) > len(exact):
            return gapped, size
        return exact, len(exact)

    def _gapped_at(self, text: str, place: int) -> tuple[str, int]:
        """As `_word_at`, where fillers may stand inside the word.

        A word of two characters is taken without gaps only."""
        begun = best = ""
        size = best_size = 0
        most = self._longest + MOST_GAPS
        for char in text[place : place + most]:
            size += 1
            if begun + char in self._beginnings:
                begun += char
            elif begun and char in self._fillers:
                continue
            else:
                break
            if len(begun) < LEAST_GAPPED:
                continue
            if begun in self._concepts:
                best = begun
                best_size = size
        return best, best_size

    def _longest_at(self, text: str, place: int) -> str:
        for size in range(min(self._longest, len(text) - place), 0, -1):
            word = text[place : place + size]
            if word in self._concepts or word in self._stops:
                return word
        return ""

    def heard(self, sounds: Sequence[str]) -> list[tuple[str, bool]]:
        """Concepts that a row of syllables sounds like, each with whether every sound was exact."""
        concepts: list[tuple[str, bool]] = []
        place = 0
        blurs = tuple(map(blurred, sounds))
        while place < len(sounds) - 1:
            step = 1
            longest = min(self._longest_sound, len(sounds) - place)
            for size in range(longest, 1, -1):
                end = place + size
                exact = self._by_sound.get(tuple(sounds[place:end]))
                concept = exact or self._by_blur.get(blurs[place:end])
                if concept:
                    concepts.append((concept, exact is not None))
                    step = size
                    break
            place += step
        return concepts

    def abbreviated(self, sounds: Sequence[str]) -> set[str]:
        """Concepts that a row of syllables spells where single letters stand for syllables that begin with them.

        First letters alone must be three or more and the whole row; with a full syllable among them two are enough,
        when half of the row is spelled: keys struck at random always hold a syllable somewhere.
        """
        initials = _initials(sounds)
        bare = all(len(sound) == 1 for sound in sounds)
        if bare:
            if len(sounds) < 3:
                return set()
            return {concept for _, concept in self._by_initials.get(initials, ())}
        concepts: set[str] = set()
        place = spelled = 0
        while place < len(sounds) - 1:
            step = 1
            furthest = min(len(sounds), place + self._longest_sound)
            for end in range(furthest, place + 1, -1):
                typed = sounds[place:end]
                words = self._by_initials.get(initials[place:end], ())
                fits = {concept for word, concept in words if _spells(typed, word)}
                if fits:
                    concepts |= fits
                    step = end - place
                    spelled += step
                    break
            place += step
        if spelled * 2 < len(sounds):
            return set()
        return concepts


def _initials(sounds: Sequence[str]) -> str:
    return "".join(sound[:1] for sound in sounds)


def _spells(typed: Sequence[str], word: Sounds) -> bool:
    """Whether each is the syllable or its first letter, and one of them a whole syllable."""
    has_a_syllable = False
    for left, right in zip(typed, word, strict=True):
        if left == right:
            has_a_syllable = True
        elif left != right[0]:
            return False
    return has_a_syllable
