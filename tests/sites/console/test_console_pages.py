"""Pages of the console and of ratings through the client: what is shown, who may see it, the spreadsheet."""

import html
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from tests.paper_files import PDF, text_of
from tests.sites.console_admin.writer import Desk, revised
from yichuang.audit.queries import of_subject
from yichuang.cases import services as cases
from yichuang.core import clock
from yichuang.ratings.models import Rating
from yichuang.supervision.models import Actual, Target
from yichuang.supervision.queries.reports import REPORTS


def text(response) -> str:
    return response.content.decode()


def said(response) -> str:
    """What the page says, without its tags and blanks."""
    return html.unescape(re.sub(r"<[^>]+>|\s", "", text(response)))


def sheet(response):
    return list(load_workbook(BytesIO(response.getvalue())).active.iter_rows(values_only=True))


def test_the_first_page_says_which_number_is_wrong_where_why_and_who_answers(by, lately):
    lately("王五", "转移接续", 2, 40, "15:20", "accept@1.0930")
    page = text(by("gy_supervisor").get("/console/"))
    assert "按期办结率0%，差在朝天区的企业职工基本养老保险关系转移接续申请" in page
    assert "等审核1件，其中1件没人领" in page and "由朝天区人力资源和社会保障局答复" in page
    assert 'href="/console/cases/list/?place=510812000000&amp;what=overdue"' in page
    assert "还没有数据" in page  # no rating yet: the rate is not invented


def test_every_target_is_listed_with_status_and_formula(by):
    client = by("gy_supervisor")
    page = ""
    for number in range(1, 8):
        page += text(client.get("/console/targets/", {"page": number}))
    assert page.count('<details class="formula">') == 126
    formulas = re.findall(r"(?s)<dt>怎么算</dt>\s*<dd>(.*?)</dd>", page)
    assert len(formulas) == 126
    indicators = re.findall(r"<summary>(.*?)</summary>", page)
    of_formula = dict(zip(formulas, indicators, strict=True))
    assert [of_formula[formula] for formula in formulas] == indicators  # none is said of two
    assert "可全程网办依申请事项/（依申请事项-法规要求到场事项）" in formulas
    assert page.count('class="tag ') >= 126
    assert "还没有数据" in page and "基层平台科" in page


def test_targets_are_filtered_and_go_to_a_spreadsheet(by):
    client = by("gy_supervisor")
    page = text(
        client.get("/console/targets/", {"at": "青岛市", "kind": "target", "state": "reached"})
    )
    assert "依申请事项全程网办率" in page and "服务平台标准化率" not in page
    rows = sheet(client.get("/console/targets/", {"at": "青岛市", "format": "xlsx"}))
    assert rows[2][:3] == ("编号", "地方", "指标") and len(rows) == 3 + 12
    assert ("TGT-036", "100%") in {(row[0], row[6]) for row in rows[3:]}


def test_a_number_is_entered_with_evidence_on_the_page(by):
    client = by("gy_supervisor")
    empty = client.post(
        "/console/targets/TGT-004/", {"value": "九成", "as_of": "2026-09-30", "evidence": ""}
    )
    assert empty.status_code == 422
    assert "请填数字" in text(empty) and "从哪来" in text(empty) and 'value="九成"' in text(empty)
    asked = {"value": "96.5", "as_of": "2026-09-30", "evidence": "广人社台账第3号"}
    page = text(client.post("/console/targets/TGT-004/", asked, follow=True))
    assert "96.5%" in page and "接近，差3.5%" in page and "广人社台账第3号" in page


def test_cases_are_drilled_by_place_line_and_day_and_exported(by, lately):
    lately("王五", "转移接续", 2, 40, "15:20", "accept@1.0930")
    lately("张三", "失业登记", 3, 3, "09:12", "instant@0.0921")
    client = by("gy_supervisor")
    city = text(client.get("/console/cases/"))
    assert "?place=510812000000" in city and "利州区" in city
    county = text(client.get("/console/cases/", {"place": "510812000000", "by": "line"}))
    assert "朝天区的办件" in county and "社会保险" in county and "就业创业" in county
    assert "每天收到和办结" in text(client.get("/console/cases/", {"by": "day"}))
    rows = sheet(client.get("/console/cases/", {"format": "xlsx"}))
    there = next(row for row in rows if row[0] == "朝天区")
    received, closed, *_, still_open, overdue = there[1:8]
    assert (received, closed, still_open, overdue) == (1, 1, 1, 1)
    assert rows[-1][0] == "合计"


