"""Inputs that browsers label in their own language have our words beside them: files, days, months, on every kind of
page that asks for one."""

import re
from pathlib import Path

import pytest

from tests.journeys.begun import draft_of
from tests.journeys.counter import identify
from tests.journeys.filling import without_drafts
from tests.sites.desk import lives
from yichuang.sites import ui

pytestmark = pytest.mark.browser
ZHOUBA = "510812195801109973"
ACCIDENT = "990714207001"  # asks for the moment of the accident
TEMPLATES = Path(ui.__file__).parents[1] / "templates"
LABELLED = '[type="file"],[type="date"],[type="month"],[type="datetime-local"],[type="time"]'
SILENT = f"""() => [...document.querySelectorAll('{LABELLED}')]
  .filter(input => !input.disabled && !input.closest('table, template'))
  .filter(input => !/[\\u4e00-\\u9fff]/.test(input.parentElement.querySelector('.picked')?.textContent || ''))
  .map(input => input.name)"""


def asked(page, address: str) -> int:
    """How many such inputs the page has; none may be without words."""
    page.goto(address)
    page.wait_for_load_state()
    assert page.evaluate(SILENT) == [], address
    return page.locator(LABELLED).count()


def test_an_application_online_says_it_in_our_words(browser, sign_in, real_db):
    without_drafts("zhangsan")
    draft = draft_of("zhangsan")
    page = sign_in(browser(width=375), "zhangsan")
    assert asked(page, f"/drafts/{draft.uuid}/form/") >= 2


@pytest.mark.parametrize("code", [lives.UNEMPLOYED, ACCIDENT])
def test_a_window_says_it_in_our_words(browser, sign_in, real_db, code):
    without_drafts("gy_clerk")
    page = sign_in(browser(), "gy_clerk")
    identify(page, lives.ZHANGSAN)
    assert asked(page, f"/desk/take/{code}/?person={lives.person().uuid}") >= 2
    kinds = page.locator(LABELLED).evaluate_all("all => all.map(each => each.type)")
    assert ("datetime-local" in kinds) == (code == ACCIDENT)


def test_the_console_says_it_in_our_words(browser, sign_in, real_db):
    page = sign_in(browser(), "gy_auditor")
    watched = lives.officer("gy_clerk")
    assert asked(page, f"/console/audit/officers/{watched.uuid}/") >= 2


def test_a_month_is_not_asked_for_its_day(browser, sign_in, real_db):
    case = lives.reviewing(subject=lives.person(ZHOUBA), channel=1)
    page = sign_in(browser(width=1280), "gy_reviewer")
    assert asked(page, f"/desk/cases/{case.uuid}/") == 2
    words = page.locator("[type=month] + .picked").all_inner_texts()
    assert [each.strip() for each in words] == ["点一下，按年、月选"] * 2


def test_no_template_uses_an_input_that_the_script_does_not_know():
    """The script finds them by type: files, days and months; one of another type would stay in the browser's words."""
    unknown = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        types = re.findall(r'type="([a-z-]+)"', path.read_text(encoding="utf-8"))
        if {"time", "week", "color"} & set(types):
            unknown.append(path.name)
    assert unknown == []
