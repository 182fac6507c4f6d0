"""失业登记 by a resident on a phone, from the home page's search to the opened result."""

import pytest
from playwright.sync_api import expect

from tests.journeys.filling import ONE_PAGE_PDF, fill_unemployment, sign, without_drafts
from tests.looking import complete_instantly
from yichuang.accounts.models import Officer
from yichuang.cases.queries import cases
from yichuang.core import clock

pytestmark = pytest.mark.browser


def fits(page):
    """No sideways scroll."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_person_registers_as_unemployed_on_a_phone_and_opens_the_result(
    browser, sign_in_by_page, axe
):
    page = browser(width=375, height=800)
    faults, wide = [], []

    def look():
        faults.extend(f"{page.url}: {f}" for f in axe(page))
        if not fits(page):
            wide.append(page.url)

    without_drafts("zhangsan")
    sign_in_by_page(page, "zhangsan")
    page.goto("/")
    box = page.locator("[name=q]").first
    box.fill("失业登记")
    box.press("Enter")
    page.wait_for_url("**/search/**")
    page.get_by_role("link", name="失业登记", exact=True).first.click()
    page.wait_for_url("**/items/992014101002/**")
    look()
    page.locator("a[href*='/apply/992014101002/']").first.click()
    page.wait_for_url("**/apply/992014101002/**")
    look()
    page.get_by_text("从单位离职").click()
    page.get_by_text("本人办理").click()
    page.get_by_role("button", name="接着填").click()
    page.wait_for_url("**/form/")
    look()
    page.get_by_role("button", name="存好，去核对").last.click()
    page.get_by_role("alert").wait_for()
    look()
    fill_unemployment(page)
    paper = {"name": "离职证明.pdf", "mimeType": "application/pdf", "buffer": ONE_PAGE_PDF}
    page.locator("[name=materials-M03]").set_input_files(paper)
    page.get_by_text("离职证明.pdf·").wait_for()
    page.get_by_role("button", name="存好，去核对").last.click()
    page.wait_for_url("**/check/")
    look()
    sign(page, "张三")
    page.wait_for_url("**/done/")
    look()
    number = "".join(page.locator("dd.no").inner_text().split())
    page.get_by_role("link", name="看办到哪了").click()
    page.wait_for_url("**/my/cases/**")
    page.get_by_text("为什么是这一天").first.click()
    look()

    case = cases.by_number(number)
    clerk = Officer.objects.get(user__username="gy_clerk")
    complete_instantly(case_id=case.uuid, officer=clerk, now=clock.now(), result="已登记失业")

    page.reload()
    expect(page.get_by_text("已办结").first).to_be_visible()
    look()
    page.get_by_role("button", name="查看结果").click()
    page.wait_for_url("**/my/papers/**")
    expect(page.get_by_role("link", name="打开或下载")).to_be_visible()
    page.goto(f"/my/cases/{case.uuid}/")
    expect(page.get_by_text("已送达").first).to_be_visible()
    look()
    assert faults == []
    assert wide == []
