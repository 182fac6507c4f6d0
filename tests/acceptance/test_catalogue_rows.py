"""The acceptance sentences of the catalogue's functions, each driven through the pages."""

import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
import yaml
from django.test import Client
from pypdf import PdfReader

from tests.acceptance.test_channel_rows import LI, WANG
from tests.api.conftest import ZHANG
from tests.sites.console_admin.writer import Desk, asked_for, place_says, refused, revised, text_of
from tests.sites.desk import lives
from yichuang.cases.models import Case, Enquiry, FollowUp
from yichuang.catalog import queries as catalog
from yichuang.catalog import services
from yichuang.core import clock
from yichuang.core.clock import SHANGHAI

pytestmark = pytest.mark.django_db
COUNTY, VILLAGE = "510812000000", "510812100205"
YUEYANG_VILLAGE = "430602100206"
CITIES = (COUNTY, "430602000000")  # the county of each city that has officers in the demo
ZHAO = {"kind": "person", "name": "赵六", "id_number": "510812200309159948"}
LISTED = "990114501006"  # 20 → 10 working days, on the 提速办 list
REPORTS = "/console/reports/"


@pytest.fixture(autouse=True)
def filled(world):
    """Packs and demo people."""


# how many of the 197 items the government's list gives to each level
ITEMS_OF_LEVEL = {"市": 175, "县": 176, "乡镇": 55, "村": 41}


def test_sys_001_same_level_places_have_the_same_list_and_local_items_stand_apart():
    supervisor = Desk("gy_supervisor")
    for level, count in ITEMS_OF_LEVEL.items():
        page = supervisor.see(f"consistency/?level={level}")
        assert "0个和统一目录不同" in page
        assert "0处不同" in page
        assert f"统一目录{count}项" in page
    page = supervisor.see("consistency/?level=县")
    assert "零工驿站用工与求职登记 992014109001" in page.split("地方新增的事项")[-1]
    assert "地方新增，不计入比较" in page
    place_says(
        "places/990514206001/510812000000/",
        offered="false",
        not_offered_reason="窗口搬迁，暂时不办",
    )
    page = supervisor.see("consistency/?level=县")
    assert "1个和统一目录不同" in page
    assert "统一目录176项" in page
    differing = page.split("不同的地方")[-1].split("地方新增的事项")[0]
    assert "失业保险金申领（990514206001）" in differing
    assert "朝天区" in differing
    assert "0个和统一目录不同" in supervisor.see("consistency/?level=市")


def test_sys_002_old_cases_keep_their_version_and_a_cancelled_item_takes_no_new_ones():
    old = lives.reviewing()
    before = catalog.guide(lives.BENEFIT)
    order = revised(
        lives.BENEFIT,
        review_points="全新的审查要点",
        conditions="全新的受理条件",
        power_list_ref="权责清单第37项",
    )
    reviewer = lives.signed_in("gy_reviewer")
    page = lives.words(reviewer.get(f"/desk/cases/{old.uuid}/"))
    assert before.review_points[0] in page
    assert "全新的审查要点" not in page
    new = lives.reviewing()
    assert "全新的审查要点" in lives.words(reviewer.get(f"/desk/cases/{new.uuid}/"))
    past = text_of(Client().get(f"/items/{lives.BENEFIT}/?version={before.version_number}"))
    assert before.conditions in past
    told = Desk("gy_supervisor").see(f"changes/{order.pk}/")
    for words in ("陈统安", "周正言", "依据新的办法第三条", f"{clock.today()}", "权责清单第37项"):
        assert words in told

    day = clock.today() + timedelta(days=5)
    cancelled = asked_for(lives.UNEMPLOYED, "cancelled", effective_on=day.isoformat())
    Desk("tm_legal").write(f"changes/{cancelled.pk}/approve/", note="")
    Desk("tm_catalogue").post(f"changes/{cancelled.pk}/publish/")
    clerk = lives.signed_in("gy_clerk")
    address = f"/desk/take/{lives.UNEMPLOYED}/"
    online = f"/apply/{lives.UNEMPLOYED}/?region={COUNTY}"
    with clock.frozen(clock.now() + timedelta(days=4)):
        assert clerk.get(f"{address}?{lives.met(clerk)}").status_code == 200
        assert lives.signed_in("zhangsan").get(online).status_code == 200
    with clock.frozen(clock.now() + timedelta(days=5)):
        answer = clerk.get(f"{address}?{lives.met(clerk)}")
        assert answer.status_code == 409
        assert "不再收新的申请" in lives.words(answer)
        refused = lives.signed_in("zhangsan").get(online)
        assert refused.status_code == 409 and "不再收新的申请" in lives.words(refused)


