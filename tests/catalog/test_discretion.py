"""The table of the day of acceptance is the one that counts (SYS-011)."""

from datetime import date

from yichuang.catalog.rules import discretion
from yichuang.core import packs


def row(valid_from, result):
    return {
        "matter": "补贴标准", "range": "区间", "basis": "办法", "valid_from": valid_from,
        "table": [{"case": "留用率低于50%", "result": result}], "outside_table": "第二人复核并书面说明理由",
    }  # fmt: skip


ITEM = {
    "review_points": ["对象有效"],
    "discretion": [row("2026-01-01", "旧"), row("2026-07-01", "新")],
}


def result_on(day):
    return [t.rows[0][1] for t in discretion.tables_on(ITEM, day)]


def test_a_later_table_applies_to_later_cases_only():
    assert result_on(date(2026, 6, 30)) == ["旧"]
    assert result_on(date(2026, 7, 1)) == ["新"]
    assert result_on(date(2025, 12, 31)) == []


def test_a_decision_may_rest_on_a_point_or_a_row():
    assert discretion.citable(ITEM, date(2026, 7, 1)) == ("对象有效", "补贴标准：留用率低于50%")
    assert discretion.citable(ITEM, date(2025, 1, 1)) == ("对象有效",)


def test_every_table_of_the_packs_can_be_read():
    read = [
        discretion.tables_on(packs.read(path), date(2026, 11, 20)) for path in packs.files("items")
    ]
    assert (
        sum(map(len, read))
        == sum(len(packs.read(path)["discretion"]) for path in packs.files("items"))
        > 0
    )
