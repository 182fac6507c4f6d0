"""The pages in a real browser: nothing serious for axe, no sideways scrolling, a write by hand."""

import pytest
from playwright.sync_api import expect

from yichuang.accounts.models import Officer

pytestmark = pytest.mark.browser
ITEM, COUNTY = "990514102006", "510812000000"
PAGES = [
    ("gy_catalogue", ""),
    ("gy_catalogue", "items/"),
    ("gy_catalogue", f"items/{ITEM}/"),
    ("gy_catalogue", f"items/{ITEM}/change/revised/"),
    ("gy_catalogue", f"places/{ITEM}/{COUNTY}/"),
    ("gy_catalogue", f"delegation/{ITEM}/{COUNTY}/"),
    ("gy_catalogue", "delegation/"),
    ("gy_channel", "channels/"),
    ("gy_org", "units/510812000000/"),
    ("gy_org", "units/510812100200-S1/area/"),
    ("gy_supervisor", "speedup/"),
    ("gy_supervisor", "common/"),
]


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_is_accessible_and_fits_the_screen(browser, sign_in, axe, who, path):
    page = sign_in(browser(), who)
    page.goto(f"/console/admin/{path}")
    expect(page.locator("h1")).to_have_count(1)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


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
