"""Parcels in a real browser: the courier's number comes by itself, and every state of one is plain and fits."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.looking import complete_instantly
from tests.sites.desk import lives
from tests.sites.looking import become, findings
from yichuang.cases import tasks
from yichuang.cases.models import CaseEvent, Delivery
from yichuang.core import clock

pytestmark = pytest.mark.browser
MAILED = "992014101005"
STATES = {
    "awaited": {"asked": timedelta()},
    "silent": {"asked": timedelta(hours=1)},
    "refused": {"refusal": "这条街不派送"},
    "sent": {"state": "sent", "waybill": "YC0000000000001"},
    "asked where": {"state": "sent", "waybill": "YC0000000000002", "asked": timedelta()},
    "unknown": {"state": "sent", "waybill": "EMS1", "refusal": "快递查不到这个单号"},
    "returned": {"state": "returned", "waybill": "YC0000000000003"},
}


def finished():
    """A case whose result goes by post."""
    case = lives.submitted(MAILED)
    complete_instantly(
        case_id=case.uuid, officer=lives.officer("gy_clerk"), now=clock.now(), result="已补发"
    )
    return case


def parcel(*, state="waiting", waybill="", refusal=None, asked=None):
    """A result in a state of its way."""
    row = Delivery.objects.get(case=finished())
    row.state, row.waybill, row.refusal = state, waybill, refusal
    if asked is not None:
        row.asked_at = clock.now() - asked
        row.asked_by = lives.officer("gy_issuer")
    row.save()
    return row.case.uuid


def test_the_number_comes_while_the_officer_looks(browser, axe, real_db):
    case = finished()
    page = browser(width=1280)
    become(page, "gy_issuer")
    page.goto("/desk/issue/?list=mail")
    form = page.locator(f"form[action='/desk/issue/{case.uuid}/post/']")
    form.get_by_role("button").click()
    box = page.locator(f"[data-from='/desk/issue/{case.uuid}/where/']")
    expect(box).to_contain_text("正在联系快递")
    assert axe(page) == []
    tasks.post_parcel(str(case.uuid))
    number = Delivery.objects.get(case=case).waybill
    expect(box).to_contain_text(number, timeout=20_000)


def test_every_state_of_a_parcel_is_plain_and_fits(browser, axe, real_db):
    cases = [parcel(**state) for state in STATES.values()]
    page = browser(width=1280)
    become(page, "gy_issuer")
    addresses = [f"/desk/issue/?list={key}" for key in ("mail", "sent", "returned")]
    addresses += [f"/desk/issue/{case}/where/" for case in cases]
    found = [line for address in addresses for line in findings(page, axe, address)]
    assert "\n".join(found) == ""


def test_a_double_press_is_one_press(browser, real_db):
    asked, signed = parcel(**STATES["sent"]), parcel(**STATES["unknown"])
    page = browser(width=1280)
    become(page, "gy_issuer")
    for case, verb, told in (
        (asked, "track", "正在问快递"),
        (signed, "deliver", "记下了，已签收。"),
    ):
        page.goto("/desk/issue/?list=sent")
        sent = []
        page.on("request", lambda request, sent=sent: sent.append(request.method))
        page.locator(f"form[action='/desk/issue/{case}/{verb}/'] button").dblclick()
        expect(page.get_by_text(told).first).to_be_visible()
        assert sent.count("POST") == 1
    trail = CaseEvent.objects.filter(case__uuid=signed, kind="deliver")
    assert trail.count() == 1


TOPS = """list => [...list.children].map(row =>
    [...row.children].map(part => Math.round(part.getBoundingClientRect().top)))"""


@pytest.mark.parametrize("width", [375, 1280])
def test_icon_words_and_buttons_of_a_row_begin_in_one_line(browser, real_db, width):
    to_fetch = lives.decided("992014401001", channel=1)
    finished()
    page = browser(width=width)
    become(page, "gy_issuer")
    for kind in ("counter", "mail"):
        page.goto(f"/desk/issue/?list={kind}")
        rows = page.locator("ul.list-top").evaluate(TOPS)
        for icon, words, buttons in rows:
            assert abs(icon - words) <= 6, (kind, rows)
            if width > 375:
                assert abs(words - buttons) <= 1, (kind, rows)
    assert to_fetch.open is False
