"""What is typed in a decision stands there again after a small act beside it, and Enter in it never drops it."""

from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from playwright.sync_api import expect

from tests.sites.desk import lives
from tests.sites.posting import posted_by
from yichuang.accounts.models import User
from yichuang.cases.models import Case

BACKEND = "yichuang.accounts.backends.Backend"
TYPED = {
    "outcome": "approve",
    "points": "R2",
    "found-R1": "good",
    "fact-R1": "社保系统里查过",
    "amount": "1200.5",
    "since": "2026-12",
    "standard": "按月算",
    "reason": "写了一半的理由",
}  # a decision that is not finished
ALL = {name: [text] for name, text in TYPED.items()}


@pytest.fixture
def case(world) -> Case:
    return lives.reviewing(lives.BENEFIT)


@pytest.fixture
def reviewer(world) -> Client:
    return lives.signed_in("gy_reviewer")


def address(case: Case, verb: str = "") -> str:
    return f"/desk/cases/{case.uuid}/{verb}"


def standing(answer: HttpResponse) -> dict[str, list[str]]:
    """What the form of the decision holds of it."""
    posted = posted_by(answer.content.decode(), "作出决定")
    return {name: posted[name] for name in TYPED if posted.get(name)}


def judging(case: Case, **changes) -> dict[str, str]:
    """What the browser sends with the verdict on a paper, the decision half typed beside it."""
    paper = case.materials.first()
    judged = {"material": str(paper.id), "verdict": "good", "_half": urlencode(TYPED)}
    return judged | changes


def test_noting_down_keeps_everything_that_was_typed(reviewer, case):
    noted = reviewer.post(address(case, "review/"), TYPED | {"_seq": str(case.seq)}, follow=True)
    assert standing(noted) == ALL
    assert "审查情况已记下" in lives.words(noted)
    assert lives.again(case).state == "reviewing"


def test_a_paper_is_judged_beside_a_decision(reviewer, case):
    judged = reviewer.post(address(case, "judge/"), judging(case), follow=True)
    assert standing(judged) == ALL
    assert "这页打开以后" not in lives.words(judged)
    again = reviewer.get(address(case))
    assert standing(again)["reason"] == [""]


def test_it_waits_where_the_officer_went_elsewhere_first(reviewer, case):
    sent = judging(case, next="/desk/todos/")
    assert reviewer.post(address(case, "judge/"), sent).url == "/desk/todos/"
    assert standing(reviewer.get(address(case))) == ALL


def test_a_verdict_that_is_refused_keeps_both(reviewer, case):
    refused = reviewer.post(address(case, "judge/"), judging(case, verdict="bad"))
    assert refused.status_code == 422
    assert standing(refused) == ALL


def test_nobody_else_reads_it_in_the_same_browser(reviewer, case):
    reviewer.post(address(case, "judge/"), judging(case))
    reviewer.force_login(User.objects.get(username="gy_approver"), backend=BACKEND)
    assert TYPED["reason"] not in reviewer.get(address(case)).content.decode()


@pytest.mark.browser
def test_the_browser_sends_it_and_enter_decides_or_says_why_not(browser, sign_in):
    case = lives.reviewing(lives.BENEFIT)
    page = sign_in(browser(width=1280), "gy_reviewer")
    page.goto(address(case))
    page.locator("[name=outcome][value=approve]").check()
    page.locator("[name=reason]").fill("写了一半的理由")
    page.get_by_placeholder("不符合的话，写哪里").first.fill("少一页")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[name=reason]")).to_have_value("写了一半的理由")
    expect(page.locator("[name=outcome][value=approve]")).to_be_checked()
    page.locator("[name=standard]").fill("按月算")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.locator("[name=standard]")).to_have_value("按月算")
    expect(page.locator("[name=reason]")).to_have_value("写了一半的理由")