@pytest.mark.parametrize(("kind", "word"), [("taken_over", "承接"), ("sent_down", "下放")])
def test_sys_002_a_power_that_moves_is_an_order_of_its_kind_that_publishes_a_version(kind, word):
    entry = "权责清单第41项"
    order = asked_for(lives.BENEFIT, kind, power_list_ref=entry, conditions=f"{word}以后的条件")
    assert f"{word}以后的条件" not in text_of(Client().get(f"/items/{lives.BENEFIT}/"))
    Desk("tm_legal").write(f"changes/{order.pk}/approve/", note="依据充分")
    Desk("tm_catalogue").post(f"changes/{order.pk}/publish/")
    assert f"{word}以后的条件" in text_of(Client().get(f"/items/{lives.BENEFIT}/"))
    page = Desk("gy_supervisor").see(f"changes/{order.pk}/")
    for words in (word, entry, "产生的版本 第2版"):
        assert words in page


# 办结 by level and what towns and villages take in, as the government's list and the table of roles have it
FINISHED_AT = {"省": 38, "市": 175, "县": 176, "乡镇": 36, "村": 12}
SUNK_TO = {"乡镇": 55, "村": 41}


def test_sys_004_the_matrix_is_set_per_region_and_a_village_case_goes_to_who_reviews(make_key):
    catalogue, (_, caller) = Desk("gy_catalogue"), make_key(channel=2)
    told = catalogue.see(f"delegation/?region={COUNTY}")
    assert _finished_at(told) == FINISHED_AT
    assert "下沉到乡镇的55项" in told
    assert "下沉到村的41项" in catalogue.see(f"delegation/?region={COUNTY}&level=村")
    above = _filed(caller, VILLAGE)
    assert above.organisation.region_id == COUNTY
    assert above.number in lives.words(lives.signed_in("gy_clerk").get("/desk/worklist/"))
    catalogue.write(f"delegation/{lives.BENEFIT}/{COUNTY}/4/", roles=["受理", "审核", "办结"])
    assert "本地改过" in catalogue.see(f"delegation/{lives.BENEFIT}/{COUNTY}/")
    sunk = _filed(caller, VILLAGE, LI)
    assert (sunk.organisation.level, sunk.organisation.region_id) == (4, "510812100000")
    traced = lives.words(lives.signed_in("gy_auditor").get(f"/console/audit/cases/{sunk.uuid}/"))
    assert f"办理单位{sunk.organisation.name}" in traced
    elsewhere = _filed(caller, YUEYANG_VILLAGE, WANG)
    assert (elsewhere.organisation.level, elsewhere.organisation.region_id) == (3, "430602000000")
    page = catalogue.see(f"delegation/?region={COUNTY}")
    assert _finished_at(page) == FINISHED_AT | {"乡镇": 37}
    assert "下沉到乡镇的56项" in page


def _finished_at(page: str) -> dict[str, int]:
    """How many items each level can finish, as the page of 五级下延 says it."""
    return {level: int(count) for level, count in re.findall(r"(\S+)级能办结 (\d+) ?项", page)}


def test_sys_004_everybody_reads_what_towns_and_villages_take_in():
    visitor = Client()
    visitor.cookies["place"] = COUNTY
    for level, count in SUNK_TO.items():
        assert f"共{count}项" in text_of(visitor.get(f"/openness/sunk/?level={level}"))


