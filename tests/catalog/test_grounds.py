"""What a decision rests on: an article of every item or the reason why there is none, and what a denial prints of it.
The expected words are written by hand from the texts of the laws."""

import re

import pytest

from yichuang.catalog import law_packs, queries, tables
from yichuang.core import packs

CODES = [path.stem for path in packs.files("items")]
ARTICLE_OR_PART = re.compile("第[一二三四五六七八九十百]+(条|部分)")
CITED = re.compile("《[^《》]+》（[^（）]+）")
NUMBER = re.compile("第[0-9]+号|〔[0-9]{4}〕[0-9]+号")
# Issued without a number: by the party and the state council together, by the congress, and what the congress approved.
NUMBERLESS = (
    "《信访工作条例》（2022年）",
    "《全国人民代表大会常务委员会关于实施渐进式延迟法定退休年龄的决定》（2024年9月13日）",
    "《国务院关于渐进式延迟法定退休年龄的办法》（2024年9月13日批准）",
)
WITHOUT_ARTICLE = 34
# item → what its denial cites first
PRINTED = {
    "990514102010": "《中华人民共和国就业促进法》（主席令第70号，2015年修正）第十五条、第四十九条",
    "990514202005": "《中华人民共和国社会保险法》（主席令第35号，2018年修正）第十七条",
    "990514205006": "《国务院关于建立统一的城乡居民基本养老保险制度的意见》（国发〔2014〕8号）第四部分",
    "990514206009": "《失业保险条例》（国务院令第258号）第十条",
    "990714202004": "《国务院关于渐进式延迟法定退休年龄的办法》（2024年9月13日批准）第八条",
    "990814501011": "《中华人民共和国劳动法》（主席令第28号，2018年修正）",
    "991014402001": "《职称评审管理暂行规定》（人社部令第40号）",
    "991014403003": "《事业单位人事管理条例》（国务院令第652号）第七条",
    "992014104004": "《人力资源市场暂行条例》（国务院令第700号）第二十八条",
    "992014201008": "《工伤保险条例》（国务院令第375号，第586号修订）第十条第三款",
    "992014202003": "《国务院关于渐进式延迟法定退休年龄的办法》（2024年9月13日批准）第三条",
    "992014203002": "《社会保险经办条例》（国务院令第765号）第十二条第二款",
    "992014501001": "《就业服务与就业管理规定》（劳动保障部令第28号，2022年修订）第六十二条",
    "992014502006": "《劳动人事争议仲裁办案规则》（人社部令第33号）第六十七条",
    "992014901002": "《信访工作条例》（2022年）第十七条、第二十九条、第三十二条",
}


def printed_bases(code):
    """What stands after 根据 in each decision of an item, a denial among them."""
    guide = queries.guide(code)
    return queries.bases_of(guide)


@pytest.fixture(scope="module")
def reasons():
    rows = tables.results()["items"]
    return {code for code, row in rows.items() if row.get("article_unverified")}


def test_every_item_has_an_article_or_says_why_it_has_none(published, reasons):
    assert len(CODES) == 197
    silent = set()
    for code in CODES:
        text = "；".join(printed_bases(code))
        if not ARTICLE_OR_PART.search(text):
            silent.add(code)
    assert silent == reasons
    assert len(reasons) <= WITHOUT_ARTICLE


def test_every_denial_names_each_document_with_its_number(published):
    for code in CODES:
        bases = printed_bases(code)
        assert bases
        for basis in bases:
            cited = CITED.match(basis)
            assert cited, (code, basis)
            assert NUMBER.search(cited[0]) or cited[0] in NUMBERLESS, (code, basis)


@pytest.mark.parametrize("code", PRINTED)
def test_a_denial_cites_the_article_that_decides(published, code):
    first = printed_bases(code)[0]
    assert first == PRINTED[code]


def test_the_command_lists_each_reason_and_each_article_that_nobody_opened(reasons):
    listed = law_packs.unverified()
    told = {row.where.split()[-1] for row in listed if row.what == "决定书依据的条文"}
    assert told == reasons
    unread = {row.what for row in listed if row.where.startswith("results/")}
    assert "就业服务与就业管理规定第66条" in unread
    assert "社会保险法第45条" not in unread
    assert "职称评审管理暂行规定" in unread


def test_no_article_is_said_to_have_been_read_that_no_decision_cites():
    rows = tables.results()["items"].values()
    cited = {article for row in rows for article in row.get("articles", ())}
    for law, articles in tables.grounds().items():
        for article, words in articles.items():
            assert f"{law}{article}" in cited
            assert words
