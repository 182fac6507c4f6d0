"""What may be done against a paper, by law and not by habit: who reviews, what comes first, where there is none."""

import re

import pytest

from tests.paper_files import text_of
from yichuang.catalog import queries as catalog
from yichuang.core import clock
from yichuang.demo import specimens
from yichuang.reference import queries as reference

DISCLOSURE = "992014901004"
ARBITRATION = "990914502002"
MEDIATION = "992014502001"
ADVICE = "992014901001"
BENEFIT = "990514102003"
REVIEW, SUIT = "行政复议", "行政诉讼"

# Appraisals, arbitration, matters inside the civil service, and services that decide nothing.
NOT_REVIEWED = {
    "990514601007": "复核",
    "990714207003": "自收到之日起15日内",
    "990714207004": "最终结论",
    "990714207005": "复核",
    "990914502002": "15日内向人民法院起诉",
    "990914502003": "申请仲裁",
    "990914502004": "仲裁裁决",
    "991014402001": "申请复查",
    "991014402002": "申请复查",
    "991014402003": "申请复查",
    "991014403001": "复核",
    "991014403002": "复核",
    "991014403003": "复核",
    "991014403004": "复核",
    "991014403005": "复核",
    "991014601001": "复核",
    "991014601005": "复核",
    "991014601006": "复核",
    "991014901003": "30日内请求复查",
    "992014502001": "申请仲裁",
    "992014502005": "仲裁委员会",
    "992014502006": "仲裁委员会",
    **dict.fromkeys(
        (
            "992014101006",
            "992014103008",
            "992014104003",
            "992014104004",
            "992014104005",
            "992014202016",
            "992014301003",
            "992014301010",
            "992014401007",
            "992014401008",
            "992014403007",
            "992014601003",
            "992014601004",
            "992014901001",
            "992014901002",
            "992014901005",
        ),
        "12333投诉",
    ),
}


def of(code):
    """(outcome, kind) → text of every paper of the item."""
    now = specimens.moment()
    with clock.frozen(now):
        papers = list(specimens.of_item(code, now=now))
    return {(each.outcome, each.kind): text_of(each.pdf) for each in papers}


def test_every_item_says_one_way_and_only_decisions_of_an_office_are_reviewed(world):
    for row in catalog.items():
        guide = catalog.guide(row.code)
        own = NOT_REVIEWED.get(row.code)
        assert guide.open_to_review == (own is None), (row.code, guide.remedy)
        if own:
            assert own in guide.against_decision and not guide.against_silence
            assert SUIT not in catalog.when_overdue(guide), row.code
        else:
            assert REVIEW in guide.against_decision
            assert "先依法申请行政复议" in catalog.when_overdue(guide)


def test_a_burden_names_who_reviews_it_and_a_way_there_through_the_network(world):
    papers = of(BENEFIT)
    government = "四川省广元市朝天区人民政府"
    for outcome, kind in (("deny", "decision"), ("refuse", "refusal"), ("approve", "decision")):
        assert f"行政复议机关：{government}" in papers[outcome, kind]
        assert "全国行政复议服务平台网上申请" in papers[outcome, kind]


ONLINE = "先在网上看到的，自看到之日起算"


def test_every_paper_that_names_the_term_of_review_counts_from_the_day_it_was_seen(world):
    """行政复议法 20: from the day somebody knew of it, which may be before the paper is in their hands."""
    counted = set()
    for code in (BENEFIT, DISCLOSURE):
        for (outcome, kind), text in of(code).items():
            if "60日内" in text and REVIEW in text:
                counted.add((outcome, kind))
                assert ONLINE in text or "先在网上看到的从看到那天起算" in text, (code, kind, text)
    assert counted >= {("deny", "decision"), ("refuse", "refusal"), ("deny", "completion")}


def test_every_amount_may_be_disputed(world):
    """社会保险法 83; 行政复议法 20; 行政诉讼法 46."""
    paying = 0
    for row in catalog.items():
        given = catalog.result_of(catalog.guide(row.code))
        if given.paid:
            paying += 1
            assert given.remedied, row.code
    assert paying > 30


