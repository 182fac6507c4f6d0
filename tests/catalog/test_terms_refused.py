"""What terms are refused: those that the law does not have, and those that do not fit their item (ADR 71)."""

import copy

import pytest

from tests.catalog.terms import (
    BROKER,
    DAYS,
    DISPATCH,
    HEARING,
    INJURY,
    ITEMS,
    PROVISIONS,
    SKILL,
    STARTUP,
    TABLE,
    TEXT,
    WORKDAYS,
)
from yichuang.catalog.rules import terms
from yichuang.reference.packs import calendar


def changed(rule: str, **values) -> dict:
    """The table with one rule saying otherwise."""
    table = copy.deepcopy(TABLE)
    for row in table["rules"]:
        if row["id"] == rule:
            row.update(values)
    return table


def told_of(code: str, table=TABLE, **changes) -> str:
    """What is wrong with the terms of an item, in one text."""
    return "；".join(terms.problems_of(ITEMS[code] | changes, table, PROVISIONS, calendar()))


LONGER = {
    "days": 10,
    "unit": WORKDAYS,
    "by": "head",
    "whose": "行政机关负责人",
    "basis": "行政许可法第42条第1款",
}


@pytest.mark.parametrize(
    ("code", "rule", "values", "words"),
    [
        (HEARING, "licence", {"extension": LONGER | {"days": 15}}, "延长15工作日和“行政许可法"),
        (HEARING, "licence", {"extension": LONGER | {"unit": DAYS}}, "要用一样的单位"),
        (HEARING, "licence", {"extension": LONGER | {"whose": "科长"}}, "延长由科长批准"),
        (HEARING, "licence", {"extension": LONGER | {"days": None}}, "不一致"),
        (INJURY, "injury", {"extension": LONGER | {"unit": DAYS}}, "不是法定时限的依据"),
        (
            INJURY,
            "injury",
            {"extension": LONGER | {"unit": DAYS, "basis": "工伤保险条例第20条"}},
            "“工伤保险条例第20条”没有写可以延长",
        ),
        (
            "992014502001",
            "mediation",
            {
                "extension": {
                    "days": None,
                    "unit": DAYS,
                    "by": "head",
                    "whose": "双方当事人",
                    "basis": "企业劳动争议协商调解规定第29条",
                }
            },
            "只能由双方当事人定",
        ),
        (
            HEARING,
            "licence",
            {
                "stops": [
                    {
                        "kind": "hearing",
                        "label": "听证",
                        "most": {"days": 30, "unit": WORKDAYS},
                        "basis": "行政许可法第46条至第48条",
                    }
                ]
            },
            "听证的30工作日不是“行政许可法第46条至第48条”写的",
        ),
        (
            HEARING,
            "licence",
            {"stops": [{"kind": "x", "label": "歇一歇", "basis": "行政许可法第99条"}]},
            "条文“行政许可法第99条”不在 law/provisions.yaml 里",
        ),
        (
            INJURY,
            "injury",
            {"shorter": {"days": 10, "unit": DAYS, "why": "清楚", "basis": "工伤保险条例第20条"}},
            "较短的10自然日不是",
        ),
        (
            TEXT,
            "text",
            {
                "silence": {
                    "days": 15,
                    "unit": DAYS,
                    "from": "收到文本",
                    "effect": "视为准予延续",
                    "basis": "劳动合同法第54条",
                }
            },
            "到期没有决定“视为准予延续”，不是“劳动合同法第54条”写的",
        ),
        (
            INJURY,
            "injury",
            {
                "silence": {
                    "days": 60,
                    "unit": DAYS,
                    "from": "受理",
                    "effect": "视为准予延续",
                    "basis": "行政许可法第50条",
                }
            },
            "指南和时限规则“injury”说的不一样",
        ),
        (
            SKILL,
            "subsidy",
            {
                "publicity": {
                    "days": 5,
                    "unit": WORKDAYS,
                    "stops": ["promise"],
                    "answer": {"days": 5, "unit": WORKDAYS},
                    "basis": "失业保险基金补贴公示",
                }
            },
            "不能停",
        ),
        (STARTUP, "publicised", {"publicity": None}, "时限规则里没有公示几天"),
    ],
)
def test_a_rule_that_says_otherwise_than_the_law_is_refused(code, rule, values, words):
    assert words in told_of(code, changed(rule, **values))


@pytest.mark.parametrize(
    ("code", "changes", "words"),
    [
        (TEXT, {"silence_decides": None}, "指南和时限规则“text”说的不一样"),
        (
            TEXT,
            {"silence_decides": {"days": 20, "effect": "即行生效"}},
            "指南和时限规则“text”说的不一样",
        ),
        (DISPATCH, {"situations": []}, "“action=renew”不在办理情形的选项里"),
        (
            HEARING,
            {"statutory_when": [{"when": {"kind": "x"}, "days": 5, "unit": WORKDAYS}]},
            "时限规则里没有它的一条",
        ),
        (
            BROKER,
            {"statutory_when": [{"when": {"action": "change"}, "days": 5, "unit": WORKDAYS}]},
            "是不是只报告",
        ),
        (STARTUP, {"promised_days": 7}, "一共要8个工作日，承诺只有7个工作日"),
        (STARTUP, {"promised_days": 8}, ""),
        (STARTUP, {"process": ["申请", "受理"]}, ""),
        (HEARING, {"process": [*ITEMS[HEARING]["process"], "公示"]}, "没有公示几天"),
    ],
)
def test_an_item_that_its_terms_do_not_fit_is_refused(code, changes, words):
    text = told_of(code, **changes)
    assert words in text
    assert bool(words) == bool(text)


def test_a_list_of_rules_without_a_last_one_is_refused():
    table = copy.deepcopy(TABLE)
    table["rules"] = [row for row in table["rules"] if row.get("when")]
    assert "没有一条时限规则收底" in told_of(BROKER, table)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"id": "late", "match": {"codes": [INJURY]}}, "“late”没有事项用到"),
        ({"id": "none", "match": {"type": "没有这一类"}}, "“none”没有事项用到"),
        ({"id": "injury", "match": {}}, "有两条规则叫“injury”"),
        ({"id": "odd", "match": {"colour": "红"}}, "“odd”里的“colour”没有这个键"),
        ({"id": "odd", "match": {}, "pause": []}, "“odd”里的“pause”没有这个键"),
    ],
)
def test_a_rule_behind_another_or_with_unknown_words_is_refused(row, words):
    table = copy.deepcopy(TABLE)
    table["rules"].append(row)
    assert words in "；".join(terms.table_problems(table, list(ITEMS.values())))


def test_an_item_whose_limit_is_taken_away_has_nothing_to_lengthen():
    branch = terms.branches_of(ITEMS[HEARING] | {"statutory_days": None}, TABLE)[-1]
    assert (branch["statute"], branch["extension"]) == (None, None)