# 求职创业补贴申领（毕业学年困难毕业生）: what each kind of hardship is shown by
JOB_SEEKER = "990514102007"
HARDSHIP_PAPERS = {
    "low_income": "低保、特困、零就业家庭等身份信息",
    "poverty_relieved": "低保、特困、零就业家庭等身份信息",
    "disabled": "残疾人证",
    "student_loan": "国家助学贷款合同或系统记录",
}
ALWAYS = (
    "居民身份证或社会保障卡（或电子证照）",
    "求职创业补贴申请表",
    "社会保障卡银行账户或本人银行账户信息",
)


@pytest.mark.parametrize(("hardship", "shown_by"), HARDSHIP_PAPERS.items())
def test_sys_005_the_answer_of_a_situation_trims_the_papers(hardship, shown_by):
    page = text_of(Client().get(f"/items/{JOB_SEEKER}/?s-hardship_kind={hardship}"))
    not_needed = set(re.findall(r"(\S+) 照您说的情况，用不上", page))
    assert not_needed == set(HARDSHIP_PAPERS.values()) - {shown_by}
    for paper in (*ALWAYS, shown_by):
        assert paper in page


def test_sys_005_each_element_of_a_guide_stands_in_its_own_field():
    """失业保险金申领, element by element as its texts have it."""
    page = text_of(Client().get(f"/items/{lives.BENEFIT}/"))
    for element in (
        "设定依据 中华人民共和国社会保险法（主席令第35号，2018年修正）",
        "受理条件 失业前单位和本人缴费满1年、非因本人意愿中断就业、已失业登记并有求职要求",
        "是否收费 不收费",
        "结果名称 失业保险金核定表",
        "咨询方式 12333",
        "监督投诉方式 12333 或窗口投诉",
        "社会保险经办条例第24条第1款",
        "10个工作日",
        "1个工作日",
        "居民身份证或社会保障卡（或电子证照）",
        "解除或终止劳动关系证明",
        "7. 送达",
    ):
        assert element in page, element
    for sheet in ("form", "sample"):
        opened = Client().get(f"/items/{lives.BENEFIT}/sheet/{sheet}/")
        assert opened.status_code == 200
        assert "失业保险金申领" in text_of(opened)


@pytest.mark.parametrize(
    "code", [JOB_SEEKER, "990514206001", "992014101002", "992014301001", "990114105001"]
)
def test_sys_005_a_published_guide_has_no_empty_required_element(code):
    assert "要素齐全，时限合规" in Desk("gy_supervisor").see(f"items/{code}/")


def test_sys_006_publishing_names_what_is_missing_and_a_late_promise_with_its_day():
    frozen = catalog.latest_version(lives.BENEFIT).form["definition"]
    blank = yaml.safe_dump({**frozen, "sample": {}}, allow_unicode=True, sort_keys=False)
    assert "要素“申请表示例样表”没有填" in refused(asked_for(lives.BENEFIT, "revised", form=blank))
    groundless = asked_for(lives.BENEFIT, "revised", legal_basis="")
    assert "要素“设定依据”没有填" in refused(groundless)
    longer = asked_for(lives.BENEFIT, "revised", promised_days="3", promised_unit="月")
    assert "承诺3个月会晚于法定10个工作日" in refused(longer)
    late = {
        "statutory_days": "8",
        "statutory_unit": "自然日",
        "promised_days": "5",
        "promised_unit": "工作日",
    }
    told = refused(asked_for(lives.BENEFIT, "revised", **late))
    assert re.search(r"承诺5个工作日会晚于法定8日：\d{4}年\d+月\d+日受理的就会超", told)
    named = {"commitment-gaozhi_chengnuo": "true", "commitment-commitment_materials": ""}
    assert "实行告知承诺，却没有写明适用的材料" in refused(
        asked_for(lives.BENEFIT, "revised", **named)
    )
    named = {"commitment-rongque": "true", "commitment-rongque_materials": ""}
    assert "实行容缺受理，却没有写明适用的材料" in refused(
        asked_for(lives.BENEFIT, "revised", **named)
    )
    assert catalog.latest_version(lives.BENEFIT).number == 1


