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
        self._documents, self._reader, self._hints = documents, reader, hints
        self._units = [
            (place, text)
            for place, doc in enumerate(documents)
            for text in dict.fromkeys(doc.phrases)
        ]
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
        prior_share = PRIOR_SHARE * max(1.0, SHORT_QUERY / _length(text) - 1)
        for place in scores:
            doc = self._documents[place]
            scores[place] += prior_share * doc.prior
            scores[place] += sum(
                HINT_SHARE[facet] for facet, value in hints if agrees(doc, facet, value)
            )
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
            bonuses.update((normalise(word), bonus) for word in (event.name, *event.words))
        return bonuses

    def _scores(self, text: str) -> tuple[dict[int, float], dict[int, int]]:
        query = self._reader.of_query(text)
        best = self._best_units(query)
        totals = {
            place: PHRASE_SHARE * (first + SECOND_PHRASE * second)
            for place, (first, second, _) in best.items()
        }
        for place, score in self._items.scores(query).items():
            totals[place] = totals.get(place, 0.0) + ITEM_SHARE * score
        for place, bonus in self._literal(text):
            totals[place] = totals.get(place, 0.0) + bonus
        kept = {place: score for place, score in totals.items() if score >= LEAST}
        return kept, {place: unit for place, (_, _, unit) in best.items()}

    def _literal(self, text: str) -> Iterator[tuple[int, float]]:
        for place in self._exact.get(text, ()):
            yield place, EXACT_PHRASE
        yield from self._by_event.get(text.removesuffix("一件事"), {}).items()
        for place, doc in enumerate(self._documents):
            if text in doc.name:
                yield place, IN_NAME + NAME_START * doc.name.startswith(text)

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
        return "名称相符" if phrase in self._documents[place].name else f"大家也说“{phrase}”"


def _length(text: str) -> float:
    """Length in syllables, about."""
    letters = sum(map(is_letter, text))
    return max(1.0, len(text) - letters + letters / LETTERS_PER_SYLLABLE)


def _weighted(doc: Document, read: Callable[[str], Features]) -> Features:
    total: Features = defaultdict(float)
    for field, texts in doc.fields.items():
        for text in texts:
            for feature, count in read(text).items():
                if feature[0] != "i":
                    total[feature] += FIELD_WEIGHTS[field] * count
    return dict(total)
