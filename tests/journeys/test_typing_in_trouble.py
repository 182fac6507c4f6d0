"""Typing while the net, the server or the session fails: the page says the truth and what was typed is there after."""

import pytest
from playwright.sync_api import expect

from tests.journeys.begun import draft_of
from tests.journeys.counter import identify
from tests.journeys.filling import without_drafts
from tests.journeys.test_resident_trouble import PASSWORD, end_session
from tests.sites.desk import lives
from yichuang.cases.models import Draft

pytestmark = pytest.mark.browser
FIELD = "最后工作单位"
NO_NET = "() => { window.fetch = () => Promise.reject(new TypeError('no net')); }"


@pytest.fixture
def draft(real_db):
    without_drafts("zhangsan")
    return draft_of("zhangsan")


@pytest.fixture
def form(browser, sign_in, draft):
    page = sign_in(browser(width=375), "zhangsan")
    page.goto(f"/drafts/{draft.uuid}/form/")
    return page


def kept(draft):
    return Draft.objects.get(pk=draft.pk).answers["last_employer_name"]


def stored(page):
    return page.evaluate("JSON.stringify(Object.entries(localStorage))")


def saved(page):
    return page.locator("[data-saved]")


def test_a_server_that_fails_is_called_so_and_the_text_is_stored_unreadable_and_sent_later(
    form, draft
):
    form.route("**/save/", lambda route: route.fulfill(status=503))
    form.get_by_label(FIELD).fill("服务器坏了时写的")
    expect(saved(form)).to_contain_text("我们这边暂时存不上，填的先存在这台机器里")
    assert (
        "yi-draft:" in stored(form)
        and "server" not in stored(form)
        and "服务器" not in stored(form)
    )
    form.unroute("**/save/")
    with form.expect_response("**/save/"):
        form.reload()
    expect(form.get_by_label(FIELD)).to_have_value("服务器坏了时写的")
    assert kept(draft) == "服务器坏了时写的" and "yi-draft:" not in stored(form)


def test_what_was_stored_never_writes_over_newer_answers(form, draft, axe):
    form.evaluate(NO_NET)
    form.get_by_label(FIELD).fill("没网时写的")
    expect(saved(form)).to_contain_text("现在没有网，填的先存在这台机器里")
    other = form.context.new_page()
    form.evaluate(
        "window.kept = Object.entries(localStorage).find(e => e[0].startsWith('yi-draft:'))"
    )
    form.evaluate("localStorage.removeItem(window.kept[0])")
    other.goto(form.url)
    with other.expect_response("**/save/"):
        other.get_by_label(FIELD).fill("别处后来写的")
    other.close()
    form.evaluate("localStorage.setItem(...window.kept)")
    form.reload()
    form.get_by_role("button", name="两边对一对").click()
    expect(form.get_by_text("这一页填的：没网时写的")).to_be_visible()
    expect(form.get_by_text("已经存着的：别处后来写的")).to_be_visible()
    assert kept(draft) == "别处后来写的"
    assert axe(form) == []
    form.get_by_text("这一页填的：没网时写的").click()
    form.get_by_role("button", name="就这样存").click()
    expect(form.get_by_label(FIELD)).to_have_value("没网时写的")
    assert kept(draft) == "没网时写的"


def test_two_tabs_do_not_write_over_each_other(form, draft, axe):
    other = form.context.new_page()
    other.goto(form.url)
    with form.expect_response("**/save/"):
        form.get_by_label(FIELD).fill("第一个窗口写的")
    with other.expect_response("**/save/"):
        other.get_by_label(FIELD).fill("第二个窗口写的")
    expect(other.get_by_text("在别的窗口也改过")).to_be_visible()
    assert kept(draft) == "第一个窗口写的"
    assert axe(other) == []
    other.get_by_role("button", name="两边对一对").click()
    other.get_by_text("已经存着的：第一个窗口写的").click()
    other.get_by_role("button", name="就这样存").click()
    expect(other.get_by_label(FIELD)).to_have_value("第一个窗口写的")


def test_a_token_that_has_changed_is_fetched_anew_and_the_text_is_saved(form, draft):
    form.evaluate(
        "document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(e => e.value = 'x'.repeat(64))"
    )
    with form.expect_response(lambda answer: answer.url.endswith("/save/") and answer.ok):
        form.get_by_label(FIELD).fill("令牌换过以后写的")
    assert kept(draft) == "令牌换过以后写的"


def test_a_session_that_ended_is_said_and_the_text_comes_along(form, draft, axe):
    end_session(form)
    form.get_by_label(FIELD).fill("登录过期时写的")
    form.get_by_role("button", name="重新登录，填的带着走").click()
    form.get_by_text("填的都替您存着").wait_for()
    assert stored(form) == "[]"
    form.get_by_label("账号").fill("zhangsan")
    form.get_by_label("密码").fill(PASSWORD)
    form.get_by_role("button", name="登录").click()
    form.wait_for_url("**/form/**")
    expect(form.get_by_label(FIELD)).to_have_value("登录过期时写的")


def sign_out_in_another_tab(form):
    other = form.context.new_page()
    other.goto("/")
    other.get_by_role("button", name="退出登录").click()
    other.get_by_text("已退出").wait_for()
    other.close()


def lose_the_cookie(form):
    form.context.clear_cookies(name="sessionid")


@pytest.mark.parametrize("end", [sign_out_in_another_tab, lose_the_cookie])
@pytest.mark.parametrize("button", ["重新登录，填的带着走", "存好，去核对"])
def test_what_the_page_promises_to_carry_comes_along_by_either_button(form, draft, end, button):
    end(form)
    form.get_by_label(FIELD).fill("不在登录时写的")
    form.get_by_text("登录过期了，填的都还在这一页").wait_for()
    form.get_by_role("button", name=button).last.click()
    form.get_by_text("填的都替您存着").wait_for()
    form.get_by_label("账号").fill("zhangsan")
    form.get_by_label("密码").fill(PASSWORD)
    form.get_by_role("button", name="登录").click()
    form.wait_for_url("**/form/**")
    expect(form.get_by_label(FIELD)).to_have_value("不在登录时写的")
    assert kept(draft) == "不在登录时写的"


def test_after_signing_out_nothing_stays_in_the_browser(form):
    form.evaluate(NO_NET)
    form.get_by_label(FIELD).fill("没交上的")
    expect(saved(form)).to_contain_text("现在没有网")
    form.get_by_role("button", name="退出登录").click()
    form.get_by_text("已退出").wait_for()
    assert stored(form) == "[]"


def test_leaving_by_a_link_or_a_key_saves_the_last_word_first(browser, sign_in, form, draft):
    form.get_by_label(FIELD).fill("马上就走")
    form.get_by_role("link", name="上一步").click()
    form.wait_for_url("**/situation/")
    assert kept(draft) == "马上就走"
    without_drafts("gy_clerk")
    clerk = sign_in(browser(), "gy_clerk")
    identify(clerk, lives.ZHANGSAN)
    clerk.goto(f"/desk/take/{lives.UNEMPLOYED}/?person={lives.person().uuid}")
    clerk.locator("[name=residence_address]").fill("按键路八号")
    clerk.keyboard.press("F8")
    clerk.wait_for_url("**/desk/")
    begun = Draft.objects.filter(owner__username="gy_clerk", case_number="").latest("updated_at")
    assert begun.answers["residence_address"] == "按键路八号"
