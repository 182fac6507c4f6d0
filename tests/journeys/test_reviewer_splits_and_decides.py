"""Back office by class, one outlet for results; two people deciding at once."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.sites.desk import lives
from yichuang.cases.models import CaseEvent
from yichuang.core import clock
from yichuang.supervision import services as supervision

pytestmark = pytest.mark.browser
ZHOUBA = "510812195801109973"
CAME_SINCE = "您打开这一页以后，这件有了变化"


def decide(page, reason: str) -> None:
    """Find every point met, cite the first, choose 准予, say how much and why, send."""
    for met in page.get_by_role("radio", name="符合", exact=True).all():
        met.check()
    if page.get_by_label("每月金额").count():
        page.get_by_label("每月金额").fill("1200")
        this_month = f"{clock.today():%Y-%m}"  # whoever lost the work before is paid for it
        page.get_by_label("从哪个月起发").fill(this_month)
        page.get_by_label("发到哪个月").fill(this_month)
        page.get_by_label("标准和算法").fill("最低工资标准的80%")
    page.get_by_label("引用第1条作决定的依据").check()
    page.get_by_role("radio", name="准予").check()
    page.get_by_label("理由，申请人会看到").fill(reason)
    page.get_by_role("button", name="作出决定").click()


def test_the_review_splits_by_line_and_one_counter_hands_out_both(browser, sign_in):
    person = lives.person(ZHOUBA)
    insurance = lives.accepted(lives.BENEFIT, subject=person, channel=1)
    talent = lives.accepted("992014401001", subject=person, channel=1)
    for username, mine, other in (
        ("gy_reviewer_sb", insurance, talent),
        ("gy_reviewer_rc", talent, insurance),
    ):
        page = sign_in(browser(width=1440), username)
        page.goto(f"/desk/worklist/?case={mine.uuid}")
        listed = page.locator("main").inner_text().replace(" ", "")
        assert mine.number in listed and other.number not in listed
        page.keyboard.press("o")
        page.get_by_role("button", name="开始审核").wait_for()
        page.wait_for_load_state()  # the keys work once their script is there
        page.keyboard.press("Enter")
        page.get_by_role("button", name="作出决定").wait_for()
        decide(page, "材料齐全，符合条件")
        page.get_by_text("决定已作出，已办结").wait_for()
    page = sign_in(browser(width=1280), "gy_issuer")
    page.goto("/desk/issue/")
    listed = page.locator("main").inner_text().replace(" ", "")
    assert insurance.number in listed and talent.number in listed
    row = page.get_by_role("listitem").filter(has=page.locator(f'form[action*="{talent.uuid}"]'))
    row.get_by_label("证件号码").fill(ZHOUBA)
    row.get_by_role("button").click()
    page.get_by_text("已交给周八").wait_for()
    expect(row).to_have_count(0)
    page.wait_for_load_state()
    assert talent.number not in page.locator("main").inner_text().replace(" ", "")


def test_two_reviewers_deciding_at_once_the_second_is_told_and_nothing_is_doubled(browser, sign_in):
    case = lives.reviewing("992014401002", reviewer="gy_reviewer", subject=lives.person(ZHOUBA))
    first, second = (sign_in(browser(width=1280), "gy_reviewer") for _ in range(2))
    for page in (first, second):
        page.goto(f"/desk/cases/{case.uuid}/")
    decide(first, "符合条件")
    first.get_by_text("决定已作出，已办结").wait_for()
    decide(second, "我也同意")
    second.get_by_text(CAME_SINCE).wait_for()
    expect(second.get_by_text("您刚才写的：我也同意")).to_be_visible()
    expect(second.get_by_text("已办结").first).to_be_visible()
    assert CaseEvent.objects.filter(case=case, kind__in=["approve", "deny"]).count() == 1


def test_two_clerks_claiming_at_once_only_one_holds_it(browser, sign_in):
    case = lives.submitted(lives.BENEFIT, subject=lives.person(ZHOUBA))
    pages = [sign_in(browser(width=1280), name) for name in ("gy_clerk", "gy_clerk_sb")]
    for page in pages:
        page.goto(f"/desk/worklist/?case={case.uuid}")
        page.get_by_role("button", name="领到我手里").wait_for()
    for page in pages:
        page.keyboard.press("c")
    told = [page.get_by_text("已领到您手里").or_(page.get_by_text(CAME_SINCE)) for page in pages]
    for text in told:
        text.wait_for()
    holder = lives.again(case).holder.user.username
    won = [
        name
        for name, text in zip(("gy_clerk", "gy_clerk_sb"), told, strict=True)
        if "已领到" in text.inner_text()
    ]
    assert won == [holder]


def test_a_mark_of_being_urged_leaves_room_for_the_name_of_the_item(browser, sign_in):
    case = lives.reviewing(subject=lives.person(ZHOUBA), channel=1)
    supervision.urge(
        case_id=case.uuid,
        officer=lives.officer("gy_supervisor"),
        reason="请说明为什么还没有办",
        answer_by=clock.today() + timedelta(days=3),
        now=clock.now(),
    )
    page = sign_in(browser(width=1280), "gy_reviewer")
    page.goto("/desk/worklist/")
    row = page.get_by_role("row").filter(has_text="督办")
    assert row.get_by_role("cell").nth(3).bounding_box()["width"] >= 100


def test_what_was_found_is_asked_where_something_is_not_met(browser, sign_in):
    """Every point asks for it once it is judged so; what was typed comes back with the verdict."""
    case = lives.reviewing("992014401002", reviewer="gy_reviewer", subject=lives.person(ZHOUBA))
    page = sign_in(browser(width=1280), "gy_reviewer")
    page.goto(f"/desk/cases/{case.uuid}/")
    page.wait_for_function("window.yi && window.yi.settled")
    points = page.locator(".point").all()
    assert points
    for point in points:
        fact = point.get_by_label("查到了什么")
        expect(fact).to_be_hidden()
        point.get_by_role("radio", name="不符合").check()
        fact.fill("档案里没有这一段")
        point.get_by_role("radio", name="符合", exact=True).check()
        expect(fact).to_be_hidden()
        point.get_by_role("radio", name="不符合").check()
        expect(fact).to_have_value("档案里没有这一段")
    page.get_by_role("button", name="先记下，不决定").click()
    page.wait_for_load_state()
    for point in page.locator(".point").all():
        expect(point.get_by_label("查到了什么")).to_be_visible()
        expect(point.get_by_label("查到了什么")).to_have_value("档案里没有这一段")
