"""How many keys a clerk needs for one 失业登记, from the empty counter to the next person: counted in a real browser.

Control keys are all that move, choose, send or print; typed characters are all that stand in a field afterwards, the
number of the document too, which a card reader would type."""

import re
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.filling import without_drafts
from tests.journeys.test_clerk_walk_ins import number_on
from tests.paper_files import text_of
from tests.sites.desk import lives
from yichuang.cases.models import Case
from yichuang.cases.queries import versions
from yichuang.core import clock
from yichuang.reference.rules import identifiers

pytestmark = pytest.mark.browser
MOST = 40


@dataclass
class Hands:
    """A keyboard that counts."""

    page: Page
    control: int = 0
    typed: int = 0
    asked: list[str] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.control += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.typed += len(text)

    def go(self, key: str) -> None:
        """A key that leads to another page."""
        with self.page.expect_navigation():
            self.press(key)
        self.page.wait_for_load_state()

    def found(self, words: str = "", *keys: str) -> None:
        """Type into the box that has the focus, and take the first that is found. keys: pressed before Enter."""
        self.type(words)
        self.page.locator("[role=listbox]:visible [role=option]:not(.none)").first.wait_for()
        self.press(*keys, "Enter")


def unregistered(day: int) -> str:
    """A citizen number that the demo gives nobody."""
    first = f"510812198904{day:02d}776"
    return first + identifiers.id_check_digit(first)


WHERE = """() => {
  const e = document.activeElement;
  const group = e.closest('fieldset');
  const label = e.id && document.querySelector('label[for="' + CSS.escape(e.id) + '"]');
  return (group && group.querySelector('legend') || label || {innerText: ''}).innerText.trim();
}"""


def answer(hands: Hands) -> None:
    """Go from gap to gap and answer each by what it asks."""
    before = f"{clock.today() - timedelta(days=20):%m%d%Y}"
    ways = {
        "通知方式": lambda: hands.press("Space"),
        "文化程度": lambda: hands.found("专科"),
        "常住地区划": lambda: hands.found(),
        "详细地址": lambda: hands.type("正街12号"),
        "户口性质": lambda: hands.press("ArrowDown"),
        "户籍地区划": lambda: hands.found(),
        "最后工作单位": lambda: hands.found("示例甲", "ArrowDown"),
        "失业（停业、离校）日期": lambda: hands.type(before),
        "失业原因": lambda: hands.press("ArrowDown", "ArrowDown", "Enter"),
        "有劳动能力": lambda: hands.press("Space"),
        "有就业意愿": lambda: hands.press("Space"),
        "希望从事的职业": lambda: hands.found("餐"),
        "需要的服务": lambda: hands.press("Space"),
        "签名": lambda: hands.press("Space"),
        "手机号": lambda: hands.type("13900000088"),
    }
    for _ in range(MOST):
        asked = hands.page.evaluate(WHERE)
        if not asked or asked in hands.asked:
            return
        hands.asked.append(asked)
        way = next((way for label, way in ways.items() if asked.startswith(label)), None)
        if way is None and "承诺" not in asked and "知悉" not in asked:
            raise AssertionError(f"nobody knows how to answer {asked}")
        (way or (lambda: hands.press("Space")))()
        hands.press("F9")


def fill(hands: Hands) -> None:
    """From the page of who has come to the filled form, with the focus where Enter sends it."""
    page = hands.page
    page.get_by_role("heading", name="失业登记", exact=True).wait_for()
    page.wait_for_load_state()
    hands.press("1")
    hands.go("4")
    page.wait_for_function("document.activeElement !== document.body")
    answer(hands)


def register(hands: Hands) -> str:
    """From the page of who has come to the next person; the number of the case."""
    page = hands.page
    fill(hands)
    hands.go("Enter")
    assert page.get_by_role("alert").all_inner_texts() == [], hands.asked
    page.get_by_text("小票上有查询密码").wait_for()
    number = number_on(page)
    if page.get_by_role("group", name="以前办好过").count():
        hands.press("3")
    hands.go("F9")
    page.get_by_text("已当场办结").wait_for()
    with page.context.expect_event("request", is_for_papers), page.expect_popup():
        hands.press("F7")
    page.bring_to_front()
    hands.go("Enter")
    page.get_by_role("heading", name="谁来办事？").wait_for()
    return number


def is_for_papers(request) -> bool:
    """Whether the browser asks for what F7 prints."""
    return bool(re.search(r"/desk/cases/[0-9a-f-]{36}/print\.pdf$", request.url))


def begin(browser, sign_in) -> Hands:
    page = sign_in(browser(width=1280), "gy_clerk")
    page.goto("/desk/")
    expect(page.locator("#f-number")).to_be_focused()
    return Hands(page)


def of_a_known_person(browser, sign_in) -> Hands:
    """李四 has come, was registered once before, and 失业登记 is chosen."""
    without_drafts("gy_clerk")
    lives.finished(lives.UNEMPLOYED, subject=lives.person(lives.LISI))
    hands = begin(browser, sign_in)
    hands.type(lives.LISI)
    hands.go("Enter")
    offers = hands.page.locator("[data-key^='Alt ']")
    place = (
        offers.all_inner_texts().index(
            next(text for text in offers.all_inner_texts() if "失业登记" in text)
        )
        + 1
    )
    hands.go(f"Alt+{place}")
    return hands


