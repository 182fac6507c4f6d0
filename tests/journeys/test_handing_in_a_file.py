"""A paper is chosen on the page of an application: how far it is, that it is there, or why not; the rest stays."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.begun import draft_of
from tests.journeys.filling import ONE_PAGE_PDF, without_drafts

pytestmark = pytest.mark.browser
BIG_PDF = ONE_PAGE_PDF.replace(b"trailer", b"%" + b"0" * 1_500_000 + b"\ntrailer")
FAKE = {"name": "证明.pdf", "mimeType": "application/pdf", "buffer": b"MZ\x90\x00" + b"\0" * 500}
REFUSED = "请用原来的程序打开，另存成 PDF 或图片再传"


@pytest.fixture
def form(browser, sign_in, real_db):
    """The page of an application of 张三 that still wants its paper, with a word just typed."""
    without_drafts("zhangsan")
    draft = draft_of("zhangsan")
    page = sign_in(browser(own=True, width=375), "zhangsan")
    page.goto(f"/drafts/{draft.uuid}/form/")
    page.get_by_label("最后工作单位").fill("写到一半的单位")
    return page


def paper(page):
    """The row of the paper in the list of papers."""
    return page.get_by_role("listitem").filter(has=page.locator("[name=materials-M03]"))


def test_a_file_shows_how_far_it_is_and_then_stands_in_the_list(form, axe):
    line = form.context.new_cdp_session(form)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 500_000}
    line.send("Network.emulateNetworkConditions", slow)
    wanted = {"name": "离职证明.pdf", "mimeType": "application/pdf", "buffer": BIG_PDF}
    form.locator("[name=materials-M03]").set_input_files(wanted)
    expect(paper(form).get_by_role("status")).to_have_text(re.compile(r"^已传[1-9]\d?%$"))
    line.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": -1})
    expect(paper(form)).to_contain_text("离职证明.pdf·")  # the page that came anew names it so
    expect(form.get_by_label("最后工作单位")).to_have_value("写到一半的单位")
    assert axe(form) == []


def test_a_refused_file_keeps_the_rest_and_a_better_one_is_taken(form, axe):
    form.locator("[name=materials-M03]").set_input_files(FAKE)
    expect(paper(form).get_by_role("status")).to_contain_text(REFUSED)
    expect(form.get_by_label("最后工作单位")).to_have_value("写到一半的单位")
    assert axe(form) == []
    good = {"name": "照片.pdf", "mimeType": "application/pdf", "buffer": ONE_PAGE_PDF}
    form.locator("[name=materials-M03]").set_input_files(good)
    expect(paper(form)).to_contain_text("照片.pdf·")
    expect(form.get_by_label("最后工作单位")).to_have_value("写到一半的单位")


def test_a_refused_file_that_is_sent_with_the_form_all_the_same_is_told_at_its_paper(form, axe):
    form.locator("[name=materials-M03]").set_input_files(FAKE)
    expect(paper(form).get_by_role("status")).to_contain_text(REFUSED)
    form.get_by_role("button", name="存好，去核对").last.click()
    expect(form.get_by_role("alert")).to_be_visible()
    expect(paper(form)).to_contain_text("另存成 PDF")
    expect(form.get_by_label("最后工作单位")).to_have_value("写到一半的单位")
    assert axe(form) == []
