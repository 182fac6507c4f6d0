"""A write by hand in a real browser; how every page looks is tests/sites/console/test_console_browser.py."""

import pytest
from playwright.sync_api import expect

from tests.sites.console_admin.writer import asked_for
from tests.sites.looking import become, findings
from yichuang.accounts.models import Officer

pytestmark = pytest.mark.browser
ITEM = "990514102006"


def test_an_officer_page_and_a_confirmation_are_accessible(browser, sign_in, axe):
    page = sign_in(browser(), "gy_org")
    clerk = Officer.objects.get(user__username="gy_issuer")
    page.goto(f"/console/admin/officers/{clerk.uuid}/")
    assert axe(page) == []
    page.get_by_role("link", name="给事项资格").click()
    page.get_by_label("事项编码").fill("1")
    page.get_by_role("button", name="看看会改什么").click()
    expect(page.locator(".errors")).to_be_visible()
    assert axe(page) == []
    expect(page.get_by_label("事项编码")).to_have_value("1")
    page.get_by_label("事项编码").fill(ITEM)
    page.get_by_role("button", name="看看会改什么").click()
    expect(page.get_by_role("button", name="确认")).to_be_visible()
    assert axe(page) == []


def test_the_pages_of_who_leaves_and_the_ways_back_fit(browser, sign_in, axe):
    clerk = Officer.objects.get(user__username="gy_clerk")
    auditor = Officer.objects.get(user__username="gy_auditor")
    page = sign_in(browser(), "gy_org")
    pages = (
        f"/console/admin/officers/{clerk.uuid}/?page=2",
        f"/console/admin/officers/{auditor.uuid}/close/",
    )
    for address in pages:
        assert findings(page, axe, address) == []
    page.get_by_label("为什么离岗").fill("调走")
    page.get_by_role("button", name="看看会改什么").click()
    expect(page.get_by_text("一个人不能让他离开")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="确认").click()
    expect(page.get_by_text("等另一位组织管理员确认").first).to_be_visible()
    page.goto(f"/console/admin/officers/{clerk.uuid}/reopen/")
    expect(page.get_by_role("link", name="回到上一页")).to_be_visible()
    assert axe(page) == []
    page.goto("/desk/todos/1/done/")
    page.get_by_role("link", name="回到那一页").click()
    expect(page.get_by_role("heading", name="交给您的")).to_be_visible()


def test_on_a_phone_the_menu_is_folded_and_the_buttons_of_a_change_stay_in_reach(browser, site):
    order = asked_for(ITEM, "revised", **{"questions-0-label": "换一种问法"})
    page = browser(width=375, height=800)
    become(page, "tm_legal")
    page.goto(f"/console/admin/changes/{order.pk}/")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    outlets = page.get_by_role("link", name="发布出口")
    expect(outlets).to_have_count(0)  # a link that is not shown has no role
    page.get_by_text("目录和机构的各页").click()
    expect(outlets).to_be_visible()
    page.get_by_text("目录和机构的各页").click()
    for button in ("同意", "退回"):
        link = page.get_by_role("link", name=button)
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        expect(page.get_by_role("group", name="预览")).to_be_in_viewport()
        expect(link).to_be_in_viewport()
        before_the_form = (
            "(link) => link.compareDocumentPosition(document.querySelector('fieldset')) & 4"
        )
        assert link.evaluate(before_the_form)
