"""A date that moved: a unit reads on a phone why its licence stands, until when, and afterwards which day it is now."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.core import clock
from yichuang.core.clock import local
from yichuang.reference import queries as reference
from yichuang.sites.ui.wording import cnday

pytestmark = pytest.mark.browser
ITEM = "990114501006"  # 实行特殊工时制度审批: a licence, whose law knows 专家评审
REASON = "岗位的工时怎么安排，要请专家看"
FOUND_OUT = "专家认为可以"


def working_day(number: int) -> date:
    """The working day so many after today."""
    day = clock.today()
    calendar = reference.calendar(lives.CHAOTIAN)
    while number:
        day = calendar.next_working(day + timedelta(1))
        number -= 1
    return day


def stop(case: Case, until: date) -> None:
    """The reviewer asks for 专家评审."""
    services.begin_special(
        case_id=case.uuid,
        officer=lives.officer("gy_reviewer"),
        kind="expert_review",
        reason=REASON,
        planned_until=until,
        now=clock.now(),
    )


def row(page, title: str):
    """The line of a date that begins so."""
    return page.locator(".dates > li").filter(has_text=title)


def test_a_unit_reads_why_the_day_moved_and_until_when_its_case_stands(browser, sign_in, axe):
    case = lives.reviewing(ITEM, subject=lives.employer())
    before = local(case.due_at).date()
    address = f"/my/cases/{case.uuid}/"
    phone = sign_in(browser(width=375), "shilijia")
    phone.goto(address)
    expect(row(phone, "我们承诺办好")).to_contain_text(f"{cnday(before)}前")
    expect(row(phone, "法律规定")).to_contain_text("行政许可法第42条第1款")
    until = working_day(3)
    stop(case, until)

    phone.goto(address)
    expect(phone.get_by_role("heading", name="现在不用您做什么")).to_be_visible()
    expect(phone.get_by_text("停着，专家评审")).to_be_visible()
    moved = row(phone, "我们承诺办好")
    expect(moved.locator("del")).to_have_text(cnday(before))
    moved.get_by_text("为什么是这一天").click()
    expect(moved.get_by_text("专家评审（行政许可法第45条）").last).to_be_visible()
    expect(moved.locator("td.stop").first).to_be_visible()
    assert REASON in phone.locator("main").inner_text()
    assert axe(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    plain = sign_in(browser(width=1280, scripts=False), "shilijia")
    plain.goto(address)
    law = row(plain, "法律规定")
    law.locator("summary").click()
    expect(law.locator("td.due")).to_be_visible()

    services.end_special(
        case_id=case.uuid, officer=lives.officer("gy_reviewer"), result=FOUND_OUT, now=clock.now()
    )
    phone.goto(address)
    expect(phone.get_by_text("现在不用您做什么")).to_have_count(0)
    expect(phone.get_by_text(FOUND_OUT)).to_be_visible()
    assert local(lives.again(case).due_at).date() == before  # it ended on the day of its notice
    expect(row(phone, "我们承诺办好")).to_contain_text(f"{cnday(before)}前")
    expect(row(phone, "我们承诺办好").locator("del")).to_have_count(0)
