"""Facets, empty and hostile queries, completions, and the cache by revision."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from yichuang.catalog.search import LifeEvent, Vocabulary, problems, service_index, vocabulary

HOSTILE = [
    "'; DROP TABLE catalog_item; --",
    "<script>alert(1)</script>",
    "😀😀😀",
    "\x00\x01",
    "%_%",
    "㛃𬭎",
    "((((",
    "\\",
    "a" * 500,
    "۱۲۳۴۵۶۷",
]


def _by_code(items):
    return {one["code"]: one for one in items}


def test_an_empty_query_gives_what_people_need_most(index, items):
    hits = index.search("")
    assert len(hits) == 20
    assert all("高频" in _by_code(items)[hit.code]["tags"] for hit in hits)
    assert [hit.code for hit in index.search("请问怎么办理？")] == [hit.code for hit in hits]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_text_is_only_text(index, query):
    assert all(isinstance(hit.code, str) for hit in index.search(query))
    assert isinstance(index.suggest(query), list)


@pytest.mark.parametrize(
    "piece", ["社保", "shebaoxian", "q w e r t y ", "社a保b", "zh", "，。", "12"]
)
def test_of_ten_thousand_characters_only_the_first_few_hundred_are_read(index, piece):
    beginning = (piece * 400)[:400]
    assert index.search(beginning + "失业登记" * 2500) == index.search(beginning)


def test_facets_hide_what_does_not_fit(index, items):
    known = _by_code(items)
    for hit in index.search("补贴", line="社会保险", subject="单位", level="市"):
        item = known[hit.code]
        assert item["business_line"] == "社会保险"
        assert "单位" in item["service_object"]
        assert "市" in item["levels"]
    assert index.search("补贴", line="没有这条线") == []


def test_a_facet_named_in_passing_orders_the_popular_items(index, items):
    known = _by_code(items)
    hits = index.search("村里能办的")
    assert hits and all("村" in known[hit.code]["levels"] for hit in hits)
    assert all("单位" in known[hit.code]["service_object"] for hit in index.search("hr"))


def test_a_life_event_is_found_by_id_by_name_and_by_what_people_call_it(index):
    event = next(one for one in vocabulary().events if one.name == "职工退休")
    by_id = index.search("", life_event=event.id, limit=50)
    assert {hit.code for hit in by_id} == set(event.items)
    assert index.search("", life_event=event.name, limit=50) == by_id
    assert index.search("", life_event="没有这件事") == []
    assert {hit.code for hit in index.search("职工退休一件事", limit=5)} & set(event.items)


def test_codes_are_found_whole_and_in_part(index, items):
    code = items[0]["code"]
    assert [hit.code for hit in index.search(code)] == [code]
    assert [hit.code for hit in index.search(code[:6] + " " + code[6:])] == [code]
    assert code in {hit.code for hit in index.search(code[4:], limit=50)}
    assert index.search("999999999999") == []


def test_the_limit_is_kept_and_every_hit_says_why(index):
    assert len(index.search("社保", limit=3)) == 3
    assert index.search("社保", limit=0) == []
    hits = index.search("卡丢了")
    assert all(hit.why for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_completions_come_from_characters_pinyin_and_first_letters(index):
    assert all(one.text.startswith("工伤认") or one.code for one in index.suggest("工伤认"))
    assert index.suggest("工伤认")[0].text.startswith("工伤认")
    assert any("失业" in one.text for one in index.suggest("shiyeb"))
    assert any(one.code == "992014101002" for one in index.suggest("sydj"))
    assert index.suggest("  ") == []
    assert len(index.suggest("社保", 5)) == 5
    assert len({one.text for one in index.suggest("社保")}) == 8


def test_one_index_is_kept_per_revision(items):
    first = service_index(items[:5], "revision a")
    assert service_index([], "revision a") is first
    other = service_index(items[5:8], "revision b")
    assert other is not first
    assert {hit.code for hit in other.search("")} == {one["code"] for one in items[5:8]}


def test_many_threads_read_one_index_alike(index, queries):
    rows = [query for query, _ in queries["sentence"]][:60]
    alone = [index.search(query) for query in rows]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(index.search, rows)) == alone


def test_a_pack_that_does_not_fit_is_named():
    pack = Vocabulary(
        words={"1": ["甲"], "9": ["乙"]},
        synonyms=[["社保", "保险"], ["保险", "险"]],
        events=[LifeEvent("E", "事", (), ("1", "8"))],
    )
    found = problems(pack, ["1", "2"])
    assert len(found) == 4
    assert any("9" in line for line in found) and any("保险" in line for line in found)
    assert any("2 has no" in line for line in found) and any("8" in line for line in found)