def test_sys_008_all_outlets_show_one_revision_and_a_lagging_one_is_listed():
    old = catalog.guide(lives.BENEFIT).revision
    revised(lives.BENEFIT, conditions="换了条件的一版")
    revision = catalog.guide(lives.BENEFIT).revision
    assert revision != old
    visitor, phone = Client(), Client(headers={"user-agent": "Mozilla/5.0 (iPhone) Mobile"})
    for outlet in (visitor, phone):
        page = outlet.get(f"/items/{lives.BENEFIT}/").content.decode()
        assert re.findall(r'data-revision="([0-9a-f]{64})"', page) == [revision]
    assert visitor.get(f"/api/v1/items/{lives.BENEFIT}").json()["revision"] == revision
    assert revision[:12] in _printed(visitor.get(f"/items/{lives.BENEFIT}/print.pdf").content)
    supervisor = Desk("gy_supervisor")
    assert "各出口都是现行版本" in supervisor.see(f"outlets/?item={lives.BENEFIT}")
    services.add_outlet(code="hallscreen", name="大厅屏", live=False, actor="system:test")
    services.acknowledge(outlet="hallscreen", code=lives.BENEFIT, revision=old, actor="system:test")
    page = supervisor.see(f"outlets/?item={lives.BENEFIT}")
    assert "1处落后" in page
    assert "大厅屏" in page
    services.acknowledge(
        outlet="hallscreen", code=lives.BENEFIT, revision=revision, actor="system:test"
    )
    assert "各出口都是现行版本" in supervisor.see(f"outlets/?item={lives.BENEFIT}")


def _printed(paper: bytes) -> str:
    return re.sub(
        r"\s+", "", "".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    )


def test_sys_011_two_cities_run_one_definition_and_a_change_reaches_both(make_key):
    _, caller = make_key(channel=2)
    revisions = {_revision_at(region) for region in CITIES}
    assert revisions == {catalog.guide(lives.BENEFIT).revision}
    before = [_filed(caller, *of) for of in zip(CITIES, (ZHANG, LI), strict=True)]
    revised(lives.BENEFIT, conditions="两个市一起换", review_points="两个市一起核")
    after = [_filed(caller, *of) for of in zip(CITIES, (WANG, ZHAO), strict=True)]
    changed = {_revision_at(region) for region in CITIES}
    assert len(changed) == 1
    assert changed != revisions
    for region, reviewer, old, new in zip(
        CITIES, ("gy_reviewer", "yy_reviewer"), before, after, strict=True
    ):
        assert "两个市一起换" in text_of(_visitor(region).get(f"/items/{lives.BENEFIT}/"))
        desk = lives.signed_in(reviewer)
        assert "两个市一起核" in lives.words(desk.get(f"/desk/cases/{new.uuid}/"))
        assert "两个市一起核" not in lives.words(desk.get(f"/desk/cases/{old.uuid}/"))
    assert [case.version_id for case in before] == [before[0].version_id] * 2
    assert [case.version_id for case in after] == [after[0].version_id] * 2


def _visitor(region: str) -> Client:
    visitor = Client()
    visitor.cookies["place"] = region
    return visitor


def _revision_at(region: str) -> str:
    return re.search(
        r'data-revision="([0-9a-f]{64})"',
        _visitor(region).get(f"/items/{lives.BENEFIT}/").content.decode(),
    )[1]


def _filed(caller, region: str, subject: dict = ZHANG) -> Case:
    """A case of this person sent to the API of the place: one person has one open case of an item."""
    answer = caller.apply(caller.application(lives.BENEFIT, region, subject=subject))
    assert answer.status_code == 201, answer.content
    return Case.objects.get(number=answer.json()["number"])


