"""How well each item answers a query: its best phrase, its whole text, what people need often, and hints."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from yichuang.catalog.search.documents import Document, agrees
from yichuang.catalog.search.features import Features, Reader
from yichuang.catalog.search.hints import Hints
from yichuang.catalog.search.postings import Postings
from yichuang.catalog.search.text import is_letter, normalise
from yichuang.catalog.search.vocabulary import LifeEvent

FIELD_WEIGHTS = {
    "name": 2.5,
    "words": 1.2,
    "line": 0.6,
    "result": 0.8,
    "conditions": 0.6,
    "materials": 0.2,
    "events": 0.3,
}
PHRASE_SHARE, ITEM_SHARE = 1.0, 0.35
SECOND_PHRASE = 0.15
PRIOR_SHARE = 0.06
HINT_SHARE = {"subject": 0.05, "level": 0.12, "line": 0.12}
EXACT_PHRASE, IN_NAME, NAME_START = 0.5, 0.2, 0.1
SHORT_QUERY, LETTERS_PER_SYLLABLE = 8, 3
EVENT_FIRST, EVENT_STEP = 0.4, 0.03
# an item that fits less is not listed; when even the best fits less than this, nothing is found
LEAST, LEAST_BEST = 0.12, 0.65


@dataclass(frozen=True)
class Ranked:
    """One document with its score and the reason in a few Chinese words."""

    place: int
    score: float
    why: str


class Ranker:
    """Scores all documents for one query. Read-only once made."""

    def __init__(
        self,
        documents: Sequence[Document],
        reader: Reader,
        hints: Hints,
        events: Sequence[LifeEvent],
    ) -> None:
        self._documents = documents
        self._reader = reader
        self._hints = hints
        self._units: list[tuple[int, str]] = []
        for place, doc in enumerate(documents):
            for text in dict.fromkeys(doc.phrases):
                self._units.append((place, text))
        read = cache(reader.of_text)
        self._phrases = Postings.cosine([read(text) for _, text in self._units])
        self._items = Postings.saturated([_weighted(doc, read) for doc in documents])
        self._exact: dict[str, set[int]] = defaultdict(set)
        for place, text in self._units:
            self._exact[normalise(text)].add(place)
        self._popular = sorted(
            range(len(documents)), key=lambda place: (-documents[place].prior, place)
        )
        self._by_event = self._bonuses(events)

    def ranked(self, text: str) -> Iterator[Ranked]:
        """Documents for a normalised query, best first; the popular ones where it names no subject matter; none where
        nothing fits well."""
        hints = self._hints.of(text)
        if self._reader.lexicon.says_nothing(self._hints.without(text)):
            yield from self._most_needed(hints)
            return
        scores, units = self._scores(text)
        shortness = SHORT_QUERY / _length(text) - 1
        prior_share = PRIOR_SHARE * max(1.0, shortness)
        for place in scores:
            doc = self._documents[place]
            scores[place] += prior_share * doc.prior
            hinted = sum(HINT_SHARE[facet] for facet, value in hints if agrees(doc, facet, value))
            scores[place] += hinted
        if max(scores.values(), default=0.0) < LEAST_BEST:
            return
        for place in sorted(scores, key=lambda place: (-scores[place], place)):
            yield Ranked(place, scores[place], self._why(place, units.get(place)))

    def _most_needed(self, hints: set[tuple[str, str]]) -> Iterator[Ranked]:
        for place in self._popular:
            doc = self._documents[place]
            if all(agrees(doc, facet, value) for facet, value in hints):
                yield Ranked(place, doc.prior, "常办事项")

    def _bonuses(self, events: Sequence[LifeEvent]) -> Mapping[str, Mapping[int, float]]:
        places = {doc.code: place for place, doc in enumerate(self._documents)}
        bonuses: dict[str, dict[int, float]] = {}
        for event in events:
            members = [places[code] for code in event.items if code in places]
            bonus = {place: EVENT_FIRST - EVENT_STEP * rank for rank, place in enumerate(members)}
            for word in (event.name, *event.words):
                bonuses[normalise(word)] = bonus
        return bonuses

    def _scores(self, text: str) -> tuple[dict[int, float], dict[int, int]]:
        query = self._reader.of_query(text)
        totals: dict[int, float] = {}
        best_units: dict[int, int] = {}
        for place, (first, second, unit) in self._best_units(query).items():
            totals[place] = PHRASE_SHARE * (first + SECOND_PHRASE * second)
            best_units[place] = unit
        for place, score in self._items.scores(query).items():
            totals[place] = totals.get(place, 0.0) + ITEM_SHARE * score
        for place, bonus in self._literal(text):
            totals[place] = totals.get(place, 0.0) + bonus
        scores = {place: score for place, score in totals.items() if score >= LEAST}
        return scores, best_units

    def _literal(self, text: str) -> Iterator[tuple[int, float]]:
        for place in self._exact.get(text, ()):
            yield place, EXACT_PHRASE
        event = text.removesuffix("一件事")
        yield from self._by_event.get(event, {}).items()
        for place, doc in enumerate(self._documents):
            if doc.name.startswith(text):
                yield place, IN_NAME + NAME_START
            elif text in doc.name:
                yield place, IN_NAME

    def _best_units(self, query: Features) -> dict[int, tuple[float, float, int]]:
        best: dict[int, tuple[float, float, int]] = {}
        for unit, score in self._phrases.scores(query).items():
            place = self._units[unit][0]
            first, second, at = best.get(place, (0.0, 0.0, unit))
            if score > first:
                best[place] = (score, first, unit)
            elif score > second:
                best[place] = (first, score, at)
        return best

    def _why(self, place: int, unit: int | None) -> str:
        if unit is None:
            return "内容相符"
        phrase = self._units[unit][1]
        if phrase in self._documents[place].name:
            return "名称相符"
        return f"大家也说“{phrase}”"


def _length(text: str) -> float:
    """Length in syllables, about."""
    letters = sum(map(is_letter, text))
    return max(1.0, len(text) - letters + letters / LETTERS_PER_SYLLABLE)


def _weighted(doc: Document, read: Callable[[str], Features]) -> Features:
    total: Features = defaultdict(float)
    for field, texts in doc.fields.items():
        weight = FIELD_WEIGHTS[field]
        for text in texts:
            for feature, count in read(text).items():
                if feature[0] != "i":
                    total[feature] += weight * count
    return dict(total)
