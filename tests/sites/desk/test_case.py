"""One case on the desk: verbs, papers, files, who may see it, two people at once."""

import re
from datetime import datetime, time, timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.paper_files import text_of
from tests.sites.desk import lives
from yichuang.accounts.services import grant_role
from yichuang.audit.queries import of_subject
from yichuang.cases import services
from yichuang.cases.models import CaseEvent
from yichuang.cases.queries import cases, versions
from yichuang.cases.rules.application import Given
from yichuang.catalog import queries as catalog
from yichuang.core import clock
from yichuang.reference.queries import calendar, region

FILE_ITEM = "992014401001"  # 流动人员人事档案接收: papers, review points, no discretion table
PAPER_ITEM = lives.UNEMPLOYED  # one paper comes as a file
REGISTERED = {"result": "已登记失业", "looked": "good", "once_more": lives.ONCE_MORE}


def at(case, verb=""):
    return f"/desk/cases/{case.uuid}/{verb}"


def test_the_page_shows_answers_papers_points_clock_and_a_whole_trail_and_records_the_reading(
    clerk,
):
    case = lives.submitted(FILE_ITEM)
    text = lives.words(clerk.get(at(case)))
    for said in ("审查要点", "材料", "时限怎么算的", "提交申请", "记录完整，没有被改过"):
        assert said in text
    assert of_subject(case.ref).filter(verb="case.read").exists()


def test_numbers_are_masked_until_somebody_who_works_on_the_case_asks_and_that_is_recorded(
    clerk, world
):
    case = lives.submitted(PAPER_ITEM)
    number = case.form["person_id_number"]
    page = lives.words(clerk.get(at(case)))
    assert number not in page and f"{number[:3]}" in page and "看完整的号码" in page
    whole = lives.words(clerk.get(f"{at(case)}?whole=1"))
    assert number in whole and "看完整的号码" not in whole
    assert of_subject(case.ref).filter(verb="case.read_whole").count() == 1
    watching = lives.words(lives.signed_in("gy_supervisor").get(f"{at(case)}?whole=1"))
    assert number not in watching and "看完整的号码" not in watching
    assert of_subject(case.ref).filter(verb="case.read_whole").count() == 1


def test_the_page_and_the_printed_sample_name_the_occupation_instead_of_its_code(clerk):
    page = clerk.get(at(lives.submitted(lives.UNEMPLOYED)))
    assert "运输、仓储、快递" in lives.words(page)
    assert "<dd>4-02</dd>" not in page.content.decode()


def test_the_page_leads_to_the_guide_that_the_case_came_in_under(clerk):
    case = lives.submitted(lives.UNEMPLOYED)
    then = f"/items/{lives.UNEMPLOYED}/?version=1&in={lives.CHAOTIAN}&day={clock.today()}"
    assert then in clerk.get(at(case)).content.decode().replace("&amp;", "&")
    assert "这是第1版" in lives.words(clerk.get(then))


def asked_to_mend(clerk):
    lives.met(clerk)
    case = lives.submitted(FILE_ITEM)
    code = case.materials.first().code
    items = {"ask": [f"material:{code}", "field:person_phone"]}
    clerk.post(at(case, "correct/"), items | {f"why-{one}": "看不清" for one in items["ask"]})
    return lives.again(case), code


def test_what_a_correction_asked_for_is_taken_at_the_window_and_counts_as_a_visit(clerk):
    case, code = asked_to_mend(clerk)
    assert at(case, "supply/") in clerk.get(at(case)).content.decode()
    page = lives.words(clerk.get(at(case, "supply/")))
    assert "要补的材料" in page and "看不清" in page and "手机号" in page
    nothing = clerk.post(at(case, "supply/"), {"person_phone": "12345"})
    assert nothing.status_code == 422 and "12345" in nothing.content.decode()
    scan = SimpleUploadedFile("重拍.pdf", lives.PDF)
    kept = clerk.post(
        at(case, "supply/"),
        {f"material-{code}": "file", f"file-{code}": scan, "person_phone": "12345"},
    )
    hidden = re.search(rf'name="kept-{code}" value="([^"]+)"', kept.content.decode()).group(1)
    again = {f"material-{code}": "file", f"kept-{code}": hidden, "person_phone": "13900000077"}
    assert clerk.post(at(case, "supply/"), again).status_code == 302
    case = lives.again(case)
    assert (case.state, case.visits, case.form["person_phone"]) == ("supplied", 1, "13900000077")
    assert case.materials.get(round=1).file.name == "重拍.pdf"
    assert clerk.get(at(case, "supply/")).status_code == 409


