"""A supervisor opens the console, follows the red number to its cases, and prints the bulletin."""

import re

import pytest

from yichuang.core import clock, packs
from yichuang.supervision import demo


def late_case():
    pack = packs.read(demo.PACK)
    row = ["王五", "转移接续", 2, 47, "15:20", "accept@1.0930"]
    life = demo.Life("yy", pack["places"]["yy"]["汨罗"], pack["items"], row, clock.now())
    life.live()
    return life._case()


@pytest.mark.browser
def test_a_supervisor_finds_the_red_number_and_prints_the_bulletin(browser, sign_in, axe):
    case = late_case()
    page = browser()
    sign_in(page, "yy_supervisor")
    page.goto("/console/")
    title = page.get_by_role("heading", level=1).inner_text()
    assert re.match(r"按期办结率[\d.]+%，差在.+的.+", title)
    assert axe(page) == []
    page.get_by_role("link", name=re.compile("汨罗市.*转移接续.*逾期")).click()
    assert page.get_by_text(case.number).is_visible() and page.get_by_text("没人领").first.is_visible()
    assert axe(page) == []
    page.get_by_role("link", name="月报").click()
    page.get_by_role("button", name="做月报").click()
    assert page.get_by_role("heading", name="岳阳市人社服务月报").is_visible()
    assert page.get_by_text("汨罗市企业职工基本养老保险关系转移接续申请逾期").first.is_visible()
    assert axe(page) == []
    paper = page.request.get(page.get_by_role("link", name="打印（PDF").get_attribute("href"))
    assert paper.ok and paper.body().startswith(b"%PDF-")


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 375])
def test_every_page_of_the_console_reads_well(browser, sign_in, axe, width):
    page = browser(width=width)
    sign_in(page, "gy_supervisor")
    for part in (
        "",
        "targets/",
        "targets/TGT-001/",
        "cases/",
        "ratings/",
        "online/",
        "catalogue/",
        "reports/",
        "bulletins/",
    ):
        page.goto(f"/console/{part}")
        assert axe(page) == [], part
        assert page.evaluate("document.documentElement.scrollWidth") <= width, part


@pytest.mark.browser
def test_a_formula_unfolds_on_a_click_and_without_scripts(browser, sign_in):
    page = browser()
    sign_in(page, "gy_supervisor")
    page.goto("/console/targets/?at=青岛市")
    row = page.locator("tr", has_text="依申请事项全程网办率")
    formula = row.get_by_text("可全程网办依申请事项/")
    assert not formula.is_visible()
    row.locator("summary").click()
    assert formula.is_visible()
