"""The index of service items: built once per catalogue, then only read, by any number of threads."""

from collections.abc import Iterator, Mapping, Sequence

from yichuang.catalog.search.documents import Document, agrees, document
from yichuang.catalog.search.features import Reader
from yichuang.catalog.search.hints import Hints
from yichuang.catalog.search.hit import Hit, Suggestion
from yichuang.catalog.search.lexicon import Lexicon
from yichuang.catalog.search.pinyin import learn_readings
from yichuang.catalog.search.ranking import Ranked, Ranker
from yichuang.catalog.search.suggest import Suggester
from yichuang.catalog.search.text import normalise
from yichuang.catalog.search.vocabulary import Vocabulary

CODE_LENGTH, LEAST_CODE_PART = 12, 6
STRUCK_OVER = 3


class Index:
    """Answers queries about the items it was built from. Make it with `Index.build`; it never changes."""

    def __init__(self, documents: Sequence[Document], vocabulary: Vocabulary) -> None:
        self._documents = tuple(documents)
        self._event_ids = {event.name: event.id for event in vocabulary.events}
        reader = Reader(Lexicon(vocabulary.synonyms, vocabulary.stopwords, vocabulary.fillers))
        self._ranker = Ranker(self._documents, reader, Hints(vocabulary.hints), vocabulary.events)
        self._suggester = Suggester(
            (text, doc.code, doc.prior + (text == doc.name))
            for doc in self._documents
            for text in doc.phrases
        )

    @classmethod
    def build(cls, items: Sequence[Mapping], vocabulary: Vocabulary) -> "Index":
        """An index of item dicts: code, name; optional business_line (or line), sub_line, service_object, levels,
        conditions, result, materials (names or dicts with a name), tags. Other keys are not read."""
        learn_readings(dict(vocabulary.readings))
        documents = []
        for item in items:
            events = [event for event in vocabulary.events if item["code"] in event.items]
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
        name. An empty query, or one that names nothing but a facet, gives the items people need most; a part of a
        code of six digits or more gives the items of that code. Nothing that fits gives [], and so do marks without a
        word (？？？), one sign struck over and over (哈哈哈) and keys struck at random (asdfqwer).
        """
        text = normalise(query)
        if (query.strip() and not text) or (len(text) >= STRUCK_OVER and len(set(text)) == 1):
            return []
        allowed = set(self._passing(line=line, subject=subject, level=level, life_event=life_event))
        ranked = self._by_code(text) or self._ranker.ranked(text)
        hits = [self._hit(one) for one in ranked if one.place in allowed]
        return hits[: max(limit, 0)]

    def suggest(self, prefix: str, limit: int = 8) -> list[Suggestion]:
        """Completions of what is being typed, at most `limit`, filled up with the names of the best items."""
        if not normalise(prefix):
            return []
        suggestions = self._suggester.suggest(prefix, limit)
        covered = {one.code for one in suggestions}
        names = {doc.code: doc.name for doc in self._documents}
        best = (hit.code for hit in self.search(prefix, limit=limit) if hit.code not in covered)
        return [*suggestions, *(Suggestion(names[code], code) for code in best)][:limit]

    def _hit(self, ranked: Ranked) -> Hit:
        return Hit(self._documents[ranked.place].code, round(ranked.score, 4), ranked.why)

    def _passing(
        self, *, line: str | None, subject: str | None, level: str | None, life_event: str | None
    ) -> Iterator[int]:
        facets = [
            (facet, value)
            for facet, value in (("line", line), ("subject", subject), ("level", level))
            if value
        ]
        event = self._event_ids.get(life_event or "", life_event)
        for place, doc in enumerate(self._documents):
            if all(agrees(doc, facet, value) for facet, value in facets) and (
                not event or event in doc.events
            ):
                yield place

    def _by_code(self, text: str) -> list[Ranked]:
        digits = text.replace(" ", "")
        if not (digits.isdecimal() and LEAST_CODE_PART <= len(digits) <= CODE_LENGTH):
            return []
        fits = [place for place, doc in enumerate(self._documents) if digits in doc.code]
        fits.sort(key=lambda place: not self._documents[place].code.startswith(digits))
        return [Ranked(place, 1.0, "事项编码") for place in fits]
