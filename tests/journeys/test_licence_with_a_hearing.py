"""A licence whose clock is stopped and made longer: by the keys of the desk, with a head who grants it."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.sites.desk import lives
from yichuang.cases.models import Pause
from yichuang.core import clock

pytestmark = pytest.mark.browser
LICENCE = "990114501007"  # 劳务派遣经营许可
WHY = "注册资本的验资报告要请专家看"
RESULT = "专家认为报告可信"


def test_experts_look_and_the_head_makes_the_term_longer(browser, sign_in, axe):
    case = lives.reviewing(LICENCE, subject=lives.employer())
    address = f"/desk/cases/{case.uuid}/"
    day = clock.today() + timedelta(days=7)
    desk = sign_in(browser(width=1280), "gy_reviewer")
    desk.goto(address)
    assert axe(desk) == []
    desk.keyboard.press("Alt+3")
    review = desk.locator("#do-expert_review")
    expect(review).to_have_attribute("open", "")
    desk.keyboard.type(WHY)
    review.get_by_role("button", name="开始专家评审").click()
    expect(desk.get_by_text("请填停到哪一天").first).to_be_visible()
    expect(review.get_by_label("为什么，申请人会看到")).to_have_value(WHY)
    review.get_by_label("停到哪天").fill(day.isoformat())
    review.get_by_role("button", name="开始专家评审").click()
    expect(desk.get_by_text("时限停着：专家评审")).to_be_visible()
    assert axe(desk) == []
    pause = Pause.objects.get(case=case)
    assert (pause.cause, pause.planned_until) == ("expert_review", day)

    desk.get_by_label("结果怎样，申请人会看到").fill(RESULT)
    desk.get_by_role("button", name="结束专家评审，接着审核").click()
    expect(desk.get_by_text("时限接着走")).to_be_visible()
    desk.keyboard.press("Alt+4")
    extending = desk.locator("#do-extending")
    extending.get_by_label("为什么，申请人会看到").fill("场所有三处，要逐处核实")
    extending.get_by_role("button", name="提请延期").click()
    expect(desk.get_by_text("等负责人批")).to_be_visible()

    phone = sign_in(browser(width=375), "gy_head")
    phone.goto("/desk/todos/")
    link = phone.locator(f'a[href="{address}"]', has_text="批不批准延期")
    link.first.click()
    request = phone.locator("#request")
    expect(request.get_by_text("场所有三处，要逐处核实")).to_be_visible()
    assert axe(phone) == []
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide <= 375
    request.get_by_role("button", name="批准").first.click()
    expect(phone.get_by_text("已批准延期")).to_be_visible()
    desk.goto(address)
    expect(desk.get_by_text("依法延长过一次")).to_be_visible()
    case.refresh_from_db()
    assert case.flags == ["extended"] and case.state == "reviewing"
