"""What a query says in passing about who asks and where: it lifts what fits and hides nothing."""

from collections.abc import Mapping, Sequence

from yichuang.catalog.search.text import normalise


class Hints:
    """Facet words found in queries. Read-only once made."""

    def __init__(self, words: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._words = [
            (normalise(str(word)), facet, value)
            for facet, values in words.items()
            for value, spoken in values.items()
            for word in spoken
        ]

    def of(self, text: str) -> set[tuple[str, str]]:
        """{(facet, value)} that a normalised query speaks of. Who speaks of both subjects speaks of neither."""
        facets = {(facet, value) for word, facet, value in self._words if word in text}
        subjects = {pair for pair in facets if pair[0] == "subject"}
        return facets - subjects if len(subjects) > 1 else facets

    def without(self, text: str) -> str:
        """The query without its facet words."""
        for word, _, _ in sorted(self._words, key=lambda row: -len(row[0])):
            text = text.replace(word, " ")
        return text.strip()
