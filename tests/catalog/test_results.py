"""What packs/results says, and how a paper words it."""

import re

import pytest

from yichuang.catalog import tables
from yichuang.catalog.form_packs import load_forms
from yichuang.catalog.rules import citing, results
from yichuang.core import packs

FORMS = load_forms()
# 作出鉴定结论，以《再次（复查）鉴定结论书》为准: the title of the paper; 借（查）阅: no question tells which
NO_SUCH_QUESTION = {"990714207004", "990914502002", "992014401004"}


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("行政许可法第32条", "《行政许可法》第三十二条"),
        ("社会保险经办条例第24条第1款", "《社会保险经办条例》第二十四条第一款"),
        ("工伤保险条例第34条至第37条", "《工伤保险条例》第三十四条至第三十七条"),
        ("某法第10条", "《某法》第十条"),
        ("某法第102条", "《某法》第一百零二条"),
        ("某法第110条", "《某法》第一百一十条"),
        ("某意见第4部分", "《某意见》第四部分"),
        ("关于实施《某条例》若干规定第37条", "《关于实施〈某条例〉若干规定》第三十七条"),
        (
            "关于进一步做好失业登记服务管理工作的通知",
            "《关于进一步做好失业登记服务管理工作的通知》",
        ),
    ],
)
def test_an_article_is_written_in_words(written, spoken):
    assert citing.reference(written) == spoken


def test_bases_stand_in_title_marks_and_those_with_an_article_first():
    bases = [
        "失业保险条例（国务院令第258号）",
        "中华人民共和国社会保险法（主席令第35号，2018年修正）第41、42条",
    ]
    assert citing.named(bases, ["社会保险法第45条"]) == [
        "《中华人民共和国社会保险法》（主席令第35号，2018年修正）第四十一条、第四十二条、第四十五条",
        "《失业保险条例》（国务院令第258号）",
    ]


@pytest.mark.parametrize(
    ("grant", "deny"),
    [("准予许可", "不予许可"), ("予以登记", "不予登记"), ("准予发放", "不予发放")],
)
def test_what_is_not_granted_is_said_in_the_same_words(grant, deny):
    assert results.denied(grant) == deny


@pytest.mark.parametrize(
    ("remedy", "first", "instead"),
    [
        ("行政复议60日内、行政诉讼6个月内", "", ""),
        (None, "", ""),
        ("可先向经办机构申请复查；行政复议60日内、行政诉讼6个月内", "可先向经办机构申请复查。", ""),
        (
            "对复查意见不服的，30日内请求复核；复核意见为终结意见",
            "",
            "对复查意见不服的，30日内请求复核；复核意见为终结意见。",
        ),
    ],
)
def test_a_remedy_of_its_own_stands_before_or_instead_of_the_common_one(remedy, first, instead):
    assert results.own_remedy(remedy) == (first, instead)


def test_a_wrong_row_is_found():
    table = {
        "kinds": tables.results()["kinds"],
        "items": {"1": {"gives": "poem"}, "3": {"gives": "slip"}},
    }
    table["items"]["2"] = {"gives": "slip", "articles": ["劳动法第1条"]}
    table["items"]["5"] = {"gives": "slip"}
    table["items"]["6"] = {"gives": "slip", "article_unverified": "没有打开过原文"}
    table["items"]["7"] = {"gives": "slip", "articles": ["社会保险法第8条"]}
    table["items"]["7"]["article_unverified"] = "没有打开过原文"
    items = {
        code: {"legal_basis": ["中华人民共和国社会保险法（2018年修正）"]}
        for code in ("1", "2", "4", "5", "6", "7")
    }
    assert results.problems(items, table) == [
        "事项4没有写办完给什么",
        "事项1：没有“poem”这种结果",
        "没有事项3",
        "事项2：“劳动法第1条”不在设定依据里",
        "事项5：没有写依据哪一条，也没有写为什么没有条文",
        "事项7：写了条文，就不用写为什么没有条文",
    ]


def choices_of(code, key):
    """The codes of the answers to a question of an item's form."""
    field = FORMS.compiled(code).fields[key]
    return set(field.labels)


def leaves_open(words):
    return bool(re.search("（|或者", words))


def test_a_decision_says_what_was_applied_for_and_leaves_no_choice_of_words():
    """准予变更（延续） is no decision: who applied for a renewal is granted a renewal."""
    rows = tables.results()["items"]
    left_open = {code for code, row in rows.items() if leaves_open(row["grant"])}
    assert left_open - told_by_answer(rows) == NO_SUCH_QUESTION
    for code in told_by_answer(rows):
        key = rows[code]["by"]["field"]
        for answer in choices_of(code, key):
            own = results.as_answered(rows[code], {key: answer})
            assert not leaves_open(own["grant"] + own["title"]), (code, answer)


def test_each_answer_that_decides_about_the_words_has_its_own():
    rows = tables.results()["items"]
    for code in told_by_answer(rows):
        by = rows[code]["by"]
        assert by.keys() - {"field"} == choices_of(code, by["field"])


def told_by_answer(rows):
    return {code for code, row in rows.items() if "by" in row}


@pytest.mark.parametrize(
    ("answer", "grant", "deny"),
    [("renew", "准予延续", "不予延续"), ("change", "准予变更", "不予变更")],
)
def test_a_denial_too_is_of_what_was_applied_for(answer, grant, deny):
    table = tables.results()
    row = results.as_answered(table["items"]["990114105002"], {"action": answer})
    result = results.read_result(row, table, "")
    assert (result.grant, result.deny) == (grant, deny)


def test_what_cannot_be_sent_the_chosen_way_goes_the_way_that_fits():
    table = tables.results()
    card = results.read_result(table["items"]["992014301001"], table, "某机构")
    slip = results.read_result(table["items"]["992014101002"], table, "某机构")
    assert (card.way("electronic"), card.way("mail"), slip.way("electronic")) == (
        "counter",
        "mail",
        "electronic",
    )


def test_a_document_is_cited_by_its_whole_name():
    """A title ends with the word for what it is; 国家职业资格目录 is a list and says so."""
    kinds = ("法", "条例", "规定", "办法", "意见", "通知", "决定", "规程", "指南", "规则", "目录")
    for row in tables.documents()["documents"]:
        name = row["cite"].rpartition("（")[0].removesuffix("（2021年版）")
        assert name.endswith(kinds), row["cite"]


def test_a_fund_pays_only_where_the_item_gives_money():
    """A loan is paid out by its bank; 征地 subsidies are written to an account of insurance."""
    to_an_account_of_insurance = {"990514205007"}
    rows = packs.read("results/results.yaml")["items"]
    wrong = set()
    for path in sorted((packs.ROOT / "items").glob("*.yaml")):
        item = packs.read(path)
        if "资金支付" in item["process"] and rows[path.stem]["gives"] != "money":
            wrong.add(path.stem)
    assert wrong == to_an_account_of_insurance