def test_another_citys_place_is_refused_and_another_role_too(by):
    assert by("gy_supervisor").get("/console/cases/", {"place": "370200000000"}).status_code == 403
    for name in ("gy_clerk", "zhangsan"):
        assert by(name).get("/console/").status_code == 403
    assert by("gy_catalogue").get("/console/reports/overdue/").status_code == 403


# what 广元 offers on application: 173 of the common list and 零工驿站 of its own, of which six ask for somebody to come
ONSITE_BY_LAW = (
    ("档案借（查）阅服务", "流动人员人事档案管理服务规定"),
    ("档案政审（考察）服务", "流动人员人事档案管理服务规定"),
    ("档案材料收集、鉴别和归档", "流动人员人事档案管理服务规定"),
    ("民办职业培训学校设立审批", "民办教育促进法"),
    ("被征地农民参加养老保险补贴落实", "土地管理法48"),
    ("工伤保险先行支付申请", "社会保险基金先行支付暂行办法"),
)


def test_the_online_page_shows_rate_target_and_the_items_not_yet_online_with_reasons(by):
    for name in ("gy_supervisor", "gy_catalogue"):
        page = said(by(name).get("/console/online/"))
        assert "168项可全程网办÷（依申请174项－法规要求到场6项）＝100.0%" in page
        assert "目标≥90.0%" in page
        for item, law in ONSITE_BY_LAW:
            assert law in page.split(item)[-1][:80]
        # on application, by net, by phone, wholly online, in percent
        assert "朝天区17416975168100.0" in page
    assert "真的从哪里申请" in text(by("gy_supervisor").get("/console/online/"))


# (why somebody has to come, what the page counts then)
REASONS = (
    ("发证系统还没有接通", "167项可全程网办÷（依申请174项－法规要求到场6项）＝99.4%"),
    (
        "须当面核对残疾状况（残疾人保障法）",
        "167项可全程网办÷（依申请174项－法规要求到场7项）＝100.0%",
    ),
)


@pytest.mark.parametrize(("reason", "counted"), REASONS)
def test_what_is_not_online_yet_counts_and_what_the_law_wants_on_site_does_not(by, reason, counted):
    revised("990514102007", full_online="false", onsite_reason=reason, max_visits="1")
    page = said(by("gy_supervisor").get("/console/online/"))
    assert counted in page
    assert reason in page.split("求职创业补贴申领")[-1][:80]


# what is pressed on the page of channels, and what the page counts then; 167 of 168 are 99.4 %
CLOSED = (
    ("portal", "167项可全程网办÷（依申请174项－法规要求到场6项）＝99.4%", "朝天区1741687516799.4"),
    (
        "mobile",
        "168项可全程网办÷（依申请174项－法规要求到场6项）＝100.0%",
        "朝天区17416974168100.0",
    ),
)


@pytest.mark.parametrize(("channel", "counted", "by_place"), CLOSED)
def test_an_item_whose_channel_is_switched_off_is_counted_there_no_more(
    by, channel, counted, by_place
):
    keeper = Desk("tm_channel")
    keeper.write(f"channels/990514102007/{channel}/", state="off", reason="系统升级")
    page = said(by("gy_supervisor").get("/console/online/"))
    assert counted in page
    assert by_place in page
    is_told = "网上办现在关着：系统升级" in page.split("求职创业补贴申领")[-1][:80]
    assert is_told == (channel == "portal")
    keeper.write(f"channels/990514102007/{channel}/", state="on")
    page = said(by("gy_supervisor").get("/console/online/"))
    assert "168项可全程网办÷（依申请174项－法规要求到场6项）＝100.0%" in page


def test_the_catalogue_page_shows_that_places_agree(by):
    page = said(by("gy_catalogue").get("/console/catalogue/"))
    assert len(re.findall(r"(?<!\d)0个地方不同", page)) == 4 and "村级5754个地方" in page
    assert "地方扩展，不参加比较" in page


def test_every_report_opens_and_exports(by, lately):
    lately(
        "周八",
        "困难认定",
        1,
        20,
        "09:15",
        "accept@0.0930 begin@1.0900 approve@3.1000 deliver@4.0900",
    )
    client = by("gy_supervisor")
    assert len(REPORTS.all()) >= 12
    for key, report in REPORTS.all().items():
        assert report.title in text(client.get(f"/console/reports/{key}/"))
        rows = sheet(client.get(f"/console/reports/{key}/", {"format": "xlsx"}))
        assert rows[0][0] == report.title and [c for c in rows[2] if c] == [
            label for label, _ in report.columns
        ]
    listed = text(client.get("/console/reports/visits/"))
    assert "就业困难人员认定" in listed


