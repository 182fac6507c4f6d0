"""An inverted list of feature vectors, answered by cosine or by saturated field weight."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from yichuang.catalog.search.features import WEIGHTS, Features

SATURATION = 1.2


def rarity(vectors: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """How telling each feature is: its kind's weight times the logarithm of how few vectors have it."""
    seen: dict[str, int] = defaultdict(int)
    for vector in vectors:
        for feature in vector:
            seen[feature] += 1
    total = len(vectors)
    return {
        feature: WEIGHTS[feature[0]] * math.log(1 + (total - count + 0.5) / (count + 0.5))
        for feature, count in seen.items()
    }


class Postings:
    """Feature → the vectors that have it, with the share each gets when a query has it too. Read-only once made."""

    def __init__(self, weights: Mapping[str, float], shares: Sequence[Mapping[str, float]]) -> None:
        self.weights = dict(weights)
        self.size = len(shares)
        lists: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, vector in enumerate(shares):
            for feature, share in vector.items():
                lists[feature].append((place, share * self.weights[feature]))
        self._lists = dict(lists)

    @classmethod
    def cosine(cls, vectors: Sequence[Features]) -> "Postings":
        """Every vector has length one: short texts that fit whole beat long ones that fit in part."""
        weights = rarity(vectors)
        shares = []
        for vector in vectors:
            norm = (
                math.sqrt(sum(weights[feature] ** 2 for feature in vector if feature[0] != "i"))
                or 1.0
            )
            shares.append({feature: 1 / norm for feature in vector})
        return cls(weights, shares)

    @classmethod
    def saturated(cls, vectors: Sequence[Features]) -> "Postings":
        """BM25's answer to repetition: the second mention of a word adds less than the first."""
        shares = [
            {key: count / (SATURATION + count) for key, count in vector.items()}
            for vector in vectors
        ]
        return cls(rarity(vectors), shares)

    def scores(self, query: Features) -> dict[int, float]:
        """{vector: score}, a score of about 1 meaning all of the query is there; vectors without a match left out."""
        sums: dict[int, float] = defaultdict(float)
        square = 0.0
        for feature, count in query.items():
            weight = self.weights.get(feature)
            if weight is None:
                continue
            share_asked = weight * min(count, 1.0)
            square += share_asked * share_asked
            for place, share in self._lists[feature]:
                sums[place] += share_asked * share
        norm = math.sqrt(square) or 1.0
        return {place: score / norm for place, score in sums.items()}