def test_an_original_seen_at_the_window_is_enough_and_others_may_not_take_it(clerk, reviewer):
    case, code = asked_to_mend(clerk)
    assert reviewer.get(at(case, "supply/")).status_code == 403
    assert lives.signed_in("yy_clerk").get(at(case, "supply/")).status_code == 404
    clerk.post(at(case, "supply/"), {f"material-{code}": "seen", "person_phone": "13900000077"})
    assert lives.again(case).materials.get(round=1).source == "seen"


def test_a_trail_that_was_changed_is_shouted_about(clerk):
    case = lives.submitted()
    CaseEvent.objects.filter(case=case).update(actor="person:somebody")
    assert "过程记录被改过" in lives.words(clerk.get(at(case)))


def test_an_instant_item_is_finished_in_one_step_and_a_slow_one_asks_why(world):
    """Half an hour of business: what came in the evening before is not slow in the morning."""
    noon = datetime.combine(calendar().next_working(clock.today()), time(12), clock.SHANGHAI)
    with clock.frozen(noon):
        clerk = lives.signed_in("gy_clerk")
        quick = lives.opened(lives.submitted(lives.UNEMPLOYED))
        clerk.post(at(quick, "instant/"), REGISTERED)
        assert lives.again(quick).state == "closed"
        slow = lives.opened(lives.submitted(lives.UNEMPLOYED, at=noon - timedelta(minutes=40)))
        asked = clerk.post(at(slow, "instant/"), REGISTERED)
        assert asked.status_code == 422 and "超过30分钟" in lives.words(asked)
        clerk.post(at(slow, "instant/"), REGISTERED | {"slow_reason": "等打印机"})
        assert lives.again(slow).minutes == 40
    with clock.frozen(noon + timedelta(minutes=1)):
        report = lives.words(clerk.get("/desk/instant/"))
        assert "等打印机" in report and slow.number in report.replace(" ", "")
    evening = noon.replace(hour=9, minute=10) - timedelta(hours=11, minutes=40)
    with clock.frozen(noon.replace(hour=9, minute=10)):
        clerk = lives.signed_in("gy_clerk")
        early = lives.opened(lives.submitted(lives.UNEMPLOYED, at=evening))
        clerk.post(at(early, "instant/"), REGISTERED)
        done = lives.again(early)
        assert (done.state, done.minutes, done.slow_reason) == ("closed", 10, "")


def test_a_correction_names_everything_once_and_the_second_one_is_told_to_be_a_breach(clerk):
    case = lives.submitted(FILE_ITEM)
    code = case.materials.first().code
    empty = clerk.post(at(case, "correct/"), {"ask": [f"material:{code}"]})
    assert empty.status_code == 422 and "请写明这一项要怎么改" in lives.words(empty)
    clerk.post(
        at(case, "correct/"), {"ask": [f"material:{code}"], f"why-material:{code}": "太糊，请重拍"}
    )
    assert lives.again(case).state == "correcting"
    assert "太糊，请重拍" in lives.words(clerk.get(at(case)))
    assert clerk.get(at(case, "papers/correction.pdf"))["Content-Type"] == "application/pdf"
    file = services.store_file(
        owner="person:test", name="新.pdf", content=lives.PDF, now=clock.now()
    )
    services.answer_correction(
        case_id=case.uuid,
        actor="person:test",
        answers={},
        materials=[Given(code, "file", str(file.uuid))],
        file_owner="person:test",
        now=clock.now(),
    )
    field = "field:person_phone"
    again = clerk.post(
        at(case, "correct/"), {"ask": [field], f"why-{field}": "少一位"}, follow=True
    )
    assert "违反一次性告知" in lives.words(again)


