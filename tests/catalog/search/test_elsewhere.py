"""What others do is said to be theirs; what we do is never sent away."""

from pathlib import Path

import pytest
import yaml

from yichuang.catalog.queries import done_elsewhere
from yichuang.core import packs

KEYS = {"what", "who", "phone", "beside", "words", "alone", "unless", "condition", "source"}
STRANGERS = Path(__file__).with_name("strangers.yaml")
PACK = packs.read("search/elsewhere.yaml")
ROWS = PACK["elsewhere"]


@pytest.mark.parametrize(
    ("query", "who", "phone"),
    [
        ("公积金", "住房公积金管理中心", "12329"),
        ("公积金提取需要什么材料？", "住房公积金管理中心", "12329"),
        ("医保", "医疗保障局", "12393"),
        ("医保怎么办理", "医疗保障局", "12393"),
        ("门诊报销", "医疗保障局", "12393"),
        ("怎么迁户口", "派出所", ""),
        ("户口", "派出所", ""),
        ("驾照到期了怎么换", "交管", "12123"),
        ("哪里学车", "交管", "12123"),
        ("个税怎么退", "税务局", "12366"),
        ("低保怎么申请", "乡镇政府", ""),
    ],
)
def test_what_others_do_is_named_with_who_does_it_and_the_number_to_call(query, who, phone):
    found = done_elsewhere(query)
    assert who in found.who and found.phone == phone


def test_nothing_that_we_do_is_sent_away(queries, items):
    ours = [query for rows in queries.values() for query, _ in rows]
    ours += [row["q"] for row in yaml.safe_load(STRANGERS.read_text(encoding="utf-8"))]
    ours += [item["name"] for item in items]
    assert len(ours) > 1000
    assert [query for query in ours if done_elsewhere(query)] == []


OF_A_PAPER = [  # that somebody has or has not, beside a matter of ours
    "护照能领失业金吗",
    "我是护照能办失业金吗",
    "拿护照怎么交社保",
    "身份证丢了能领失业金吗",
    "没有房产证能办创业贷款吗",
    "公积金和社保一起断了",
    "驾驶证能领技能补贴吗",
    "没有结婚证能领抚恤金吗",
    "护照 退休金",
    "人在国外护照 退休金怎么领",
    "退休金 护照 国外",
    "身份证丢了 退休金",
    "身份证丢了 工资",
    "户口本丢了 抚恤金",
    "吃低保能领失业金吗",
]


@pytest.mark.parametrize("query", OF_A_PAPER)
def test_a_paper_that_is_a_condition_sends_nobody_away(query):
    assert done_elsewhere(query) is None


def test_a_word_of_ours_turns_every_paper_into_a_condition():
    """Whichever paper, whichever matter, in either order."""
    sent_away = []
    for row in ROWS:
        if "condition" not in row:
            continue
        for word in row["words"]:
            assert done_elsewhere(word), word
            sent_away += _sent_away(word, row["what"])
    assert sent_away == []


def _sent_away(paper: str, what: str) -> list[str]:
    queries = []
    for matter in PACK["ours"]:
        for query in (f"{paper} {matter}", f"{matter} {paper}"):
            elsewhere = done_elsewhere(query)
            if elsewhere and elsewhere.what == what:
                queries.append(query)
    return queries


@pytest.mark.parametrize(
    "query", ["失业了怎么申请低保", "护照过期了", "身份证丢了怎么办", "户口本丢了"]
)
def test_a_paper_alone_is_still_named_with_who_gives_it(query):
    assert done_elsewhere(query)


OURS = ["", "  ", "怎么办", "医保卡丢了", "失业金断了医保", "工伤医保报销", "落户要打社保证明"]


@pytest.mark.parametrize("query", OURS)
def test_a_query_that_may_be_ours_is_left_alone(query):
    assert done_elsewhere(query) is None


def test_every_row_says_who_and_on_what_ground():
    for row in ROWS:
        assert row["what"] and row["who"] and row["source"] and row["words"]
        assert set(row) <= KEYS
        assert row.get("phone", "12345").isdigit()
