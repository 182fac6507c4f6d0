"""The kit in a real browser: no serious finding in any mode, no sideways scroll, and its small scripts."""

import json
import threading
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import expect

from tests.sites.looking import BARS

pytestmark = [pytest.mark.browser, pytest.mark.urls("yichuang.sites.ui.urls")]
ELDER, DARK = {"yi_mode": "elder"}, {"yi_theme": "dark"}


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        return None


@pytest.fixture(scope="module")
def site():
    app = StaticFilesHandler(get_wsgi_application())
    server = make_server("127.0.0.1", 0, app, server_class=Server, handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def opened(windows, site):
    pages, complaints = [], []

    def hear(line):
        if line.type == "error":
            complaints.append(line.text)

    def note(error):
        complaints.append(str(error))

    def go(path="/ui/", *, width=1280, cookies=None, scripts=True, height=800):
        page = windows.take(
            base_url=site,
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        pages.append(page)
        page.context.add_cookies(
            [{"name": name, "value": value, "url": site} for name, value in (cookies or {}).items()]
        )
        page.on("pageerror", note)
        page.on("console", hear)
        page.goto(path)
        return page

    yield go
    for page in pages:
        page.remove_listener("pageerror", note)
        page.remove_listener("console", hear)
        windows.give_back(page)
    assert [
        line
        for line in complaints
        if "status of 4" not in line and "ERR_INTERNET_DISCONNECTED" not in line
    ] == []


@pytest.mark.parametrize(
    "path",
    [
        "/ui/",
        "/ui/error/404/",
        "/ui/layout/desk/",
        "/ui/layout/console/",
        "/ui/layout/kiosk/",
        "/ui/layout/paper/",
    ],
)
@pytest.mark.parametrize(
    ("cookies", "width"),
    [({}, 1280), (ELDER, 375), (DARK, 375), (ELDER | DARK, 1280)],
    ids=["plain", "elder", "dark", "elder-dark"],
)
def test_no_serious_finding_and_no_sideways_scroll(opened, axe, path, cookies, width):
    """Each look of the frames is read as it is sent, and asked at one width; it fits at both."""
    page = opened(path, width=width, cookies=cookies)
    assert axe(page) == []
    for each in (375, 1280):
        page.set_viewport_size({"width": each, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= each


@pytest.mark.parametrize("cookies", [ELDER, ELDER | DARK], ids=["light", "dark"])
def test_large_type_has_seven_to_one(opened, cookies):
    page = opened("/offline/", cookies=cookies)
    found = Axe().run(
        page,
        options={"runOnly": ["color-contrast-enhanced"], "rules": _on("color-contrast-enhanced")},
    )
    assert [n["html"] for v in found.response["violations"] for n in v["nodes"]] == []
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "24px"


def _on(rule):
    return {rule: {"enabled": True}}


def test_a_bar_wider_than_its_column_and_a_button_beside_its_bar_are_seen(opened):
    page = opened("/ui/layout/desk/")
    bar = page.locator(".mid > .overlay")
    button = bar.locator(".btn").first
    for width in (375, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(BARS) == []
        bar.evaluate("bar => { bar.style.width = '120%' }")
        assert "a bar wider than its column" in page.evaluate(BARS)[0]
        bar.evaluate("bar => { bar.style.width = '' }")
        button.evaluate("button => { button.style.minWidth = '1400px' }")
        assert "beside its bar" in page.evaluate(BARS)[0]
        button.evaluate("button => { button.style.minWidth = '' }")


def test_targets_of_fingers_are_large_enough(opened):
    page = opened(width=375)
    small = page.evaluate(
        """() => [...document.querySelectorAll("main .btn, main .choice, header a, header button, main .input")]
        .map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, b]) => b.height && b.height < 43.5).map(([html]) => html)"""
    )
    assert small == []


def test_a_conditional_question_appears_with_its_answer(opened):
    page = opened()
    asked = page.locator("#f-dismissed_on")
    expect(asked).to_be_hidden()
    expect(asked).to_be_disabled()
    page.get_by_label("单位解除").check()
    expect(asked).to_be_visible()
    expect(asked).to_be_enabled()


def test_without_scripts_every_question_stands_with_its_condition_in_words(opened):
    page = opened(scripts=False)
    expect(page.locator("#f-dismissed_on")).to_be_visible()
    expect(page.get_by_text("时才填")).to_have_count(1)
    expect(page.locator("[data-read-aloud]:visible")).to_have_count(0)
    page.get_by_role("link", name="大字").first.click()
    expect(page.locator("html")).to_have_attribute("data-mode", "elder")


def test_rows_are_added_and_taken_away_in_place(opened):
    page = opened()
    rows = page.locator("table[data-rows=history] tbody tr")
    page.get_by_role("button", name="加一行").click()
    expect(rows).to_have_count(2)
    expect(page.locator("[name=history-1-start]")).to_be_focused()
    page.get_by_role("button", name="去掉第1行").click()
    expect(rows).to_have_count(1)
    expect(rows.locator("input").first).to_have_attribute("name", "history-1-start")


def test_a_place_is_found_by_typing_and_kept_as_its_code(opened):
    page = opened()
    answer = {"results": [{"value": "990102001", "label": "云川市新桥街道", "note": "990102001"}]}
    page.route("**/suggest/regions/**", lambda route: route.fulfill(json=answer))
    box = page.locator("#f-region")
    box.press_sequentially("新桥")
    page.locator("[role=option]").wait_for()
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    expect(page.locator("[role=option]")).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(box).to_have_value("云川市新桥街道")
    expect(page.locator("input[type=hidden][name=region]")).to_have_value("990102001")
    expect(page.locator("[role=option]")).to_be_hidden()


def test_a_key_presses_its_button_but_never_while_typing(opened):
    page = opened()
    page.evaluate(
        "() => { window.pressed = 0; document.querySelector('[data-key=A]')"
        ".addEventListener('click', () => window.pressed++); }"
    )
    page.locator("#f-name").focus()
    page.keyboard.press("a")
    assert page.evaluate("window.pressed") == 0
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("a")
    assert page.evaluate("window.pressed") == 1


def test_the_dialog_opens_keeps_the_focus_and_closes(opened):
    page = opened()
    page.get_by_role("button", name="打开对话框").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_first_view_is_under_a_hundred_kilobytes(opened):
    page = opened("/offline/")
    heavy = page.evaluate(
        """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
        .map(e => [e.name, e.encodedBodySize])"""
    )
    assert sum(size for _, size in heavy) < 100_000, json.dumps(heavy)
