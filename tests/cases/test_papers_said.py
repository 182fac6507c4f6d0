"""What single papers say. Of all items it is asked in test_every_item.py."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cases.conftest import INSTANT, PROMISED, TABLED, judged, sound
from tests.cases.printed import printed
from tests.looking import complete_instantly
from tests.reading import codes_of_ours
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import versions
from yichuang.cases.rules import grant_words
from yichuang.cases.rules.on_the_spot import refuses
from yichuang.catalog import queries as catalog
from yichuang.core import packs
from yichuang.core.errors import Invalid

CARD = "992014301001"


@pytest.fixture
def done(submitted, officer, morning):
    """done(code, result) → the texts of a case that was finished on the spot."""

    def make(code: str, result: str = "当场办好", **changes) -> dict[str, str]:
        case: Case = submitted(code, **changes)
        later = morning + timedelta(minutes=9)
        complete_instantly(case_id=case.uuid, officer=officer("gy_clerk"), now=later, result=result)
        return printed(case, morning)

    return make


def test_an_unemployed_person_gets_the_promised_certificate(done):
    promised = "失业登记凭证（就业创业证）"  # what the desk proposes as the result
    papers = done(INSTANT, result=promised)
    assert "decision" not in papers
    text = papers["result"]
    assert "失业登记凭证" in text
    assert "已于" in text and "予以登记" in text and "失业（停业、离校）日期" in text
    assert f"{promised}根据" not in text and "《失业登记凭证》已经开出" in papers["completion"]


def test_an_answer_stands_on_its_paper(done):
    text = done("992014104005", result="可以申领一次性创业补贴，到常住地办理")["result"]
    assert "政策咨询答复单" in text and "可以申领一次性创业补贴，到常住地办理。" in text


@pytest.mark.parametrize("words", ["不予发放，胡写", "经查不符合条件", "不 予 登 记", "驳回"])
def test_what_is_granted_on_the_spot_is_not_said_to_be_refused(done, words):
    with pytest.raises(Invalid) as refused:
        done(INSTANT, result=words)
    (problem,) = refused.value.problems
    assert (problem.field, problem.violates) == ("result", "contrary")


def test_an_answer_may_say_no_and_no_item_is_named_a_refusal(done):
    assert "不符合申领条件" in done("992014104005", result="您不符合申领条件")["result"]
    for row in catalog.items():
        assert not refuses(catalog.guide(row.code).result)


def test_a_card_is_fetched_or_posted_and_never_looked_at_online(done):
    notice = done(CARD, result="社会保障卡")["completion"]
    assert "领取地点示例银行朝天支行（虚构）" in notice and "网上查看" not in notice


def test_a_decision_that_pays_names_the_amount_and_the_row(decided, morning):
    text = printed(decided(TABLED), morning, "decision")["decision"]
    assert "合计金额人民币1,200.50元" in text and "裁量标准" in text
    assert "计发标准按本地公布的标准计算" in text
    assert "60日内依法申请行政复议" in text and "提起行政诉讼" in text


def test_a_denial_says_in_words_what_was_looked_at_and_what_was_found(decided, morning):
    text = printed(decided(PROMISED, "deny"), morning, "decision")["decision"]
    assert "审查内容人员类别与认定有效期，不符合" in text
    assert "审查要点" not in text and not codes_of_ours(text)


def test_what_is_done_on_the_spot_is_expected_on_the_day_and_not_before_it(done, decided, morning):
    assert re.search("预计办结[0-9年月日]+（周.）当天", done(INSTANT)["acceptance"])
    assert re.search(
        "预计办结[0-9年月日]+（周.）前",
        printed(decided(PROMISED), morning, "acceptance")["acceptance"],
    )


def test_a_sum_that_is_counted_anew_is_said_as_the_new_sum():
    """Not “重新核定1,200.50元，其余不予重新核定”: what is counted anew is counted anew as a whole."""
    row = packs.read("results/results.yaml")["items"]["990514202007"]
    record = {"asked": "2905.00", "amount": "1200.50", "cut": "超出本地标准的部分不予支付"}
    said = grant_words.divided(record, row["grant"], "", row["part"])
    assert said == "予以重新核定，核定为1,200.50元，申请的其余1,704.50元不予支持"


def test_several_points_stand_each_on_a_line_of_its_own(reviewing, officer, morning):
    case = reviewing(PROMISED)
    reviewer = officer("gy_reviewer")
    later = morning + timedelta(hours=2)
    judged(case, reviewer, later)
    points = versions.of_case(case).review_points[:2]
    codes = tuple(point.code for point in points)
    decision = replace(sound(case, "approve"), points=codes)
    services.decide(case_id=case.uuid, officer=reviewer, decision=decision, now=later)
    text = printed(case, morning, "decision")["decision"]
    first, second = ("".join(point.text.split()) for point in points)
    assert f"审查内容1．{first}，符合2．{second}，符合" in text


def test_who_applies_for_a_change_is_granted_a_change_and_no_renewal(decided, morning):
    papers = printed(decided("990114105002"), morning)
    assert "决定：准予变更。" in papers["decision"]
    assert "办理结果准予变更结果文书" in papers["completion"]


def test_a_denial_names_review_and_suit(decided, morning):
    papers = printed(decided(PROMISED, "deny"), morning)
    assert (
        "60日内依法申请行政复议" in papers["decision"] and "决定：不予发放。" in papers["decision"]
    )
    assert (
        "《决定书》" in papers["completion"]
        and "不予发放" in papers["completion"]
        and "钱付到" not in papers["completion"]
    )


def test_an_item_that_a_place_made_itself_still_says_what_it_gives(world):
    guide = catalog.guide(INSTANT)
    made_up = type(guide)(**{**guide.__dict__, "code": "999900000001"})
    assert catalog.result_of(made_up).title == "决定书"


def test_a_number_begins_with_the_short_name_of_the_office_and_the_word_of_its_kind(
    decided, morning
):
    """GB/T 9704-2012, 7.2.5: no 第 before the serial, no zeros."""
    case = decided(PROMISED)
    numbers = {}
    for kind in ("acceptance", "decision"):
        paper = services.issue_paper(case_id=case.uuid, kind=kind, now=morning)
        numbers[kind] = paper.number_text
    assert case.organisation.name == "朝天区人力资源和社会保障局"
    assert re.fullmatch("朝人社受〔[0-9]{4}〕[1-9][0-9]*号", numbers["acceptance"])
    assert re.fullmatch("朝人社决〔[0-9]{4}〕[1-9][0-9]*号", numbers["decision"])
