"""The description page, in a real browser, with the demo key: the sandbox."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_developer_tries_a_public_read_and_a_read_with_the_demo_key(browser, axe):
    page = browser()
    page.goto("/api/v1/docs")
    expect(page.get_by_label("密钥", exact=True)).to_have_value("yc-demo-key-try-it")
    page.locator("#list_items summary").click()
    page.locator("#list_items input[name=q]").fill("社保卡")
    page.locator("#list_items button").click()
    answer = page.locator("#list_items output")
    expect(answer).to_contain_text("200")
    expect(answer).to_contain_text("社会保障卡")
    page.locator("#list_cases summary").click()
    page.locator("#list_cases button").click()
    page.locator("#list_cases output").filter(has_text="next_cursor").wait_for()
    assert axe(page) == []


def test_a_refused_try_shows_the_problem_as_it_came(browser):
    page = browser()
    page.goto("/api/v1/docs")
    page.locator("#submit_case summary").click()
    page.locator("#submit_case textarea").fill("{}")
    page.locator("#submit_case button").click()
    page.locator("#submit_case output").filter(has_text="problems").wait_for()
    expect(page.locator("#submit_case output")).to_contain_text("422")


def test_the_page_fits_a_phone_and_reads_without_scripts(browser, axe):
    page = browser(width=375)
    page.goto("/api/v1/docs")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert axe(page) == []
    plain = browser(scripts=False)
    plain.goto("/api/v1/docs")
    plain.locator("#submit_case summary").click()
    expect(plain.get_by_text("同一个").first).to_be_visible()
