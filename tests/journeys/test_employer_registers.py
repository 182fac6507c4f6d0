"""单位参保登记 by an employer's clerk at a desktop."""

import pytest
from playwright.sync_api import expect

from tests.journeys.filling import choose, find_region, pick, sign, without_drafts
from tests.looking import complete_instantly
from yichuang.accounts.models import Officer
from yichuang.cases.queries import cases
from yichuang.core import clock

pytestmark = pytest.mark.browser


def test_an_employer_registers_for_insurance_and_sees_it_done(browser, sign_in_by_page, axe):
    page = browser(width=1280)
    without_drafts("shilijia")
    sign_in_by_page(page, "shilijia")
    page.goto("/apply/992014201001/?region=510812000000")
    faults = axe(page)
    page.get_by_role("button", name="接着填").click()
    page.wait_for_url("**/form/")
    expect(page.get_by_text("91510812MA99999021")).to_be_visible()
    pick(page, "单位性质", 3)
    page.get_by_label("法定代表人").fill("李四")
    page.get_by_label("经办人", exact=True).fill("孙七")
    page.get_by_label("经办人手机").fill("13900000005")
    find_region(page, "单位所在区划", "朝天区")
    choose(page, "参保险种", "工伤保险")
    page.get_by_label("成立日期").fill("2026-11-02")
    page.get_by_label("首次缴费年月").fill("2026-11")
    page.get_by_label("首次参保人数").fill("12")
    page.get_by_label("工伤行业风险类别").fill("3")
    page.get_by_role("group", name="缴费方式").get_by_role("radio").first.check()
    page.get_by_label("缴费开户银行").fill("示例银行朝天支行（虚构）")
    page.get_by_label("缴费账号").fill("22000000000000001")
    choose(page, "是否分支机构单独参保", "否")
    choose(page, "是否建筑施工企业", "否")
    faults += axe(page)
    page.get_by_role("button", name="存好，去核对").last.click()
    page.wait_for_url("**/check/")
    faults += axe(page)
    sign(page, "孙七")
    page.wait_for_url("**/done/")
    faults += axe(page)
    case = cases.by_number("".join(page.locator("dd.no").inner_text().split()))
    assert case.employer.credit_code == "91510812MA99999021"
    clerk = Officer.objects.get(user__username="gy_clerk")
    complete_instantly(case_id=case.uuid, officer=clerk, now=clock.now(), result="已参保登记")
    page.goto("/my/")
    expect(page.get_by_text("单位参保登记").first).to_be_visible()
    expect(page.get_by_text("结果出来了，请您看").first).to_be_visible()
    faults += axe(page)
    page.goto(f"/my/cases/{case.uuid}/")
    expect(page.get_by_text("已办结").first).to_be_visible()
    assert faults + axe(page) == []