def test_a_known_person_is_registered_with_at_most_40_keys_and_30_characters(browser, sign_in):
    hands = of_a_known_person(browser, sign_in)
    number = register(hands)
    assert Case.objects.get(number=number).state == "closed"
    print(f"known: {hands.control} control keys, {hands.typed} typed; asked: {hands.asked}")
    assert hands.control <= 40 and hands.typed <= 30, (hands.control, hands.typed, hands.asked)


def test_a_new_person_is_registered_with_at_most_60_keys_and_60_characters(browser, sign_in):
    number = next(unregistered(day) for day in range(1, 29) if not lives.known(unregistered(day)))
    hands = begin(browser, sign_in)
    hands.type(number)
    hands.go("Enter")
    expect(hands.page.locator("#f-name")).to_be_focused()
    hands.type("钱多")
    hands.press("Tab")
    hands.type("13900000088")
    hands.go("Enter")
    expect(hands.page.get_by_label("办什么？")).to_be_focused()
    hands.type("sydj")
    hands.page.get_by_role("option", name="失业登记").first.wait_for()
    hands.press("ArrowDown")
    hands.go("Enter")
    case = register(hands)
    assert Case.objects.get(number=case).state == "closed"
    print(f"new: {hands.control} control keys, {hands.typed} typed; asked: {hands.asked}")
    assert hands.control <= 60 and hands.typed <= 60, (hands.control, hands.typed, hands.asked)


def test_f4_says_nothing_of_a_paper_that_need_not_be_brought(browser, sign_in):
    hands = of_a_known_person(browser, sign_in)
    fill(hands)
    page = hands.page
    page.locator("input[name^=material-][value=seen]").evaluate_all(
        "boxes => boxes.forEach(box => { box.checked = false; })"
    )
    hands.press("F4")
    papers = page.locator(".papers li")
    optional = papers.filter(has_text="用得上才交")
    assert optional.count() > 0
    assert optional.locator("input[value=seen]:checked").count() == 0
    before = set(Case.objects.values_list("pk", flat=True))
    hands.go("Enter")
    page.get_by_text("小票上有查询密码").wait_for()
    case = Case.objects.exclude(pk__in=before).get()
    assert not case.materials.filter(name__contains="失业情况").exists()


def test_enter_after_taking_in_prints_the_slip_and_decides_nothing(browser, sign_in):
    hands = of_a_known_person(browser, sign_in)
    page = hands.page
    before = set(Case.objects.values_list("pk", flat=True))
    fill(hands)
    hands.go("Enter")
    page.get_by_text("小票上有查询密码").wait_for()
    with page.expect_popup() as slip:
        hands.press("Enter")
    assert slip.value.url.endswith("/slip.pdf") or slip.value.url in ("", "about:blank", ":")
    page.bring_to_front()
    hands.press("Enter", "Enter")
    case = Case.objects.exclude(pk__in=before).get()
    assert case.state == "received"
    hands.go("F9")
    page.get_by_role("alert").first.wait_for()
    assert lives.again(case).state == "received"
    hands.press("3")
    hands.go("Enter")
    page.get_by_text("已当场办结").wait_for()
    told = versions.last_told(case, "approve").told
    assert told["once_more"] == "情况变了，要重新办"
    assert told["granted_before"]


def test_enter_held_down_sends_once_and_the_password_is_still_to_be_printed(browser, sign_in):
    hands = of_a_known_person(browser, sign_in)
    page, sent = hands.page, []
    fill(hands)
    before = set(Case.objects.values_list("pk", flat=True))
    page.on("request", lambda each: sent.append(each.url) if each.method == "POST" else None)
    with page.expect_navigation():
        for _ in range(25):
            page.keyboard.down("Enter")
    page.get_by_text("小票上有查询密码").wait_for()
    for _ in range(25):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    case = Case.objects.exclude(pk__in=before).get()
    assert len([url for url in sent if "/desk/take/" in url]) == 1
    assert case.state == "received" and page.get_by_text("小票上有查询密码").is_visible()
    slip = page.request.get(f"/desk/cases/{case.uuid}/slip.pdf").body()
    assert re.search("查询密码[0-9]{6}", text_of(slip))


def test_enter_opens_what_nobody_has_looked_at_before_it_says_that_all_is_met(browser, sign_in):
    case = lives.submitted(lives.UNEMPLOYED, channel=1, subject=lives.person(lives.ZHAOLIU))
    files = case.materials.filter(source="file").count()
    hands = Hands(sign_in(browser(width=1280), "gy_clerk"))
    page = hands.page
    page.goto(f"/desk/cases/{case.uuid}/")
    page.wait_for_load_state("networkidle")
    opened = page.get_by_text("份材料您都看过了")
    for n in range(files):
        assert not opened.is_visible()
        with page.expect_popup() as paper:
            hands.press("Enter")
        paper.value.close()
        page.bring_to_front()
        left = files - n - 1
        expect(page.get_by_text("您还没有打开过")).to_have_count(1 if left else 0)
    expect(opened).to_be_visible()
    assert lives.again(case).state == "received"
    hands.go("Enter")
    page.get_by_text("已当场办结").wait_for()
    assert set(case.materials.exclude(source="shared").values_list("verdict", flat=True)) == {
        "good"
    }
    assert hands.control == files + 1
