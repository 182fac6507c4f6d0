"""One clerk, one sign-in: walk-ins of three lines; one of them by the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys import counter
from tests.paper_files import text_of
from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.rules.application import Given
from yichuang.core import clock

pytestmark = pytest.mark.browser
SUNQI, ZHOUBA = "510812199203039950", "510812195801109973"


def number_on(page) -> str:
    """The case number that the page shows."""
    return (
        re.search(r"(?:\d{4} ){5}\d", page.locator("main").inner_text()).group(0).replace(" ", "")
    )


def test_three_walk_ins_of_three_lines_without_signing_in_again(browser, sign_in_by_page, axe):
    page = sign_in_by_page(browser(width=1440), "gy_clerk")
    taken = []
    for who, words, code, name in (
        ((lives.ZHANGSAN,), "失业登记", lives.UNEMPLOYED, "失业登记"),
        ((lives.ZHANGSAN,), "失业金", lives.BENEFIT, "失业保险金申领"),
        ((lives.ZHAOLIU, "赵六"), "档案转入", "992014401001", "流动人员人事档案接收"),
    ):
        counter.identify(page, *who)
        counter.begin(page, words, name)
        counter.fill(page, code)
        assert axe(page) == []
        page.get_by_role("button", name="收件 Enter").click()
        page.get_by_text("小票上有查询密码").wait_for()
        taken.append(number_on(page))
        if code == lives.UNEMPLOYED:
            counter.say_why_again(page)
            page.get_by_role("button", name="当场办结").click()
            page.get_by_text("已当场办结").wait_for()
        else:
            page.get_by_role("button", name="受理 F9").click()
            page.get_by_text("已受理。").wait_for()
            expect(page.get_by_role("link", name="受理通知书")).to_be_visible()
    cases = Case.objects.filter(number__in=taken)
    assert {case.line for case in cases} == {"就业创业", "社会保险", "人才人事"}
    assert {case.accepted_by.user.username for case in cases} == {"gy_clerk"}
    assert sorted(case.state for case in cases) == ["accepted", "accepted", "closed"]


def test_the_keyboard_alone_takes_a_walk_in_from_the_card_to_the_result(browser, sign_in):
    page = sign_in(browser(width=1280), "gy_clerk")
    page.goto("/desk/")
    expect(page.get_by_label(counter.NUMBER)).to_be_focused()
    page.keyboard.type(SUNQI)
    page.keyboard.press("Enter")
    expect(page.get_by_label("办什么？")).to_be_focused()
    page.keyboard.type("失业登记")
    page.get_by_role("option", name="失业登记").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="失业登记", exact=True).wait_for()
    page.wait_for_load_state()  # the keys work once their script is there
    page.keyboard.press("1")
    with page.expect_navigation():
        page.keyboard.press("4")
    page.keyboard.press("F4")
    counter.press_through(page, lives.UNEMPLOYED)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_text("小票上有查询密码").wait_for()
    number = number_on(page)
    counter.say_why_again(page)
    with page.expect_navigation():
        page.keyboard.press("F9")
    page.get_by_text("已当场办结").wait_for()
    assert Case.objects.get(number=number).state == "closed"
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("heading", name="谁来办事？").wait_for()


def test_a_correction_is_asked_answered_and_the_case_accepted(browser, sign_in):
    case = lives.submitted("992014401001", subject=lives.person(ZHOUBA))
    code, paper = case.materials.values_list("code", "name").first()
    page = sign_in(browser(width=1280), "gy_clerk")
    page.goto(f"/desk/cases/{case.uuid}/")
    page.keyboard.press("F4")
    page.get_by_role("checkbox", name=f"材料：{paper}").check()
    page.get_by_role("textbox", name=f"{paper}要怎么改").fill("字看不清，请重新拍")
    page.get_by_role("button", name="告知", exact=True).click()
    page.get_by_text("已一次性告知").wait_for()
    notice = page.request.get(f"/desk/cases/{case.uuid}/papers/correction.pdf")
    assert notice.ok and "一次性补正告知书" in text_of(notice.body())
    file = services.store_file(
        owner="person:test", name="新.pdf", content=lives.PDF, now=clock.now()
    )
    services.answer_correction(
        case_id=case.uuid,
        actor="person:test",
        answers={},
        materials=[Given(code, "file", str(file.uuid))],
        file_owner="person:test",
        now=clock.now(),
    )
    page.reload()
    page.get_by_text("第1次补的").wait_for()
    page.get_by_role("button", name="先受理，材料留给审核判").click()
    page.get_by_text("已受理。").wait_for()
    assert lives.again(case).state == "accepted"


def test_a_refusal_says_what_is_missing_then_gives_its_paper(browser, sign_in):
    case = lives.submitted("992014401002", subject=lives.person(ZHOUBA))
    page = sign_in(browser(width=1280), "gy_clerk")
    page.goto(f"/desk/cases/{case.uuid}/")
    page.keyboard.press("F6")
    page.get_by_label("为什么，申请人会看到").fill("档案不在本地，应向存档地申请")
    page.get_by_role("button", name="不予受理", exact=True).click()
    page.get_by_text("请写明依据哪部法律法规的哪一条").first.wait_for()
    expect(page.get_by_label("为什么，申请人会看到")).to_have_value("档案不在本地，应向存档地申请")
    page.locator("#f-basis label").first.click()
    page.get_by_role("button", name="不予受理", exact=True).click()
    page.get_by_text("已不予受理").wait_for()
    paper = page.request.get(f"/desk/cases/{case.uuid}/papers/refusal.pdf")
    assert paper.ok and "档案不在本地" in text_of(paper.body())
    assert lives.again(case).state == "refused"
