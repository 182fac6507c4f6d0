"""Search of service items in the words people use. In memory, pure Python, read-only once built."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from yichuang.catalog.search.hit import Hit, Suggestion
from yichuang.catalog.search.index import Index
from yichuang.catalog.search.vocabulary import LifeEvent, Vocabulary, problems, vocabulary

__all__ = [
    "Hit",
    "Index",
    "LifeEvent",
    "Suggestion",
    "Vocabulary",
    "problems",
    "service_index",
    "vocabulary",
]


class _Items:
    """Items handed to the cache beside their key: equal when the key is equal, so they are never compared."""

    def __init__(self, items: Sequence[Mapping], key: str) -> None:
        self.items, self.key = items, key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Items) and other.key == self.key

    def __hash__(self) -> int:
        return hash(self.key)


@lru_cache(maxsize=3)
def _index_of(items: _Items) -> Index:
    index = Index.build(items.items, vocabulary())
    items.items = ()
    return index


def service_index(items_by_code: Sequence[Mapping], key: str) -> Index:
    """The index of these items with the words of packs/search, built once per `key` (the catalogue's revision).

    Two calls with one key give the same index, whatever items the second brings.
    """
    return _index_of(_Items(items_by_code, key))
