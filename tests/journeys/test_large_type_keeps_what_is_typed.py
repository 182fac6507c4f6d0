"""Large type is put on where one stands: no other page is opened for it, so that nothing typed there is lost."""

import pytest
from playwright.sync_api import expect

from tests.journeys.begun import draft_of
from tests.journeys.filling import without_drafts
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


@pytest.fixture
def draft_form(real_db, browser, sign_in):
    """A draft of a resident, open at its form, with nothing saved automatically in between."""
    without_drafts("zhangsan")
    draft = draft_of("zhangsan")
    page = sign_in(browser(width=375), "zhangsan")
    page.goto(f"/drafts/{draft.uuid}/form/")
    return page


def pressed(page, word):
    """The link is pressed, and whatever would leave the page after it has had its time."""
    with page.expect_response("**/prefs/**"):
        page.get_by_role("link", name=word).click()
    page.wait_for_load_state("networkidle")


def test_in_a_draft_it_comes_on_at_once_after_typing(draft_form):
    there = draft_form.url
    box = draft_form.get_by_label("最后工作单位")
    box.fill("打到一半")
    pressed(draft_form, "大字")
    expect(draft_form.locator("html")).to_have_attribute("data-mode", "elder")
    expect(draft_form.get_by_role("link", name="常规字")).to_be_visible()
    assert draft_form.url == there
    draft_form.goto("/halls/")
    assert draft_form.locator("html").get_attribute("data-mode") == "elder"


def test_in_a_refused_draft_what_is_wrong_stays_in_view(draft_form):
    box = draft_form.get_by_label("最后工作单位")
    box.fill("")
    with draft_form.expect_navigation():
        draft_form.get_by_role("button", name="存好，去核对").click()
    messages = draft_form.locator("[data-focus]")
    expect(messages).to_be_visible()
    box.fill("打到一半")
    pressed(draft_form, "大字")
    expect(draft_form.locator("html")).to_have_attribute("data-mode", "elder")
    expect(messages).to_be_visible()
    expect(box).to_have_value("打到一半")