def test_sys_011_a_question_becomes_a_case_without_retyping_and_delivery_opens_a_follow_up():
    clerk, person = lives.signed_in("gy_clerk"), lives.person()
    asked = {
        "question": "失业怎么登记？",
        "name": "张三",
        "phone": "13900000077",
        "item": lives.UNEMPLOYED,
    }
    clerk.post("/desk/enquiries/ask/", asked | {"person": str(person.uuid)})
    enquiry = next(row for row in Enquiry.objects.all() if row.question == "失业怎么登记？")
    assert enquiry.owner == lives.officer("gy_clerk")
    begun = clerk.post(f"/desk/enquiries/{enquiry.uuid}/begin/")
    page = clerk.get(begun["Location"]).content.decode()
    assert (
        "139****0077" in page
    )  # what was told is there, masked; sent on untouched it is the whole phone
    assert catalog.guide(lives.UNEMPLOYED).name in page
    path, _, query = begun["Location"].partition("?")
    lives.met(clerk)
    sent = clerk.post(path, lives.typed(clerk, lives.UNEMPLOYED, query, person_phone="139****0077"))
    case = Case.objects.get(uuid=sent["Location"].split("/")[3])
    enquiry.refresh_from_db()
    assert (case.form["person_phone"], case.person) == ("13900000077", person)
    assert enquiry.draft.case_number == case.number
    done = lives.decided("992014401001", channel=1)
    assert not FollowUp.objects.filter(case=done).exists()
    lives.signed_in("gy_issuer").post(
        f"/desk/issue/{done.uuid}/deliver/", {"document": lives.ZHANGSAN}
    )
    task = FollowUp.objects.get(case=done)
    with clock.frozen(clock.now() + timedelta(days=8)):
        assert done.number in lives.words(lives.signed_in("gy_issuer").get("/desk/followups/"))
    assert task.due_on > clock.today()


def test_sys_011_a_question_asked_online_has_an_owner_before_it_becomes_a_case():
    asked = {"question": "我失业了怎么登记？", "phone": "13900000077", "item": lives.UNEMPLOYED}
    asker = lives.signed_in("zhangsan")
    asker.cookies["place"] = COUNTY
    assert asker.post("/ask/", asked | {"name": "张三"}).status_code == 302
    enquiry = next(row for row in Enquiry.objects.all() if row.question == asked["question"])
    assert enquiry.owner is not None  # from its first second (SYS-025)
    begun = lives.signed_in("gy_clerk").post(f"/desk/enquiries/{enquiry.uuid}/begin/")
    assert begun.status_code == 302
    enquiry.refresh_from_db()
    assert enquiry.owner == lives.officer("gy_clerk")


def test_sys_011_a_decision_cites_its_point_and_outside_the_table_a_second_person_agrees():
    reviewer = lives.signed_in("gy_reviewer")
    case = lives.reviewing(lives.RULED)
    bare = reviewer.post(f"/desk/cases/{case.uuid}/decide/", lives.deciding(case, points=[]))
    assert bare.status_code == 422
    assert "请勾选这个决定依据的审查要点" in lives.words(bare)
    outside = lives.deciding(case, row="outside")
    wordless = reviewer.post(f"/desk/cases/{case.uuid}/decide/", outside | {"reason": ""})
    assert wordless.status_code == 422
    reviewer.post(f"/desk/cases/{case.uuid}/decide/", outside | {"reason": "山路塌方，走了水路"})
    assert lives.again(case).state == "second"
    approver = lives.signed_in("gy_approver")
    assert "山路塌方，走了水路" in lives.words(approver.get(f"/desk/cases/{case.uuid}/"))
    approver.post(f"/desk/cases/{case.uuid}/second/", {"agree": "yes", "reason": "情况属实"})
    assert lives.again(case).outcome == "approved"