def test_a_bulletin_is_made_seen_and_downloaded(by, lately):
    lately("王五", "转移接续", 2, 40, "15:20", "accept@1.0930")
    client = by("gy_supervisor")
    month = f"{clock.today():%Y-%m}"
    page = client.post("/console/bulletins/", {"month": month, "at": "510800000000"}, follow=True)
    assert (
        "广元市人社服务月报" in text(page)
        and "逾期没办完" in text(page)
        and "服务平台标准化率" in text(page)
    )
    paper = client.get(page.redirect_chain[-1][0] + "paper.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert "广元市人力资源和社会保障局人社服务月报" in text_of(paper.content)
    assert by("qd_supervisor").get(page.redirect_chain[-1][0]).status_code == 404


BOOK = {"value": "12", "as_of": "2026-09-30", "evidence": "打包办台账"}
SCAN = PDF


def test_a_number_comes_with_a_file_that_the_supervisors_of_the_place_may_open(by):
    address = "/console/targets/TGT-033/"
    client = by("qd_supervisor")
    assert 'type="file"' in text(client.get(address))
    done = client.post(address, BOOK | {"file": SimpleUploadedFile("台账.pdf", SCAN)}, follow=True)
    entry = Actual.objects.get(metric=Target.objects.get(code="TGT-033").metric, source="entered")
    link = f"{address}evidence/{entry.pk}/"
    assert f'href="{link}"' in text(done) and "台账.pdf" in text(done)
    opened = client.get(link)
    assert opened.content == SCAN and opened["Content-Disposition"].startswith("attachment")
    assert of_subject(f"file:{entry.file.uuid}").filter(verb="file.read").count() == 1
    assert client.get(f"/console/targets/TGT-034/evidence/{entry.pk}/").status_code == 404
    elsewhere = by("gy_supervisor")
    assert elsewhere.get(link).status_code == 404 and link not in text(elsewhere.get(address))
    assert by("qd_clerk").get(link).status_code == 403


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("台账.exe", b"MZ", "不能收 .exe 文件"),
        ("台账.pdf", b"MZ not a pdf", "内容却不是"),
        ("台账.pdf", b"", "这个文件是空的"),
        ("台账.pdf", b"%PDF-" + b"0" * 1_100_000, "超过了 1 MB"),
    ],
)
def test_a_file_that_is_not_taken_is_told_at_its_field_and_nothing_is_entered(
    by, settings, name, content, told
):
    settings.UPLOAD_MAX_MB = 1
    answer = by("qd_supervisor").post(
        "/console/targets/TGT-033/", BOOK | {"file": SimpleUploadedFile(name, content)}
    )
    assert answer.status_code == 422 and told in text(answer) and "打包办台账" in text(answer)
    assert not Actual.objects.filter(source="entered").exists()


def test_a_file_sent_with_a_wrong_number_need_not_be_sent_again(by):
    client = by("qd_supervisor")
    scan = SimpleUploadedFile("台账.pdf", SCAN)
    wrong = client.post("/console/targets/TGT-033/", BOOK | {"value": "十二", "file": scan})
    kept = re.search(r'name="kept" value="([^"]+)"', text(wrong)).group(1)
    assert client.post("/console/targets/TGT-033/", BOOK | {"kept": kept}).status_code == 302
    assert str(Actual.objects.get(source="entered").file.uuid) == kept
    other = by("gy_supervisor").post("/console/targets/TGT-033/", BOOK | {"kept": kept})
    assert other.status_code == 403 and Actual.objects.filter(source="entered").count() == 1


def test_a_link_takes_one_rating_and_refuses_the_second_and_third(client, service):
    address = f"/rate/{service.token}/"
    assert "办事的人看不到是谁评的" in text(client.get(address))
    assert "没有一次说清要什么" in text(client.get(address, {"grade": 2}))
    given = client.post(
        address, {"grade": "2", "reasons": ["D1"], "comment": "号码13900000001", "via": "sms"}
    )
    assert "评好了" in text(given)
    for _ in range(2):
        again = client.post(address, {"grade": "5"})
        assert again.status_code == 409 and "已经评过" in text(again)
    assert client.get(address).status_code == 409
    rating = Rating.objects.get(invitation=service)
    assert (rating.grade, rating.channel, rating.comment) == (2, 7, "号码13***")


def test_staff_cannot_rate_in_the_place_of_people(by, service):
    answer = by("gy_clerk").post(f"/rate/{service.token}/", {"grade": "5"})
    assert answer.status_code == 403 and "不能代替群众评价" in text(answer)
    assert not Rating.objects.filter(invitation=service).exists()


