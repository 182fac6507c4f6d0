"""The versions of many cases.

Each text, with the words of a place laid over it, is read once.
"""

from collections import defaultdict
from collections.abc import Sequence

from yichuang.cases.models import Case
from yichuang.cases.queries import versions
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules.terms import Terms
from yichuang.catalog.queries.words import Words, words_of
from yichuang.catalog.rules.delegation import chain
from yichuang.core.clock import local

Key = tuple[int, tuple[int, ...]]


class Reader:
    """Reads for one round over many cases.

    A published version never changes, nor does a list of a place: what
    was read of both holds for all cases that have the same ones, whatever
    their place and day.
    """

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._known: dict[Key, Version] = {}

    def terms_of(self, cases: Sequence[Case]) -> list[Terms]:
        """What holds of the clocks of each of the cases.

        In their order.
        """
        lists = _lists_of(cases)
        terms = []
        for case in cases:
            version = self._version(case, lists)
            own_terms = version.terms_in(case.situation)
            terms.append(own_terms)
        return terms

    def _version(self, case: Case, lists: dict[str, list[Words]]) -> Version:
        """The version of a case.

        With the words of its place on the day it came in.
        """
        day = local(case.received_at).date()
        places = chain(case.region_id)
        in_force = []
        for words in lists[case.item_code]:
            if words.region in places and words.hold_on(day):
                in_force.append(words.pk)
        key = (case.version_id, tuple(in_force))
        if key not in self._known:
            self._known[key] = versions.of_case(case)
        return self._known[key]


def _lists_of(cases: Sequence[Case]) -> dict[str, list[Words]]:
    """What the places of the cases have said of their items.

    And those above them; by the item, the widest place first. One read.
    """
    codes = {case.item_code for case in cases}
    regions: set[str] = set()
    for region in {case.region_id for case in cases}:
        regions.update(chain(region))
    lists = defaultdict(list)
    for words in words_of(codes, regions):
        lists[words.code].append(words)
    return lists