def test_silence_is_brought_to_review_before_it_is_brought_to_court(world):
    """行政复议法 23: an office that does nothing is complained of to the reviewing government first."""
    acceptance = of(BENEFIT)["approve", "acceptance"]
    assert "先依法申请行政复议，对行政复议决定不服的再向人民法院提起行政诉讼" in acceptance


def test_who_is_denied_information_goes_to_review_first(world):
    papers = of(DISCLOSURE)
    denied = papers["deny", "decision"]
    first = "应当先自收到之日起60日内（先在网上看到的，自看到之日起算）向四川省广元市朝天区人民政府申请行政复议"
    assert first in denied
    assert "也可以自收到之日起6个月内" not in denied
    assert "也可以自收到之日起6个月内" in papers["approve", "decision"]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (ARBITRATION, "《中华人民共和国劳动争议调解仲裁法》第四十三条"),
        (MEDIATION, "《中华人民共和国劳动争议调解仲裁法》第十四条"),
    ],
)
def test_an_arbitration_or_mediation_that_lasts_too_long_has_its_own_way(world, code, words):
    papers = of(code)
    assert words in papers["approve", "acceptance"]
    assert not [key for key, text in papers.items() if REVIEW in text]


def test_advice_is_complained_of_and_not_sued_over(world):
    papers = of(ADVICE)
    assert "可以拨打12333投诉" in papers["refuse", "refusal"]
    assert not [key for key, text in papers.items() if REVIEW in text]


# A complaint by phone may be all there is only with the reason beside it; of these it is all, and why:
ONLY_A_COMPLAINT = {
    "992014104004": "参会登记：公共就业服务，没有登上的可以下一场再来",
    "992014401008": "政审考察：要材料的单位对它作决定",
    "992014901002": "投诉和建议：它自己就是投诉",
    "990714207005": "停工留薪期：向主管的行政部门反映",
}
BY_LAW = "《|人民法院|仲裁|申请复核|作决定|可以按告知的途径"


def test_no_refusal_leaves_only_a_phone_call_without_a_reason(world):
    for row in catalog.items():
        own = catalog.guide(row.code).remedy or REVIEW
        refused = catalog.remedy_instead(row.code, "refusals") or own
        has_way = re.search(BY_LAW, refused) or REVIEW in refused
        assert bool(has_way) == (row.code not in ONLY_A_COMPLAINT), (row.code, refused)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("991014402002", "由它监督改正（《职称评审管理暂行规定》）"),
        ("992014301003", "向人民法院提起诉讼（《中华人民共和国个人信息保护法》第五十条）"),
        ("992014601004", "申请公开（《中华人民共和国政府信息公开条例》第二十七条）"),
        ("992014901001", "没有可以复议、诉讼的决定"),
        ("992014401007", "它的上级党组织提出（《中国共产党章程》第四条）"),
    ],
)
def test_a_refused_appraisal_query_question_or_transfer_names_its_way(world, code, words):
    assert words in of(code)["refuse", "refusal"]


# What was not begun has no conclusion, award or review to be against.
NOT_BEGUN = {
    "990714207003": "对初次鉴定结论不服",
    "990714207004": "省级再次鉴定结论",
    "990714207005": "对确认有异议",
    "990914502003": "确认的调解书",
    "990914502004": "对裁决本身",
    "991014402001": "对评审结果不服",
    "991014901003": "对处理意见不服",
}


@pytest.mark.parametrize("code", NOT_BEGUN)
def test_a_refusal_to_accept_speaks_of_no_decision_that_was_never_taken(world, code):
    refused = of(code)["refuse", "refusal"]
    assert NOT_BEGUN[code] not in refused
    assert "救济途径您" in refused


@pytest.mark.parametrize(
    ("office", "government"),
    [
        ("510800000000", "四川省广元市人民政府"),
        ("510812000000", "四川省广元市朝天区人民政府"),
        ("510812100200", "四川省广元市朝天区人民政府"),
        ("430671000000", "湖南省岳阳市人民政府"),  # 屈原管理区: a zone without a government
        ("310115000000", "上海市浦东新区人民政府"),
        ("442000000000", "广东省中山市人民政府"),
    ],
)
def test_the_government_above_an_office_reviews_it(world, office, government):
    assert reference.reviewing_government(office) == government
