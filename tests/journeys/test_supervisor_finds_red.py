"""A supervisor opens the console, follows the red number to its cases, and prints the bulletin."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.lived import new_life
from tests.paper_files import text_of
from yichuang.cases.queries import cases
from yichuang.core import clock
from yichuang.supervision.models import Bulletin


def without_bulletins_of_today():
    """One is made a day; the paper of an earlier run lies in a folder that is gone."""
    Bulletin.objects.filter(place="岳阳市", as_of=clock.today()).delete()


def late_case():
    life = new_life(
        "转移接续", at=("yy", "汨罗"), channel=2, ago=47, hour="15:20", steps="accept@1.0930"
    )
    return cases.get(life.uuid)


@pytest.mark.browser
def test_a_supervisor_finds_the_red_number_and_prints_the_bulletin(browser, sign_in_by_page, axe):
    without_bulletins_of_today()
    case = late_case()
    page = browser()
    sign_in_by_page(page, "yy_supervisor")
    page.goto("/console/")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"^按期办结率[\d.]+%，差在.+的.+")
    )
    assert axe(page) == []
    page.get_by_role("link", name=re.compile("汨罗市.*转移接续.*逾期")).click()
    in_fours = re.sub(r"(.{4})(?=.)", r"\1 ", case.number)
    expect(page.get_by_role("link", name=in_fours)).to_be_visible()
    expect(page.get_by_text("没人领").first).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="月报").click()
    page.get_by_role("button", name="做月报").click()
    expect(page.get_by_role("heading", name="岳阳市人社服务月报")).to_be_visible()
    expect(page.get_by_text("汨罗市企业职工基本养老保险关系转移接续申请逾期").first).to_be_visible()
    assert axe(page) == []
    paper = page.request.get(page.get_by_role("link", name="打印（PDF").get_attribute("href"))
    assert paper.ok and "人社服务月报" in text_of(paper.body())


@pytest.mark.browser
def test_a_formula_unfolds_on_a_click_and_without_scripts(browser, sign_in):
    page = browser()
    sign_in(page, "gy_supervisor")
    page.goto("/console/targets/?at=青岛市")
    row = page.locator("tr", has_text="依申请事项全程网办率")
    formula = row.get_by_text("可全程网办依申请事项/")
    expect(formula).to_be_hidden()
    row.locator("summary").click()
    expect(formula).to_be_visible()
