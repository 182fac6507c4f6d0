"""One draft at several doors: begun on a phone, opened at a hall by its code, sent at a village, read on the phone."""

import pytest
from playwright.sync_api import expect

from tests.acceptance.test_joined_rows import begun_on_a_phone, make_a_village_point
from tests.sites.desk import lives
from yichuang.cases.models import Case
from yichuang.core import clock

pytestmark = pytest.mark.browser


def opened_by_code(page, code: str, number: str) -> str:
    """A desk types the code, then the document of whom it is for; the address of the draft there."""
    page.goto("/desk/")
    page.fill("#f-number", code)
    page.press("#f-number", "Enter")
    page.wait_for_url("**/desk/code/")
    expect(page.get_by_role("heading", name="失业登记")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("张三")
    page.fill("#f-number", number)
    page.press("#f-number", "Enter")
    page.wait_for_url("**/desk/take/**")
    return page.url


def test_a_draft_walks_from_the_phone_over_the_hall_to_the_village_and_its_result_is_read_on_the_phone(
    browser, sign_in, axe
):
    draft = begun_on_a_phone()
    make_a_village_point("gy_village")
    phone = sign_in(browser(width=375), "zhangsan")
    phone.goto(f"/drafts/{draft.uuid}/form/")
    phone.get_by_role("link", name="换个地方接着办").click()
    phone.get_by_role("button", name="要一个草稿码").click()
    expect(phone.get_by_alt_text("草稿码的二维码，给窗口扫")).to_be_visible()
    assert axe(phone) == []
    code = "".join(phone.locator(".code-of-draft span").all_inner_texts())

    hall = sign_in(browser(), "gy_clerk")
    opened_by_code(hall, code, lives.ZHANGSAN)
    phone.reload()
    expect(phone.locator("main")).to_contain_text("张晓芳")

    village = sign_in(browser(), "gy_village")
    address = opened_by_code(village, code, lives.ZHANGSAN)
    client = lives.signed_in("gy_village")
    lives.met(client)
    _, _, query = address.partition("?")
    case = lives.taken(client, lives.UNEMPLOYED, query)
    assert Case.objects.get(client_ref=str(draft.uuid)) == case
    assert (case.channel, case.visits) == (6, 1)
    clerk = lives.officer("gy_clerk")
    lives.complete_instantly(case_id=case.uuid, officer=clerk, now=clock.now(), result="已登记")
    phone.goto(f"/my/cases/{case.uuid}/")
    expect(phone.locator("main")).to_contain_text("办结")