def test_a_refusal_needs_reason_and_law_and_gives_its_paper(clerk):
    case = lives.submitted(FILE_ITEM)
    missing = clerk.post(at(case, "refuse/"), {"reason": "档案不在本地"})
    assert missing.status_code == 422 and "依据哪部法律" in lives.words(missing)
    assert "档案不在本地" in missing.content.decode()
    clerk.post(
        at(case, "refuse/"),
        {"reason": "档案不在本地", "basis": "《流动人员人事档案管理服务规定》第五条"},
    )
    assert lives.again(case).state == "refused"
    paper = clerk.get(at(case, "papers/refusal.pdf"))
    assert paper.status_code == 200 and "档案不在本地" in text_of(paper.content)


@pytest.mark.parametrize("basis", ["无", "有关规定", "第五条"])
def test_a_refusal_does_not_rest_on_what_is_no_law(clerk, basis):
    case = lives.submitted(FILE_ITEM)
    page = clerk.post(at(case, "refuse/"), {"reason": "档案不在本地", "other_basis": basis})
    assert page.status_code == 422 and "不能作依据" in lives.words(page)
    assert f'value="{basis}"' in page.content.decode()
    assert lives.again(case).state == "received"


def test_a_law_that_nobody_knows_is_compared_with_its_text_first(clerk):
    case = lives.submitted(FILE_ITEM)
    typed = {"reason": "档案不在本地", "other_basis": "《不存在的办法》第三条"}
    asked = clerk.post(at(case, "refuse/"), typed)
    assert asked.status_code == 422
    assert "系统里没有“不存在的办法”，请对照原文核对" in lives.words(asked)
    tick = f'name="law_read" value="{typed["other_basis"]}"'
    assert tick in " ".join(asked.content.decode().split())
    ticked = {"law_read": typed["other_basis"]}
    other = clerk.post(at(case, "refuse/"), typed | ticked | {"other_basis": "《另一个》第三条"})
    assert other.status_code == 422 and lives.again(case).state == "received"
    clerk.post(at(case, "refuse/"), typed | ticked)
    assert lives.again(case).state == "refused"
    assert "系统里没有“不存在的办法”，办的人核对过原文" in lives.words(clerk.get(at(case)))


def test_a_basis_of_the_item_is_one_click_and_another_stands_beside_it(clerk):
    case = lives.submitted(FILE_ITEM)
    basis = catalog.bases_of(versions.of_case(case).guide)[0]
    page = clerk.get(at(case)).content.decode()
    assert f'value="{basis}"' in page
    assert 'name="basis" value=""' in page  # what was pressed by mistake is taken back
    other = "《流动人员人事档案管理服务规定》第五条"
    typed = {"reason": "档案不在本地", "basis": basis, "other_basis": other}
    clerk.post(at(case, "refuse/"), typed)
    assert cases.trail(lives.again(case))[-1].told["basis"] == f"{basis}；{other}"


def test_a_decision_cites_a_point_and_keeps_what_the_review_found(reviewer):
    case = lives.accepted(FILE_ITEM)
    reviewer.post(at(case, "begin/"))
    missing = reviewer.post(at(case, "decide/"), lives.deciding(case, points=[], reason="手续齐全"))
    assert missing.status_code == 422 and "请勾选这个决定依据的审查要点" in lives.words(missing)
    assert "手续齐全" in missing.content.decode()
    assert not CaseEvent.objects.filter(case=case, kind="review").exists()
    reviewer.post(at(case, "decide/"), lives.deciding(case))
    assert lives.again(case).outcome == "approved"
    assert CaseEvent.objects.filter(case=case, kind="review").exists()


def test_one_hand_accepts_and_another_decides(world):
    case = lives.accepted(FILE_ITEM)
    chief = lives.officer("gy_clerk")
    grant_role(
        actor="system",
        officer=chief,
        role="reviewer",
        region=region(lives.CHAOTIAN),
        line="",
        valid_from=clock.today(),
    )
    refused = lives.signed_in("gy_clerk").post(at(case, "begin/"))
    assert refused.status_code == 403 and "要由另一个人审核" in lives.words(refused)


