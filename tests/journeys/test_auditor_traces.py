"""An auditor types a number, reads the trail, and goes on to the officer who handled it."""

import pytest

from tests.reading import times_in, to_the_second
from tests.sites.desk import lives
from yichuang.core import clock
from yichuang.sites.ui.wording import casenumber

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 375])
def test_an_auditor_traces_a_case_and_an_officer(browser, sign_in_by_page, axe, width):
    case = lives.decided("992014401001", clerk="gy_city_clerk", reviewer="gy_city_reviewer")
    clerk = lives.officer("gy_city_clerk")
    lives.signed_in("gy_city_clerk").get(f"/desk/cases/{case.uuid}/")
    page, faults, wide = sign_in_by_page(browser(width=width), "gy_auditor"), [], []

    def look():
        faults.extend(f"{page.url}: {found}" for found in axe(page))
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            wide.append(page.url)

    page.wait_for_url("**/console/audit/")
    look()
    box = page.get_by_label("办件编号、办事人的身份号码")
    box.fill("没有这个人")
    box.press("Enter")
    page.get_by_role("heading", name="没有查到").wait_for()
    look()
    box.fill(case.number)
    box.press("Enter")
    page.wait_for_url(f"**/console/audit/cases/{case.uuid}/")
    assert page.get_by_text("链校验通过，记录没有被改过").is_visible()
    assert to_the_second(clock.local(case.accepted_at)) in times_in(
        page.locator("main").inner_text()
    )
    assert page.get_by_role("cell", name="看了办件").first.is_visible()
    look()
    page.get_by_role("link", name="只看写").click()
    page.get_by_role("cell", name="提交申请").last.wait_for()
    assert page.get_by_role("cell", name="看了办件").count() == 0
    page.get_by_role("link", name="再查一件").click()
    box.fill(clerk.employee_no)
    box.press("Enter")
    page.get_by_role("heading", name=f"{clerk.name}读过、办过的").wait_for()
    look()
    page.get_by_role("link", name=case.number).first.click()
    page.get_by_role("heading", name=casenumber(case.number)).wait_for()
    assert (faults, wide) == ([], [])
