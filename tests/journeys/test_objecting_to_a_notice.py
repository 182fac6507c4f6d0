"""公示 with an objection: put up by a reviewer, doubted by a neighbour on a phone, answered by another reviewer, and
granted only after its end; the applicant reads along."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Notice
from yichuang.core import clock
from yichuang.demo.publicising import examine

pytestmark = pytest.mark.browser
WANGWU = "510812197606209927"
ITEM = "990514102003"  # 灵活就业社会保险补贴
SHOP = "钟点家政（虚构），朝天镇"
TEXT = "她今年三月就到外地上班去了"
FOUND_OUT = "查了参保记录，没有单位给她参保"


def at(case, verb: str = "") -> str:
    return f"/desk/cases/{case.uuid}/{verb}"


def refuse_to_grant(case) -> None:
    """Nothing is granted while the list stands, with its objection or without."""
    refused = lives.signed_in("gy_reviewer").post(at(case, "decide/"), lives.deciding(case))
    assert refused.status_code in (409, 422)
    assert "这件正在公示" in lives.words(refused)
    assert lives.again(case).state == "reviewing"


def put_up(page, case) -> Notice:
    """The reviewer puts it up from the page of the case."""
    page.goto(at(case))
    page.get_by_text("公示这件").click()
    page.get_by_label("哪家店、哪个单位").first.fill(SHOP)
    page.get_by_label("准备发多少，元").first.fill("3000")
    page.get_by_role("button", name="公示", exact=True).click()
    page.get_by_text("已公示").wait_for()
    return Notice.objects.get(rows__case=case)


def test_a_neighbour_objects_on_a_phone_and_the_answer_stands_where_everybody_reads_it(
    browser, sign_in, axe
):
    case = lives.reviewing(ITEM, subject=lives.person(WANGWU))
    examine(case, lives.officer("gy_reviewer"), clock.now())
    desk = sign_in(browser(width=1280), "gy_reviewer")
    notice = put_up(desk, case)
    assert axe(desk) == []
    public = f"/openness/notices/{notice.uuid}/"

    phone = browser(width=375)
    phone.goto(public)
    expect(phone.get_by_text("王**").first).to_be_visible()
    assert "王五" not in phone.locator("main").inner_text()
    assert axe(phone) == []
    phone.get_by_label(f"第1户，王**，{SHOP}").check()
    phone.get_by_label("哪里不对").fill(TEXT)
    phone.get_by_role("button", name="提异议").click()
    phone.get_by_text("收到了，会有人核实").wait_for()
    expect(phone.get_by_text("第1条，正在核实")).to_be_visible()
    assert TEXT not in phone.locator("main").inner_text()

    refuse_to_grant(case)
    own = sign_in(browser(width=375), "wangwu")
    own.goto(f"/my/cases/{case.uuid}/")
    expect(own.get_by_role("heading", name="现在不用您做什么")).to_be_visible()
    expect(own.get_by_role("link", name="看公示")).to_have_attribute("href", public)
    expect(own.get_by_text("公示中", exact=True).first).to_be_visible()
    assert axe(own) == []

    other = sign_in(browser(width=1280), "gy_reviewer_jy")
    other.goto(at(case))
    expect(other.get_by_text(TEXT)).to_be_visible()
    other.get_by_label("关于什么").fill("是不是还在灵活就业")
    other.get_by_label("核实的结果").fill(FOUND_OUT)
    other.get_by_label("不属实，照常公示").check()
    other.get_by_role("button", name="答复异议").click()
    other.get_by_text("已答复异议").wait_for()

    phone.goto(public)
    expect(phone.get_by_text("第1条，不属实")).to_be_visible()
    expect(phone.get_by_text(FOUND_OUT)).to_be_visible()
    assert axe(phone) == []
    after = clock.now() + (notice.until_on - notice.from_on) + timedelta(days=1)
    services.end_notice(notice_id=notice.uuid, now=after)
    phone.goto(public)
    expect(phone.get_by_text("公示结束了")).to_be_visible()
    assert "王**" not in phone.locator("main").inner_text()
    desk.goto(at(case))
    expect(desk.get_by_text("公示结束了").first).to_be_visible()
    assert lives.again(case).state == "reviewing"
    granted = lives.signed_in("gy_reviewer").post(at(case, "decide/"), lives.deciding(case))
    assert granted.status_code == 302, lives.words(granted)[:600]
    assert lives.again(case).outcome == "approved"
    own.reload()
    expect(own.get_by_role("button", name="查看结果")).to_be_visible()
    expect(own.get_by_text("公示中", exact=True)).to_have_count(0)
    desk.reload()
    expect(desk.get_by_text("准予").first).to_be_visible()