def test_a_decision_outside_the_table_waits_for_a_second_person(reviewer):
    case = lives.reviewing(lives.RULED)
    page = lives.words(reviewer.get(at(case)))
    assert "裁量表" in page
    unset = reviewer.post(at(case, "decide/"), lives.deciding(case, row=""))
    assert unset.status_code == 422 and "请选裁量表里适用的那一行" in lives.words(unset)
    reviewer.post(
        at(case, "decide/"), lives.deciding(case, row="outside", reason="山路塌方，走了水路")
    )
    assert lives.again(case).state == "second"
    approver = lives.signed_in("gy_approver")
    assert "山路塌方，走了水路" in lives.words(approver.get(at(case)))
    missing = approver.post(at(case, "second/"), {"agree": "yes"})
    assert missing.status_code == 422
    approver.post(at(case, "second/"), {"agree": "yes", "reason": "情况属实"})
    assert lives.again(case).outcome == "approved"


def test_the_second_person_may_send_it_back(world):
    case = lives.proposed()
    lives.signed_in("gy_approver").post(at(case, "second/"), {"agree": "no", "reason": "请补说明"})
    assert lives.again(case).state == "reviewing"


def test_two_people_cannot_hold_the_same_case(reviewer):
    case = lives.accepted(FILE_ITEM)
    reviewer.post(at(case, "claim/"))
    late = lives.signed_in("gy_reviewer_rc").post(at(case, "claim/"))
    assert late.status_code == 409 and "领走" in lives.words(late)
    assert lives.again(case).holder == lives.officer("gy_reviewer")
    reviewer.post(at(case, "release/"))
    assert lives.again(case).holder is None


def test_the_second_of_two_decisions_meets_a_page_and_doubles_nothing(reviewer):
    case = lives.reviewing(FILE_ITEM)
    reviewer.post(at(case, "decide/"), lives.deciding(case))
    again = reviewer.post(at(case, "decide/"), lives.deciding(case))
    assert again.status_code == 409 and "请刷新看最新情况" in lives.words(again)
    assert CaseEvent.objects.filter(case=case, kind="approve").count() == 1


def test_a_case_is_handed_to_a_colleague_of_the_line_with_a_reason(reviewer):
    case = lives.reviewing(FILE_ITEM)
    colleague = lives.officer("gy_reviewer_rc")
    assert colleague.name in lives.words(reviewer.get(at(case)))
    assert lives.officer("gy_reviewer_sb").name not in lives.words(reviewer.get(at(case)))
    missing = reviewer.post(at(case, "hand-over/"), {"to": str(colleague.uuid)})
    assert missing.status_code == 422
    reviewer.post(at(case, "hand-over/"), {"to": str(colleague.uuid), "handing": "我休假"})
    assert lives.again(case).holder == colleague


def test_a_paper_is_judged_and_a_bad_one_says_where(clerk):
    case = lives.submitted(PAPER_ITEM)
    row = case.materials.get(source="file")
    unseen = clerk.post(at(case, "judge/"), {"material": row.id, "verdict": "good"})
    assert unseen.status_code == 422 and "打开看了才能判" in lives.words(unseen)
    clerk.get(at(case, f"materials/{row.id}/"))
    assert clerk.post(at(case, "judge/"), {"material": row.id, "verdict": "bad"}).status_code == 422
    clerk.post(at(case, "judge/"), {"material": row.id, "verdict": "bad", "remark": "缺公章"})
    row.refresh_from_db()
    assert (row.verdict, row.note) == ("bad", "缺公章")


def test_the_approver_voids_with_a_reason(world):
    case = lives.accepted()
    approver = lives.signed_in("gy_approver")
    assert approver.post(at(case, "void/"), {}).status_code == 422
    approver.post(at(case, "void/"), {"void_why": "twice", "voiding": "重复提交"})
    assert lives.again(case).state == "voided"


def test_a_material_opens_in_place_with_its_reading_recorded(clerk):
    case = lives.submitted(PAPER_ITEM)
    row = case.materials.filter(file__isnull=False).first()
    shown = clerk.get(at(case, f"materials/{row.id}/"))
    assert shown["Content-Type"] == "application/pdf" and shown["Content-Disposition"].startswith(
        "inline"
    )
    kept = clerk.get(at(case, f"materials/{row.id}/?download"))
    assert (
        kept["Content-Disposition"].startswith("attachment")
        and b"".join(kept.streaming_content) == lives.PDF
    )
    looks = of_subject(case.ref).filter(verb="case.open").values_list("data", flat=True)
    assert [str(row.file.uuid) in str(data) for data in looks] == [True, True]