def test_the_code_at_the_counter_leads_to_this_counter_and_clerk(by, client, service):
    place = [service.organisation.uuid, service.window]
    assert client.get(reverse("rate_code", args=place))["Content-Type"] == "image/svg+xml"
    page = client.get(reverse("rate_counter", args=place))
    assert service.organisation.name in text(page) and "1号综合窗口" in text(page)
    wrong = client.post(reverse("rate_counter", args=place), {"number": "1", "password": "2"})
    assert wrong.status_code == 422 and "21位" in text(wrong) and 'value="1"' in text(wrong)
    assert service.officer.user.username == "gy_clerk"
    assert "打印" in text(by("gy_clerk").get(reverse("rate_poster", args=place)))


def test_number_and_password_at_the_counters_code_lead_to_one_rating_that_the_console_counts(
    by, client, service
):
    password = cases.renew_password(case_id=service.case.uuid, actor="person:1")
    code = reverse("rate_counter", args=[service.organisation.uuid, service.window])
    pair = {"number": service.case.number, "password": password}
    assert client.post(code, pair | {"password": "x"}).status_code == 422
    led = client.post(code, pair, follow=True)
    address = led.redirect_chain[-1][0]
    assert address == f"/rate/{service.token}/?via=qr" and "办得怎么样" in text(led)
    chosen = text(client.get(f"/rate/{service.token}/?grade=5&via=qr"))
    assert 'name="via" value="qr"' in chosen
    assert "评好了" in text(client.post(f"/rate/{service.token}/", {"grade": "5", "via": "qr"}))
    for _ in range(2):
        again = client.post(code, pair, follow=True)
        assert again.status_code == 409 and "已经评过" in text(again)
        assert (
            client.post(f"/rate/{service.token}/", {"grade": "1", "via": "qr"}).status_code == 409
        )
    rating = Rating.objects.get(invitation=service)
    assert (rating.grade, rating.channel) == (5, 3)
    rows = sheet(by("gy_supervisor").get("/console/ratings/", {"format": "xlsx"}))
    counted = next(row for row in rows if row[0] == "失业登记")
    assert counted[1:6] == (1, 0, 0, 0, 0) and counted[6:8] == (1, 1)


def device_link(by, service) -> str:
    """The address of the device for the newest service, as the window's own officer asks for it."""
    service.created_at = clock.now()
    service.save(update_fields=["created_at"])
    page = by("gy_clerk").post(
        reverse("rate_poster", args=[service.organisation.uuid, service.window])
    )
    found = re.search(r'href="[^"]*(/rate/device/[^"]+)"', page.content.decode())
    return html.unescape(found.group(1)) if found else ""


def test_the_device_asks_about_one_service_once_and_its_channel_is_kept(by, service):
    client = Client()
    address = device_link(by, service)
    assert "办得怎么样" in text(client.get(address))
    assert "评好了" in text(client.post(address, {"grade": "4"}))
    assert Rating.objects.get(invitation=service).channel == 4
    again = client.post(address, {"grade": "5"})
    assert again.status_code == 409 and "已经评过" in text(again)
    assert Rating.objects.get(invitation=service).grade == 4
    assert device_link(by, service) == ""
    assert client.get(reverse("rate_device", args=["forged:key"])).status_code == 404


def test_a_link_of_the_device_dies_after_some_minutes(by, service):
    client = Client()
    address = device_link(by, service)
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        late = client.post(address, {"grade": "5"})
    assert late.status_code == 404 and "时间过了" in text(late)
    assert not Rating.objects.filter(invitation=service).exists()


def test_only_the_units_own_officers_open_its_rating_code_and_each_opening_of_the_device_is_recorded(
    by, service
):
    place = reverse("rate_poster", args=[service.organisation.uuid, service.window])
    for stranger in ("qd_clerk", "gy_supervisor"):
        for method in (by(stranger).get, by(stranger).post):
            assert method(place).status_code == 403, stranger
    assert device_link(by, service)
    entry = of_subject(f"rating:{service.uuid}").get(verb="rating.device")
    assert entry.actor == service.officer.actor


def test_ratings_are_counted_by_item_station_and_day(by, client, service):
    client.post(f"/rate/{service.token}/", {"grade": "1", "reasons": ["E7"]})
    supervisor = by("gy_supervisor")
    day = str(clock.local(service.created_at).date())
    for way, key in (
        ("item", "失业登记"),
        ("organisation", service.organisation.name),
        ("day", day),
    ):
        page = text(supervisor.get("/console/ratings/", {"by": way}))
        assert key in page and "让我跑了几趟" in page
        assert service.case.number not in page and "周八" not in page
    rows = sheet(supervisor.get("/console/ratings/", {"format": "xlsx"}))
    assert rows[-1][0] == "失业登记" and rows[-1][5:8] == (1, 1, 1)
    assert "还没有评够" in text(client.get("/ratings/"))
