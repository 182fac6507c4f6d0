"""Every page and state of the desk in a real browser: nothing serious for axe, plain, in large
type and dark, at 1280 and 375."""

from itertools import groupby

import pytest
from playwright.sync_api import expect

from tests.journeys.counter import NUMBER, identify
from tests.sites.desk import lives
from tests.sites.looking import become, findings
from yichuang.cases import services
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock

pytestmark = pytest.mark.browser
ITEM = "992014401001"


def states():
    """(officer, address) of a case in each state."""
    waiting = lives.submitted(ITEM)
    services.ask_correction(
        case_id=waiting.uuid,
        officer=lives.officer("gy_clerk"),
        items=[Asked("material", waiting.materials.first().code, "字看不清")],
        now=clock.now(),
    )
    found = [
        ("gy_clerk", lives.submitted(ITEM)),
        ("gy_clerk", lives.submitted(lives.UNEMPLOYED)),
        ("gy_clerk", waiting),
        ("gy_reviewer", lives.accepted(ITEM)),
        ("gy_reviewer", lives.reviewing(lives.RULED)),
        ("gy_approver", lives.proposed()),
        ("gy_issuer", lives.decided(ITEM, channel=1)),
    ]
    return [(username, f"/desk/cases/{case.uuid}/") for username, case in found] + [
        ("gy_clerk", f"/desk/worklist/?step=all&case={waiting.uuid}"),
        ("gy_issuer", "/desk/issue/"),
    ]


def pages():
    """(officer, address) of the pages that stand without a case."""
    query = f"person={lives.person().uuid}"
    addresses = [
        "/desk/",
        f"/desk/?{query}",
        f"/desk/?person={lives.person(lives.LISI).uuid}",
        f"/desk/?{query}&q=失业金",
        f"/desk/take/{lives.UNEMPLOYED}/?{query}",
    ]
    addresses += [
        f"/desk/enquiries/?{query}",
        "/desk/followups/?all=1",
        "/desk/instant/",
        "/desk/find/?q=张三",
    ]
    return [("gy_clerk", address) for address in addresses]


def test_no_page_or_state_has_a_serious_finding_or_runs_off_the_side(browser, axe):
    page, lines = browser(), []
    by_officer = groupby([*pages(), *states()], key=lambda pair: pair[0])
    for username, addresses in by_officer:
        become(page, username)
        if username == "gy_clerk":
            identify(page, lives.ZHANGSAN)
        for _, address in addresses:
            lines += findings(page, axe, address)
    assert "\n".join(lines) == ""


def test_errors_on_the_desk_keep_what_was_typed_and_are_clean(browser, sign_in, axe):
    page = sign_in(browser(width=1280), "gy_clerk")
    page.goto("/desk/")
    expect(page.get_by_label(NUMBER)).to_be_focused()
    page.keyboard.type("510812198805129917")
    page.keyboard.press("Enter")
    page.get_by_role("alert").wait_for()
    assert axe(page) == []
    identify(page, lives.LISI)
    page.goto(f"/desk/take/{lives.BENEFIT}/?person={lives.person(lives.LISI).uuid}")
    page.get_by_role("button", name="收件 Enter").click()
    page.get_by_role("alert").wait_for()
    assert axe(page) == []


def test_the_counter_works_with_scripts_off(browser, sign_in):
    page = sign_in(browser(width=1280, scripts=False), "gy_clerk")
    page.goto("/desk/")
    page.get_by_label(NUMBER).fill(lives.ZHANGSAN)
    page.get_by_role("button", name="识别").click()
    page.get_by_label("办什么？").fill("失业登记")
    page.get_by_role("button", name="找", exact=True).click()
    page.get_by_role("link", name="失业登记", exact=True).last.click()
    expect(page.get_by_role("button", name="按情形列出材料").first).to_be_visible()
