"""A box that is typed into to find: own places come first, that nothing was found is said, and the list goes away by a
choice, by Esc and by leaving the box, at the desk as on a resident's form."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.begun import draft_of
from tests.journeys.counter import identify
from tests.journeys.filling import without_drafts
from tests.sites.desk import lives

pytestmark = pytest.mark.browser
NOWHERE = "哪里都没有的镇"
PLACE, CHOICE = "常住地区划", "希望从事的职业"
OWN = "四川省广元市朝天区"


class Box:
    """A box with its list, as whoever types meets them."""

    def __init__(self, page: Page, label: str):
        self.page = page
        self.input = page.get_by_label(label, exact=True)
        around = page.locator(".suggest").filter(has=self.input)
        self.list = around.get_by_role("listbox")
        self.heard = around.get_by_role("status")
        self.offered = self.list.locator("[role=option]:not(.none)")

    def closed(self) -> None:
        expect(self.list).to_be_hidden()
        expect(self.input).to_have_attribute("aria-expanded", "false")
        expect(self.input).not_to_have_attribute("aria-activedescendant", re.compile("."))

    def says_that_nothing_is_found(self) -> None:
        self.input.fill(NOWHERE)
        expect(self.list).to_have_text("没找到，换个说法再打")
        expect(self.heard).to_have_text("没找到")
        expect(self.input).to_have_attribute("aria-expanded", "true")
        self.input.press("Escape")
        self.closed()


def own_places_come_first_and_the_list_goes_away(page: Page) -> None:
    page.wait_for_load_state()
    box = Box(page, PLACE)
    sent = page.locator("input[type=hidden][name=residence_region]")
    box.says_that_nothing_is_found()
    box.input.fill("")
    box.input.blur()
    box.input.focus()
    expect(box.offered.first).to_contain_text(OWN)
    box.input.press_sequentially("大")  # which many places farther north have in their names too
    expect(box.heard).to_have_text("有12个可选")
    expect(box.offered.first).to_contain_text("大")
    expect(box.offered.first).to_contain_text(OWN)
    box.input.blur()
    box.closed()
    box.input.fill("李家镇")
    expect(box.offered.first).to_contain_text("李家镇")
    chosen = box.offered.first
    label = chosen.evaluate("option => option.firstChild.textContent")
    chosen.click()
    box.closed()
    expect(box.input).to_have_value(label)
    assert re.fullmatch(r"510812112\d{3}", sent.input_value())


def a_long_choice_says_so_too(page: Page) -> None:
    box = Box(page, CHOICE)
    before = box.input.input_value()
    box.says_that_nothing_is_found()
    expect(box.input).to_have_value(before)
    box.input.fill(NOWHERE)
    box.input.blur()
    box.closed()
    expect(box.input).to_have_value(before)
    expect(page.get_by_text("没有选上，请从列表里选")).to_be_visible()
    box.input.fill("餐")
    box.input.press("Enter")
    box.closed()
    expect(box.input).to_have_value(re.compile("餐"))


def test_what_is_typed_is_found_or_not_and_the_list_goes_away(browser, sign_in):
    page = sign_in(browser(), "zhangsan")
    without_drafts("zhangsan")
    page.goto(f"/drafts/{draft_of('zhangsan').uuid}/form/")
    own_places_come_first_and_the_list_goes_away(page)
    a_long_choice_says_so_too(page)
    without_drafts("zhangsan")
    without_drafts("gy_clerk")
    page = sign_in(browser(), "gy_clerk")
    identify(page, lives.ZHANGSAN)
    page.goto(f"/desk/take/{lives.UNEMPLOYED}/?person={lives.person().uuid}")
    own_places_come_first_and_the_list_goes_away(page)
    a_long_choice_says_so_too(page)
