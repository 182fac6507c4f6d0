"""A write by hand in a real browser; how every page looks is tests/sites/console/test_console_browser.py."""

import pytest
from playwright.sync_api import expect

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
