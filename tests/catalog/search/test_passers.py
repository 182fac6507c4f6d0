"""What passers-by type is answered: by an item, by naming whose it is, or by finding nothing; the share may only rise.

Rows with `page` wait for pages of our own that answer at once: no such answer is given yet, so they are not counted.
"""

from pathlib import Path

import yaml

from yichuang.catalog.queries import done_elsewhere

KINDS = yaml.safe_load((Path(__file__).parent / "passers.yaml").read_text(encoding="utf-8"))
ROWS = [row for rows in KINDS.values() for row in rows]
# measured 2026-11-29: items found of those that are ours, and marks or letters that find nothing
LEAST_ITEMS, LEAST_NOTHING = 6, 2


def _owner(query: str) -> str:
    found = done_elsewhere(query)
    return found.who if found else ""


def test_what_belongs_to_others_is_named_with_its_owner():
    wanted = [row for row in ROWS if "owner" in row]
    missed = [row["q"] for row in wanted if row["owner"] not in _owner(row["q"])]
    assert len(wanted) >= 20
    assert missed == []


def test_what_is_ours_is_found_as_often_as_before_and_never_sent_away(index):
    wanted = [row for row in ROWS if "codes" in row]
    found = [row for row in wanted if {hit.code for hit in index.search(row["q"], limit=3)} & set(row["codes"])]
    assert len(found) >= LEAST_ITEMS
    assert [row["q"] for row in wanted if _owner(row["q"])] == []


def test_marks_without_a_word_find_nothing(index):
    silent = [row["q"] for row in ROWS if row.get("nothing") and not index.search(row["q"])]
    assert {"？？？", "！！！。。。"} <= set(silent)
    assert len(silent) >= LEAST_NOTHING
