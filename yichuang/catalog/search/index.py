"""The index of service items: built once per catalogue, then only read, by any number of threads."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from yichuang.catalog.search.documents import Document, document
from yichuang.catalog.search.features import Features, Reader
from yichuang.catalog.search.hints import Hints, agrees
from yichuang.catalog.search.hit import Hit, Suggestion
from yichuang.catalog.search.lexicon import Lexicon
from yichuang.catalog.search.pinyin import learn_readings
from yichuang.catalog.search.postings import Postings
from yichuang.catalog.search.suggest import Suggester
from yichuang.catalog.search.text import normalise
from yichuang.catalog.search.vocabulary import Vocabulary

FIELD_WEIGHTS = {"name": 2.5, "words": 1.2, "line": 0.6, "result": 0.8, "conditions": 0.6, "materials": 0.2, "events": 0.3}
PHRASE_SHARE, ITEM_SHARE = 1.0, 0.35
SECOND_PHRASE = 0.15
PRIOR_SHARE = 0.04
HINT_SHARE = {"subject": 0.05, "level": 0.12, "line": 0.12}
EXACT = 0.5
LEAST = 0.12
CODE_LENGTH, LEAST_CODE_PART = 12, 6


class Index:
    """Answers queries about the items it was built from. Make it with `Index.build`; it never changes."""

    def __init__(self, documents: Sequence[Document], vocabulary: Vocabulary) -> None:
        self._documents = list(documents)
        self._reader = Reader(Lexicon(vocabulary.synonyms, vocabulary.stopwords))
        self._hints = Hints(vocabulary.hints)
        self._events = {event.name: event.id for event in vocabulary.events}
        self._units = [(place, text) for place, doc in enumerate(self._documents) for text in dict.fromkeys(doc.phrases)]
        self._phrases = Postings.cosine([self._reader.of_text(text) for _, text in self._units])
        self._items = Postings.saturated([self._weighted(doc) for doc in self._documents])
        self._exact: dict[str, set[int]] = defaultdict(set)
        for place, text in self._units:
            self._exact[normalise(text)].add(place)
        self._popular = sorted(range(len(self._documents)), key=lambda place: (-self._documents[place].prior, place))
        weights = [self._documents[place].prior + (text == self._documents[place].name) for place, text in self._units]
        rows = [(text, self._documents[place].code, weight) for (place, text), weight in zip(self._units, weights, strict=True)]
        self._suggester = Suggester(rows)

    @classmethod
    def build(cls, items: Sequence[Mapping], vocabulary: Vocabulary) -> "Index":
        """An index of item dicts: code, name; optional business_line (or line), sub_line, service_object, levels,
        conditions, result, materials (names or dicts with a name), tags. Other keys are not read."""
        learn_readings(dict(vocabulary.readings))
        documents = []
        for item in items:
            events = {event.id: event.name for event in vocabulary.events if item["code"] in event.items}
            phrases = vocabulary.words.get(item["code"], ())
            documents.append(document(item, phrases=phrases, prior=vocabulary.prior, events=events))
        return cls(documents, vocabulary)

    def search(
        self,
        query: str,
        *,
        line: str | None = None,
        subject: str | None = None,
        level: str | None = None,
        life_event: str | None = None,
        limit: int = 20,
    ) -> list[Hit]:
        """Best items for what somebody typed, best first, at most `limit`; only those that pass the given facets.

        line: a business line such as 社会保险. subject: 个人 or 单位. level: 省 市 县 乡镇 村. life_event: its id or
        name. An empty query, or one that names nothing but a facet, gives the items people need most.
        """
        allowed = set(self._passing(line=line, subject=subject, level=level, life_event=life_event))
        text = normalise(query)
        by_code = self._by_code(text)
        if by_code:
            found = [(place, 1.0, "事项编码") for place in by_code]
        else:
            found = list(self._ranked(text))
        hits = [Hit(self._documents[place].code, round(score, 4), why) for place, score, why in found if place in allowed]
        return hits[:limit]

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """Completions of what is being typed; where nothing begins so, the names of the best items."""
        found = self._suggester.suggest(prefix, limit)
        if found or not normalise(prefix):
            return found
        names = {doc.code: doc.name for doc in self._documents}
        return [Suggestion(names[hit.code], hit.code) for hit in self.search(prefix, limit=limit)]

    def _weighted(self, doc: Document) -> Features:
        total: Features = defaultdict(float)
        for field, texts in doc.fields.items():
            for text in texts:
                for feature, count in self._reader.of_text(text).items():
                    if feature[0] != "i":
                        total[feature] += FIELD_WEIGHTS[field] * count
        return dict(total)

    def _passing(
        self, *, line: str | None, subject: str | None, level: str | None, life_event: str | None
    ) -> Iterator[int]:
        facets = [(facet, value) for facet, value in (("line", line), ("subject", subject), ("level", level)) if value]
        event = self._events.get(life_event or "", life_event)
        for place, doc in enumerate(self._documents):
            if all(agrees(doc, facet, value) for facet, value in facets) and (not event or event in doc.events):
                yield place

    def _by_code(self, text: str) -> list[int]:
        digits = text.replace(" ", "")
        if not (digits.isdecimal() and LEAST_CODE_PART <= len(digits) <= CODE_LENGTH):
            return []
        fits = [place for place, doc in enumerate(self._documents) if digits in doc.code]
        return sorted(fits, key=lambda place: (not self._documents[place].code.startswith(digits), place))

    def _ranked(self, text: str) -> Iterator[tuple[int, float, str]]:
        hints = self._hints.of(text)
        if not self._hints.without(text):
            for place in self._popular:
                doc = self._documents[place]
                if all(agrees(doc, facet, value) for facet, value in hints):
                    yield place, doc.prior, "常办事项"
            return
        scores, units = self._scores(text)
        for place in scores:
            doc = self._documents[place]
            scores[place] += PRIOR_SHARE * doc.prior
            scores[place] += sum(HINT_SHARE[facet] for facet, value in hints if agrees(doc, facet, value))
        for place in sorted(scores, key=lambda place: (-scores[place], place)):
            yield place, scores[place], self._why(place, units.get(place))

    def _scores(self, text: str) -> tuple[dict[int, float], dict[int, int]]:
        query = self._reader.of_query(text)
        best: dict[int, tuple[float, float, int]] = {}
        for unit, score in self._phrases.scores(query).items():
            place = self._units[unit][0]
            first, second, at = best.get(place, (0.0, 0.0, unit))
            if score > first:
                best[place] = (score, first, unit)
            elif score > second:
                best[place] = (first, score, at)
        totals = {
            place: PHRASE_SHARE * (first + SECOND_PHRASE * second) for place, (first, second, _) in best.items()
        }
        for place, score in self._items.scores(query).items():
            totals[place] = totals.get(place, 0.0) + ITEM_SHARE * score
        for place in self._exact.get(text, ()):
            totals[place] = totals.get(place, 0.0) + EXACT
        kept = {place: score for place, score in totals.items() if score >= LEAST}
        return kept, {place: unit for place, (_, _, unit) in best.items()}

    def _why(self, place: int, unit: int | None) -> str:
        phrase = self._units[unit][1] if unit is not None else ""
        name = self._documents[place].name
        return f"大家也说“{phrase}”" if phrase and phrase not in name else "名称相符" if phrase else "内容相符"
