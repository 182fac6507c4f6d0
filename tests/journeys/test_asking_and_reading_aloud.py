"""What a page does by itself for a person: it asks before the session ends, and reads aloud."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
GUIDE = "/items/992014101002/"
VOICE = """
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
window.voice = { queue: [], stopped: 0, speaking: false,
  speak(u) { this.queue.push(u); }, cancel() { this.queue = []; this.stopped++; } };
Object.defineProperty(window, "speechSynthesis", { value: window.voice });
"""


def session_of(page) -> Session:
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    return Session.objects.get(pk=cookies["sessionid"])


def asked(page):
    """The question, which only an open dialog puts."""
    return page.get_by_role("dialog", name="您还在吗？")


@pytest.mark.parametrize("key", ["Enter", "Escape"])
@pytest.mark.parametrize(
    ("who", "path", "looks"),
    [("lisi", "/account/", {"width": 375, "elder": True}), ("gy_clerk", "/desk/", {"dark": True})],
    ids=["resident", "clerk"],
)
def test_a_page_asks_before_the_session_ends_and_one_key_gives_more_time(
    browser, sign_in, axe, who, path, looks, key
):
    page = browser(own=True, **looks)
    page.clock.install()
    sign_in(page, who)
    page.goto(path)
    page.clock.fast_forward("27:30")
    expect(asked(page)).to_have_count(0)
    page.clock.fast_forward("01:00")
    expect(asked(page)).to_contain_text("2分钟后会退出")
    expect(page.get_by_role("button", name="我还在，再给我些时间")).to_be_focused()
    assert axe(page) == []
    page.clock.fast_forward("00:40")
    expect(asked(page)).to_contain_text("秒后会退出")
    ending = session_of(page).expire_date
    with page.expect_response("**/accounts/extend/") as answered:
        page.keyboard.press(key)
    assert answered.value.status == 204
    expect(asked(page)).to_have_count(0)
    assert session_of(page).expire_date > ending
    page.clock.fast_forward("27:30")
    expect(asked(page)).to_have_count(0)
    page.clock.fast_forward("01:00")
    expect(asked(page)).to_be_visible()


def test_a_question_that_nobody_answers_ends_at_the_sign_in_page(browser, sign_in):
    page = browser(own=True)
    page.clock.install()
    sign_in(page, "lisi")
    page.goto("/account/")
    page.clock.fast_forward("29:00")
    expect(asked(page)).to_be_visible()
    session_of(page).delete()
    page.clock.fast_forward("01:01")
    page.wait_for_url("**/accounts/login/**")
    expect(page.get_by_label("账号")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 375])
def test_the_main_text_is_read_aloud_until_the_second_press(browser, width):
    page = browser(own=True, width=width)
    page.add_init_script(VOICE)
    page.goto(GUIDE)
    button = page.locator("[data-read-aloud]:visible")
    expect(button).to_have_text("朗读")
    button.click()
    expect(button).to_have_text("停下")
    expect(button).to_have_attribute("aria-pressed", "true")
    spoken = page.evaluate("voice.queue.map(u => u.text)")
    assert page.get_by_role("heading", level=1).inner_text() in spoken
    shown = page.locator("main").inner_text()
    assert all(text and text in shown for text in spoken)
    assert len("".join(spoken)) > 0.9 * len("".join(shown.replace("。", "").split()))
    assert page.evaluate("voice.queue.every(u => u.lang === 'zh-CN')")
    button.click()
    expect(button).to_have_text("朗读")
    expect(button).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("[voice.queue.length, voice.stopped]") == [0, 1]


@pytest.mark.parametrize("end", ["onend", "onerror"])
def test_the_button_is_ready_again_when_the_voice_has_come_to_the_end(browser, end):
    page = browser(own=True)
    page.add_init_script(VOICE)
    page.goto(GUIDE)
    button = page.locator("[data-read-aloud]:visible")
    button.click()
    expect(button).to_have_text("停下")
    page.evaluate(f"voice.queue.at(-1).{end}()")
    expect(button).to_have_text("朗读")
    button.click()
    expect(button).to_have_text("停下")


def test_a_browser_without_a_voice_shows_no_button(browser):
    page = browser(own=True)
    page.add_init_script("Object.defineProperty(window, 'speechSynthesis', { value: undefined })")
    page.goto(GUIDE)
    expect(page.locator("[data-read-aloud]:visible")).to_have_count(0)