@pytest.mark.parametrize("username", ["yy_clerk", "qd_reviewer", "gy_village", "gy_reviewer_sb"])
def test_an_officer_of_another_place_or_line_meets_nothing_anywhere(world, username):
    case = lives.submitted(FILE_ITEM)
    row = case.materials.first()
    stranger = lives.signed_in(username)
    pages = ["", "papers/receipt.pdf", f"materials/{row.id}/", "answers/signature/"]
    assert [stranger.get(at(case, page)).status_code for page in pages] == [404] * 4
    verbs = ("accept/", "claim/", "hand-over/", "decide/", "void/", "judge/")
    assert [stranger.post(at(case, verb)).status_code for verb in verbs] == [404] * 6
    assert stranger.get(f"/desk/worklist/?case={case.uuid}").status_code == 404
    assert case.number not in stranger.get("/desk/worklist/?step=all").content.decode().replace(
        " ", ""
    )
    assert "没有这个编号的件" in lives.words(stranger.post("/desk/find/", {"q": case.number}))


@pytest.mark.parametrize("username", ["gy_city_clerk", "gy_supervisor", "gy_issuer", "gy_approver"])
def test_an_officer_above_or_beside_in_the_same_place_sees_the_case(world, username):
    case = lives.submitted(FILE_ITEM)
    assert lives.signed_in(username).get(at(case)).status_code == 200


def test_an_unknown_verb_and_an_unknown_case_are_not_found(clerk):
    case = lives.submitted()
    assert clerk.post(at(case, "bless/")).status_code == 404
    assert clerk.get(f"/desk/cases/{uuid4()}/").status_code == 404


def test_an_approval_against_the_review_goes_to_a_second_person_who_sees_points_citations_row_and_amount(
    reviewer,
):
    case = lives.reviewing(lives.RULED)
    against = lives.deciding(case, reason="另有证明") | {"found-R2": "bad"}
    refused = reviewer.post(at(case, "decide/"), against)
    assert refused.status_code == 422 and "第2条不符合，不能直接准予" in lives.words(refused)
    unjudged = {key: value for key, value in against.items() if key != "found-R2"}
    silent = reviewer.post(at(case, "propose/"), unjudged)
    assert silent.status_code == 422 and "第2条，都判了才能作决定" in lives.words(silent)
    assert lives.again(case).state == "reviewing"
    reviewer.post(at(case, "propose/"), against)
    assert lives.again(case).state == "second"
    version = versions.of_case(case)
    page = lives.words(lives.signed_in("gy_approver").get(at(case))).replace("&#32;", "")
    first, second = (point.text for point in version.review_points[:2])
    assert "这个决定和审查结论不一致" in page and "另有证明" in page
    assert f"{second}不符合" in page and f"依据的要点{first}" in page
    assert version.discretion_on(clock.today())[0].case in page
    if version.pays:
        assert "一次付清人民币1,200.00元" in page


def test_a_decision_that_pays_asks_for_the_amount(reviewer):
    case = lives.reviewing(lives.BENEFIT)
    page = lives.words(reviewer.get(at(case)))
    for asked in ("每月金额，元", "从哪个月起发", "发到哪个月", "标准和算法"):
        assert asked in page
    missing = reviewer.post(at(case, "decide/"), lives.deciding(case, amount=""))
    assert missing.status_code == 422 and "请填每月的金额" in lives.words(missing)


LOOKING_ON = ("gy_supervisor", "gy_issuer")


@pytest.mark.parametrize("who", LOOKING_ON)
def test_who_looks_on_claims_judges_explains_and_hands_over_nothing(world, who):
    case = lives.submitted(FILE_ITEM, channel=1)
    material, looker = case.materials.first(), lives.signed_in(who)
    tried = {
        "claim/": {},
        "judge/": {"material": material.id, "verdict": "bad", "remark": "看不清"},
        "explain/": {"explaining": "系统慢"},
        "hand-over/": {"to": str(lives.officer("gy_clerk").uuid), "handing": "请帮忙"},
    }
    for verb, posted in tried.items():
        assert looker.post(at(case, verb), posted).status_code == 403, verb
    page = looker.get(at(case)).content.decode()
    assert not any(f'cases/{case.uuid}/{verb}"' in page for verb in tried)
    assert (lives.again(case).seq, lives.again(case).holder) == (case.seq, None)