def test_sys_011_the_table_of_the_day_of_acceptance_is_applied():
    later = clock.today() + timedelta(days=10)
    held = catalog.guide(lives.RULED).discretion[0]
    added = {
        "discretion-9-matter": held["matter"],
        "discretion-9-range": held["range"],
        "discretion-9-basis": "新的地方办法",
        "discretion-9-valid_from": later.isoformat(),
        "discretion-9-case": "不分远近",
        "discretion-9-result": "中限",
        "discretion-9-outside_table": held["outside_table"],
    }
    revised(lives.RULED, **added)
    early = lives.reviewing(lives.RULED)
    reviewer = lives.signed_in("gy_reviewer")
    with clock.frozen(clock.now() + timedelta(days=12)):
        page = lives.words(reviewer.get(f"/desk/cases/{early.uuid}/"))
        assert held["table"][0]["case"] in page
        assert "不分远近" not in page
        late = lives.reviewing(lives.RULED)
        page = lives.words(reviewer.get(f"/desk/cases/{late.uuid}/"))
        assert "不分远近" in page
        assert held["table"][0]["case"] not in page


def test_sys_024_twenty_days_to_ten_is_half_and_what_is_below_target_is_listed():
    supervisor = Desk("gy_supervisor")
    name = catalog.guide(LISTED).name
    row = supervisor.see_all("speedup/").split(name + " ")[1][:60]
    assert "20个工作日 10个工作日 50%" in row
    assert name not in supervisor.see_all("speedup/?below=1").split("提速 事项", 1)[-1]
    revised(LISTED, promised_days="12")
    below = supervisor.see_all("speedup/?below=1").split(name + " ")[1][:60]
    assert "20个工作日 12个工作日 40%" in below
    assert "没到目标" in below


def test_sys_024_where_the_law_is_silent_the_promise_is_measured_by_the_earlier_limit():
    row = Desk("gy_supervisor").see_all("speedup/").split("一次性工伤医疗补助金申领 ")[1][:60]
    assert "原来的时限 20个工作日 10个工作日 50%" in row


def test_sys_024_the_time_really_used_stands_beside_the_promise():
    supervisor, name = Desk("gy_supervisor"), catalog.guide(LISTED).name
    row = supervisor.see_all("speedup/").split(name + " ")[1]
    assert row[:60].split("50% ")[1].startswith("还没有办结的")
    for received, decided in ((2, 6), (2, 11)):  # Monday to Friday; Monday to the Wednesday after
        with clock.frozen(datetime(2026, 11, received, 10, 0, tzinfo=SHANGHAI)):
            case = lives.submitted(LISTED, subject=lives.employer())
            page = f"/desk/cases/{lives.opened(case).uuid}/"
            lives.signed_in("gy_clerk").post(f"{page}accept/", {"looked": "good"})
        with clock.frozen(datetime(2026, 11, decided, 16, 0, tzinfo=SHANGHAI)):
            reviewer = lives.signed_in("gy_reviewer")
            reviewer.post(f"/desk/cases/{case.uuid}/begin/")
            reviewer.post(f"/desk/cases/{case.uuid}/decide/", lives.deciding(case))
            assert lives.again(case).state == "closed"
    with clock.frozen(datetime(2026, 11, 20, 10, 0, tzinfo=SHANGHAI)):
        row = supervisor.see_all("speedup/").split(name + " ")[1]
        assert "20个工作日 10个工作日 50% 5.5个工作日（2件）" in row[:80]
        assert (
            "5.5个工作日（2件）" in supervisor.see("/console/reports/speedups/").split(name)[1][:80]
        )
        assert (
            "5.5个工作日" not in Desk("qd_catalogue").see_all("speedup/").split(name + " ")[1][:80]
        )


