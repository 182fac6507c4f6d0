"""What passers-by type is answered: by an item, by naming whose it is, by a page of ours, or by finding nothing."""

from pathlib import Path

import yaml

from yichuang.catalog.queries import answered_at_once, done_elsewhere

KINDS = yaml.safe_load((Path(__file__).parent / "passers.yaml").read_text(encoding="utf-8"))
ROWS = [row for rows in KINDS.values() for row in rows]
HEARD = KINDS["heard"]
# none of 24 was missed on 2026-11-30
MISSED_AT_MOST = 1


def _owner(query: str) -> str:
    elsewhere = done_elsewhere(query)
    return elsewhere.who if elsewhere else ""


def _page(query: str) -> str:
    answer = answered_at_once(query)
    return answer.href if answer else ""


def _missed(index, rows) -> list[str]:
    missed = []
    for row in rows:
        codes = {hit.code for hit in index.search(row["q"], limit=3)}
        if not codes & set(row["codes"]):
            missed.append(row["q"])
    return missed


def test_what_belongs_to_others_is_named_with_its_owner():
    rows = [row for row in ROWS if "owner" in row]
    assert len(rows) >= 20
    assert [row["q"] for row in rows if row["owner"] not in _owner(row["q"])] == []


def test_what_is_ours_is_found_and_never_sent_away(index):
    rows = [row for row in ROWS if "codes" in row and "owner" not in row]
    missed = _missed(index, rows)
    assert len(rows) >= 24
    assert len(missed) <= MISSED_AT_MOST, missed
    assert [row["q"] for row in rows if _owner(row["q"])] == []


def test_what_is_partly_ours_is_found_and_the_other_named_beside_it(index):
    rows = KINDS["both"]
    assert _missed(index, rows) == []
    for row in rows:
        elsewhere = done_elsewhere(row["q"])
        assert row["owner"] in elsewhere.who
        assert elsewhere.beside


def test_every_question_that_a_user_was_heard_to_ask_is_answered(index):
    assert _missed(index, [row for row in HEARD if "codes" in row]) == []
    assert [row["q"] for row in HEARD if _page(row["q"]) != row.get("page", "")] == []


def test_what_a_page_of_ours_answers_leads_to_it_and_nothing_else_does():
    assert len([row for row in ROWS if "page" in row]) >= 10
    assert [row["q"] for row in ROWS if _page(row["q"]) != row.get("page", "")] == []


def test_questions_about_an_item_are_not_led_to_the_addresses_of_windows(queries):
    kept = [query for rows in queries.values() for query, _ in rows]
    assert [query for query in kept if _page(query) == "/halls/"] == []


def test_marks_slips_of_the_hand_and_idle_words_find_nothing(index):
    rows = [row["q"] for row in ROWS if row.get("nothing")]
    assert {"？？？", "！！！。。。", "asdfqwer"} <= set(rows)
    assert {
        query: [hit.code for hit in index.search(query)] for query in rows if index.search(query)
    } == {}
