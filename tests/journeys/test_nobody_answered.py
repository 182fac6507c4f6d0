"""视为受理: a unit whose licence nobody answered reads the morning after that the law has accepted it, and so does the
office."""

from datetime import datetime, time, timedelta

import pytest
from playwright.sync_api import expect

from tests.sites.desk import lives
from yichuang.cases import tasks
from yichuang.core import clock, outbox
from yichuang.reference import queries as reference
from yichuang.sites.ui.wording import cnday

pytestmark = pytest.mark.browser
LICENCE = "990114501006"  # 实行特殊工时制度审批: five working days to say whether it is accepted
DAYS = 5


def a_week_of_work_ago() -> datetime:
    """Ten in the morning of a working day; since then five whole working days have passed."""
    calendar = reference.calendar(lives.CHAOTIAN)
    day = clock.today()
    passed = 0
    while passed <= DAYS:
        day -= timedelta(days=1)
        if calendar.is_working(day):
            passed += 1
    return datetime.combine(day, time(10), clock.SHANGHAI)


def acceptance(page):
    """The line of the acceptance among the dates."""
    return page.locator(".dates > li").filter(has_text="受理").first


def test_what_nobody_answered_is_accepted_by_law_the_morning_after(browser, sign_in, axe):
    case = lives.submitted(LICENCE, subject=lives.employer(), at=a_week_of_work_ago())
    assert case.accept_by < clock.today() <= case.accept_by + timedelta(days=10)
    own = f"/my/cases/{case.uuid}/"
    address = f"/desk/cases/{case.uuid}/"
    phone = sign_in(browser(width=375), "shilijia")
    phone.goto(own)
    expect(acceptance(phone)).to_contain_text(f"{cnday(case.accept_by)}前没有告诉您")

    clerk = lives.signed_in("gy_clerk")
    sent_back = {"reason": "不归这里管", "basis": "《行政许可法》第三十二条"}
    refused = clerk.post(f"{address}refuse/", sent_back)
    assert "依法已经视为受理，不能再不予受理" in lives.words(refused)
    tasks.deem_accepted(0)
    while outbox.deliver():
        continue

    phone.goto(own)
    expect(phone.get_by_text("起算受理").first).to_be_visible()
    expect(phone.get_by_text("没有做到，这是我们的错").first).to_be_visible()
    expect(phone.get_by_role("link", name="视为受理告知书").first).to_be_visible()
    assert axe(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0

    head = sign_in(browser(width=1280), "gy_head")
    head.goto("/desk/todos/")
    link = head.locator(f'a[href="{address}"]', has_text="没有按时答复，已经视为受理")
    link.first.click()
    expect(head.get_by_text("视为受理").first).to_be_visible()
    assert axe(head) == []

    reviewer = sign_in(browser(width=1280), "gy_reviewer")
    reviewer.goto(address)
    reviewer.get_by_role("button", name="开始审核").click()
    expect(reviewer.get_by_text("开始审核，这件在您手里")).to_be_visible()
    case = lives.again(case)
    assert (case.state, case.accepted_at, case.accepted_by) == ("reviewing", case.received_at, None)
