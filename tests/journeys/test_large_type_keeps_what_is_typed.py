"""Large type is put on where one stands: no other page is opened for it, so that nothing typed there is lost."""

import pytest
from playwright.sync_api import expect

from tests.sites.desk import lives

pytestmark = pytest.mark.browser
SEND_EMPTY = """address => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  form.append(document.querySelector("[name=csrfmiddlewaretoken]").cloneNode());
  document.body.append(form);
  form.submit();
}"""


def refused_at_the_counter(page, sign_in):
    """A step that is refused, seen by an officer."""
    case = lives.reviewing()
    sign_in(page, "gy_clerk")
    page.goto(f"/desk/cases/{case.uuid}/")
    with page.expect_navigation():
        page.evaluate(SEND_EMPTY, f"/desk/cases/{case.uuid}/accept/")
    return page.get_by_label("找人、找件、找事项")


def refused_at_home(page, sign_in):
    """A form that came back to a resident with what is wrong."""
    page.goto("/accounts/login/")
    page.locator("[name=username]").fill("nobody")
    page.locator("[name=password]").fill("wrong-1234")
    with page.expect_navigation():
        page.locator("main form [type=submit]").first.click()
    return page.locator("[name=username]")


@pytest.mark.parametrize("refused", [refused_at_the_counter, refused_at_home])
def test_on_a_refused_page_it_keeps_what_is_typed_and_not_sent(browser, sign_in, axe, refused):
    page = browser(width=1280)
    box = refused(page, sign_in)
    there = page.url
    box.fill("打到一半")
    with page.expect_response("**/prefs/**"):
        page.get_by_role("link", name="大字").click()
    page.get_by_role("link", name="常规字").wait_for()
    expect(page.locator("html")).to_have_attribute("data-mode", "elder")
    expect(box).to_have_value("打到一半")
    assert page.url == there
    assert axe(page) == []
    page.goto("/halls/")
    expect(page.locator("html")).to_have_attribute("data-mode", "elder")
    page.get_by_role("link", name="家人帮忙").wait_for()
    with page.expect_response("**/prefs/**"):
        page.get_by_role("link", name="常规字").click()
    expect(page.get_by_role("link", name="家人帮忙")).to_be_hidden()
    page.reload()
    assert page.locator("html").get_attribute("data-mode") is None
