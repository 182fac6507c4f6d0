"""The public pages in a real browser: no barrier, no sideways scrolling, everything by keyboard, reading without
scripts."""

import pytest
from playwright.sync_api import expect

from tests.sites.looking import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
MONEY = "990514206001"
GUIDE = f"/items/{MONEY}/?s-leave_reason=clear"
PAGES = [
    "/",
    "/search/?q=社保卡&line=社会保障卡",
    "/search/?q=qqqqzzzz&line=社会保障卡&level=村",
    "/events/unemployed/",
    "/items/?line=社会保障卡",
    GUIDE,
    f"/items/{MONEY}/?version=1",
    "/place/?in=510812000000",
    "/halls/",
    "/numbers/?born=196805&who=female55",
    "/openness/",
    "/openness/sunk/?level=村",
    "/openness/cross/",
    "/verify/",
    "/verify/NOTHING/",
    f"/ask/?item={MONEY}",
    "/help/",
    "/about/privacy/",
]


def test_no_public_page_keeps_anyone_out(browser, axe):
    page, lines = browser(), []
    for address in PAGES:
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        lines += faults(page, axe)
    assert "\n".join(lines) == ""


def test_what_a_public_page_says_in_large_type_keeps_nobody_out(browser, axe):
    page = browser(width=375, elder=True)
    page.goto("/")
    assert page.get_by_role("link", name="家人帮忙").is_visible()
    assert axe(page) == []


def test_the_list_of_suggestions_is_used_by_keyboard_alone(browser, axe):
    page = browser()
    page.goto("/")
    box = page.get_by_role("combobox", name="用您自己的话说")
    box.focus()
    page.keyboard.type("sbk")
    expect(page.get_by_role("option").first).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/items/*/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("社会保障卡")


def test_the_keyboard_reaches_the_button_to_begin(browser):
    page = browser()
    page.goto(f"/items/{MONEY}/")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "begin":
            break
    assert page.evaluate("document.activeElement.id") == "begin"
    expect(page.locator("#begin")).to_have_attribute("href", f"/apply/{MONEY}/")


def test_an_answer_trims_the_list_at_once(browser):
    page = browser(width=375)
    page.goto(f"/items/{MONEY}/")
    page.get_by_text("清楚（非本人意愿）").click()
    page.wait_for_url("**s-leave_reason=clear**")
    page.get_by_text("本人办理").click()
    expect(page.get_by_text("您一份也不用带")).to_be_visible()
    expect(page.get_by_label("本人办理")).to_be_checked()


def test_without_scripts_everything_can_be_found_and_trimmed(browser):
    page = browser(width=375, scripts=False)
    page.goto("/")
    page.get_by_label("用您自己的话说").fill("领失业金")
    page.get_by_role("button", name="搜索").click()
    page.get_by_role("link", name="失业保险金申领", exact=True).click()
    page.get_by_label("清楚（非本人意愿）").check()
    page.get_by_label("本人办理").check()
    page.get_by_role("button", name="按我的情况减一减").click()
    expect(page.get_by_text("您一份也不用带")).to_be_visible()
    expect(page.get_by_role("link", name="开始办理")).to_be_visible()


def test_the_button_stays_in_sight_on_a_phone(browser):
    page = browser(width=375, height=700)
    page.goto(f"/items/{MONEY}/")
    expect(page.get_by_role("link", name="开始办理")).to_be_in_viewport()


def test_a_place_is_chosen_step_by_step(browser):
    page = browser(width=375)
    page.goto("/")
    page.get_by_role("link", name="换个地方").click()
    page.get_by_role("link", name="山东省青岛市").click()
    page.get_by_role("link", name="市南区").click()
    page.get_by_role("link", name="就选山东省青岛市市南区").click()
    page.wait_for_url(lambda url: url.endswith("/"))
    expect(page.get_by_text("青岛市市南区", exact=True)).to_be_visible()


def test_a_question_is_asked_from_the_guide(browser, axe):
    page = browser(width=375)
    page.goto(f"/items/{MONEY}/")
    page.get_by_role("link", name="问一问").click()
    page.get_by_role("button", name="送出问题").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert axe(page) == []
    page.get_by_label("您想问什么").fill("我在外地，能不能办？")
    page.get_by_label("手机号").fill("13900000001")
    page.get_by_role("button", name="送出问题").click()
    expect(page.get_by_role("heading", name="问题已送到")).to_be_visible()
    assert axe(page) == []