def test_sys_035_two_visits_on_a_flagged_item_are_in_the_breach_report():
    code = "992014401001"
    assert "要跑几次 不用跑" in text_of(Client().get(f"/items/{code}/"))
    clerk, reviewer = lives.signed_in("gy_clerk"), lives.signed_in("gy_reviewer")
    keeper = lives.person(lives.ZHAOLIU)  # whose archive it is in the sample
    walked = lives.taken(clerk, code, lives.met(clerk, keeper), subject=keeper)
    online = lives.decided(code)
    clerk.post(f"/desk/cases/{walked.uuid}/accept/", {"looked": "good"})
    reviewer.post(f"/desk/cases/{walked.uuid}/begin/")
    reviewer.post(f"/desk/cases/{walked.uuid}/decide/", lives.deciding(walked))
    assert walked.number not in lives.words(
        lives.signed_in("gy_supervisor").get(f"{REPORTS}visits/")
    )
    came = clock.local(walked.received_at).date()
    with clock.frozen(clock.now() + timedelta(days=4)):
        lives.signed_in("gy_issuer").post(
            f"/desk/issue/{walked.uuid}/deliver/", {"document": lives.ZHAOLIU}
        )
        assert lives.again(walked).visits == 2
        report = lives.words(lives.signed_in("gy_supervisor").get(f"{REPORTS}visits/"))
    assert walked.number in report
    assert online.number not in report
    for day in (came, came + timedelta(days=4)):
        assert f"{day}朝天区政务服务中心人社专区" in report


# 广元, 岳阳 and 青岛 say nothing else of the common list than these two shorter promises
DEPARTURES = (
    ("企业职工正常退休（职）申请", "岳阳市", "10个工作日", "8个工作日"),
    ("人力资源服务许可（职业中介）", "青岛市", "7个工作日", "5个工作日"),
)


def test_sys_090_a_common_item_with_another_limit_or_mode_in_a_place_is_reported():
    supervisor = Desk("gy_supervisor")
    page = supervisor.see_all("common/")
    assert "通办事项94项，2处不统一" in page
    reported = page.split("通办事项清单")[0]
    for name, place, common, here in DEPARTURES:
        row = reported.split(name)[1][:80]
        assert [words in row for words in (place, "承诺时限", common, here)] == [True] * 4
    listed = page.split("通办事项清单", 1)[-1].split("流动人员人事档案接收 ")[1][:80]
    assert "跨省通办 全程网办 异地代收代办 3个工作日 12333 2021-12-31" in listed
    place_says(f"places/992014401001/{COUNTY}/", promised_days="2", cross_region_mode="多地联办")
    page = supervisor.see_all("common/")
    assert "4处不统一" in page
    reported = page.split("通办事项清单")[0]
    assert re.search("流动人员人事档案接收 [^ ]*朝天区 办理方式 全程网办 多地联办", reported)
    assert re.search("流动人员人事档案接收 [^ ]*朝天区 承诺时限 3个工作日 2个工作日", reported)


def test_sys_091_a_fully_online_item_may_not_ask_for_a_visit():
    code = next(row.code for row in catalog.items() if row.full_online and row.place is None)
    told = refused(asked_for(code, "revised", max_visits="1"))
    assert "全程网办的事项不能要求到场，到办事现场次数应为0，现在是1" in told
    place = Desk("gy_catalogue").fill(f"places/{code}/{COUNTY}/", max_visits="1")
    assert place.status_code == 422
    assert "全程网办的事项不能要求到场" in text_of(place)


def test_sys_091_an_online_case_is_decided_by_the_place_it_belongs_to_and_nobody_comes(make_key):
    code = "992014401001"
    assert "要跑几次 不用跑" in text_of(Client().get(f"/items/{code}/"))
    _, caller = make_key(channel=2)
    answer = caller.apply(caller.application(code, CITIES[1], subject=LI))
    case = lives.opened(Case.objects.get(number=answer.json()["number"]), "yy_clerk")
    assert lives.signed_in("gy_reviewer").get(f"/desk/cases/{case.uuid}/").status_code in (403, 404)
    lives.signed_in("yy_clerk").post(f"/desk/cases/{case.uuid}/accept/", {"looked": "good"})
    reviewer = lives.signed_in("yy_reviewer")
    reviewer.post(f"/desk/cases/{case.uuid}/begin/")
    reviewer.post(f"/desk/cases/{case.uuid}/decide/", lives.deciding(case))
    decided = lives.again(case)
    assert (decided.state, decided.outcome, decided.visits) == ("closed", "approved", 0)
    assert decided.organisation.region_id == CITIES[1]
