"""The wanted item is among the first three for as many queries of every kind as on 2026-11-30, and never for fewer."""

import pytest

from yichuang.catalog.search import problems, vocabulary

TOP = 3
# kind → the share that may not fall again, as it was measured
FLOORS = {
    "sentence": 0.98,
    "short": 0.99,
    "pinyin": 0.98,
    "slip": 0.98,
    "mixed": 1,
    "code": 1,
    "everyday": 0.97,
}


def _share(index, rows) -> tuple[float, list[str]]:
    missed = []
    for query, codes in rows:
        if not {hit.code for hit in index.search(query, limit=TOP)} & set(codes):
            missed.append(query)
    return 1 - len(missed) / len(rows), missed


def test_the_set_is_large_and_wide(queries):
    rows = [row for kind in queries.values() for row in kind]
    assert len({query for query, _ in rows}) >= 300
    assert len({code for _, codes in rows for code in codes}) >= 150


def test_the_set_is_not_copied_from_the_pack(queries, items):
    ours = {phrase for phrases in vocabulary().words.values() for phrase in phrases} | {
        one["name"] for one in items
    }
    rows = [query for kind in queries.values() for query, _ in kind]
    assert sum(query in ours for query in rows) <= len(rows) / 10


def test_the_wanted_item_is_among_the_first_three(index, queries):
    share, missed = _share(index, [row for kind in queries.values() for row in kind])
    assert share >= 0.98, missed


@pytest.mark.parametrize("kind", FLOORS)
def test_the_share_of_each_kind_of_query_does_not_fall(index, queries, kind):
    share, missed = _share(index, queries[kind])
    print(f"{kind}: {share:.3f} of {len(queries[kind])}, missed {missed}")
    assert share >= FLOORS[kind], missed


def test_the_pack_fits_the_catalogue(items):
    assert problems(vocabulary(), [one["code"] for one in items]) == []


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("社保卡", "社会保障卡"),
        ("sbk", "社会保障卡"),
        ("社宝卡", "社会保障卡"),
        ("shebaoka", "社会保障卡"),
        ("社會保障卡", "社会保障卡"),
        ("shibao", "失业保险"),
        ("失业今", "失业保险金申领"),
        ("yanglao", "养老"),
        ("gongsang", "工伤"),
        ("lonmingon", "农民工"),
    ],
)
def test_short_names_pinyin_and_slips_find_what_is_meant(index, items, query, word):
    names = {one["code"]: one["name"] for one in items}
    first = [names[hit.code] for hit in index.search(query, limit=TOP)]
    assert any(word in name for name in first), first


def test_every_code_of_the_set_is_an_item(queries, items):
    known = {one["code"] for one in items}
    assert {code for rows in queries.values() for _, codes in rows for code in codes} <= known
