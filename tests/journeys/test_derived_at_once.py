"""An answer that follows from others stands in its box as soon as they are typed, and gives way when it is asked."""

import pytest
from playwright.sync_api import expect

from tests.journeys.filling import choose, without_drafts
from tests.sites.test_untyped import LATE, draft_of_zhangsan

pytestmark = pytest.mark.browser
DERIVED = "法定退休年月"


@pytest.fixture
def form(real_db, browser, sign_in):
    """弹性延迟退休备案 of a man born in May 1988, nothing typed yet."""
    without_drafts("zhangsan")
    draft = draft_of_zhangsan(LATE)
    page = sign_in(browser(width=375), "zhangsan")
    page.goto(f"/drafts/{draft.uuid}/form/")
    return page


def answered(page, group, option):
    """A question is answered, and the page has heard that it was saved."""
    with page.expect_response("**/save/"):
        choose(page, group, option)


def test_it_is_shown_without_a_press_and_gives_way_and_comes_back(form, axe):
    month = form.get_by_label(DERIVED, exact=True)
    expect(month).to_have_value("")
    answered(form, "职工类别", "男职工")
    expect(month).to_have_value("2051-05")
    expect(month).to_have_attribute("readonly", "")
    expect(form.locator("#f-legal_retire_month-from")).to_contain_text("按身份号码算出，不用填")
    assert axe(form) == []
    answered(form, "档案与身份证出生日期不一致", "是")
    expect(month).to_have_value("")
    expect(month).to_be_editable()
    with form.expect_response("**/save/"):
        month.fill("2050-01")
    answered(form, "档案与身份证出生日期不一致", "否")
    expect(month).to_have_value("2051-05")
    expect(month).not_to_be_editable()
