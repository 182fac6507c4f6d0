"""The acceptance sentences of the doors: phone, elder mode, switches of channels, ratings at a counter."""

import re
from datetime import timedelta

import pytest
import segno
from django.test import Client
from django.urls import reverse

from tests.api.conftest import ITEM, ZHANG
from tests.sites.console_admin.writer import Desk, text_of
from tests.sites.desk import lives
from yichuang.cases.models import Case
from yichuang.catalog import queries as catalog
from yichuang.core import clock, outbox
from yichuang.ratings.models import Invitation, Rating

pytestmark = pytest.mark.django_db
SICHUAN_BASELINE = 24
FOR_THE_PHONE = 93  # 掌上办: 92 of the common list, and 零工驿站 of 广元
# somebody else: one person has one open case of an item
LI = {"kind": "person", "name": "李四", "id_number": "510812196607089934"}
WANG = {"kind": "person", "name": "王五", "id_number": "510812197606209927"}
PHONE = "Mozilla/5.0 (iPhone) Mobile"
RESIDENT_PAGES = [
    "/",
    "/search/?q=%E7%A4%BE%E4%BF%9D%E5%8D%A1",
    f"/items/{ITEM}/",
    "/openness/",
    "/track/",
    "/halls/",
    "/help/",
    "/verify/",
]
AUDIT_PAGES = ["/console/audit/"]
OWN_PAGES = ["/my/", "/messages/", "/account/", "/apply/992014101002/", "/my/access/"]
DESK_PAGES = ["/desk/", "/desk/worklist/", "/desk/enquiries/", "/desk/followups/", "/desk/instant/"]
CONSOLE_PAGES = [
    "/console/",
    "/console/targets/",
    "/console/cases/",
    "/console/reports/",
    "/console/admin/items/",
]


@pytest.fixture(autouse=True)
def filled(world):
    """Packs and demo people."""


def test_sys_043_items_for_the_phone_are_counted_and_each_opens_on_a_phone():
    visitor = Client(headers={"user-agent": PHONE})
    count = int(re.search(r"手机能办(\d+)项", lives.words(visitor.get("/openness/"))).group(1))
    codes, number = set(), 0
    while len(codes) < count:
        number += 1
        page = visitor.get("/openness/mobile/", {"page": number}).content.decode()
        found = set(re.findall(r'<td[^>]*><a href="/items/([0-9A-Z]+)/', page))
        assert found - codes, f"{len(codes)} of {count} are listed"
        codes |= found
    assert len(codes) == count == FOR_THE_PHONE >= SICHUAN_BASELINE
    for code in sorted(codes)[::10]:
        assert visitor.get(f"/items/{code}/").status_code == 200
    page = lives.words(lives.signed_in("gy_supervisor").get("/console/online/"))
    assert "手机能办" in page


def test_sys_047_an_item_that_is_off_for_kiosks_is_hidden_and_refused_there_only(make_key):
    (_, kiosk), (_, online) = make_key(channel=4), make_key(channel=2)
    channels = Desk("tm_channel")
    body = kiosk.application(lives.BENEFIT)
    assert lives.BENEFIT in _listed(kiosk)
    channels.write(f"channels/{lives.BENEFIT}/kiosk/", state="off", reason="机器检修")
    assert lives.BENEFIT not in _listed(kiosk)
    assert kiosk.look(f"items/{lives.BENEFIT}").status_code == 404
    refused = kiosk.apply(body)
    assert (refused.status_code, refused.json()["code"]) == (404, "channel_off")
    assert lives.BENEFIT in _listed(online)
    assert online.apply(online.application(lives.BENEFIT, subject=LI)).status_code == 201
    channels.write(f"channels/{lives.BENEFIT}/kiosk/", state="on", reason="修好了")
    assert lives.BENEFIT in _listed(kiosk)
    assert kiosk.apply(body).status_code == 201


def _listed(caller) -> set[str]:
    """Every code that the list shows to this key."""
    found, cursor = set(), None
    while True:
        page = caller.look("items", limit=100, **({"cursor": cursor} if cursor else {})).json()
        found |= {row["code"] for row in page["items"]}
        cursor = page["next_cursor"]
        if not cursor:
            return found


def test_sys_047_every_case_keeps_the_channel_it_came_by(make_key):
    for channel, subject in ((2, ZHANG), (4, LI), (6, WANG)):
        _, caller = make_key(channel=channel)
        body = caller.application(lives.BENEFIT, subject=subject)
        number = caller.apply(body).json()["number"]
        assert Case.objects.get(number=number).channel == channel
    window = lives.signed_in("gy_clerk")
    walked = lives.taken(window, lives.UNEMPLOYED, lives.met(window))
    assert walked.channel == 1
    assert not Case.objects.filter(channel__isnull=True).exists()


@pytest.mark.parametrize(
    ("username", "pages"),
    [
        ("", RESIDENT_PAGES),
        ("zhangsan", OWN_PAGES),
        ("gy_clerk", DESK_PAGES),
        ("gy_supervisor", CONSOLE_PAGES),
        ("gy_auditor", AUDIT_PAGES),
    ],
    ids=["public", "own", "desk", "console", "audit"],
)
def test_sys_052_large_type_goes_on_and_off_on_every_page(username, pages):
    client = lives.signed_in(username) if username else Client()
    for path in pages:
        plain = client.get(path).content.decode()
        assert 'data-mode="elder"' not in plain.split("<body")[0], path
        large = client.get(_link(plain, "大字"))
        assert large["Location"] == path
        page = client.get(path).content.decode()
        assert 'data-mode="elder"' in page.split("<body")[0], path
        client.get(_link(page, "常规字"))
        assert 'data-mode="elder"' not in client.get(path).content.decode().split("<body")[0], path


def _link(page: str, words: str) -> str:
    """Where the link of these words leads."""
    links = re.findall(r'(?s)<a\b[^>]*href="(/prefs/[^"]*)"[^>]*>(.*?)</a>', page)
    return next(href for href, inner in links if words in inner).replace("&amp;", "&")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("username", "path"),
    [("gy_clerk", "/desk/"), ("gy_clerk", "/desk/worklist/"), ("gy_supervisor", "/console/")],
)
def test_sys_052_the_offices_pages_stay_whole_in_large_type(browser, sign_in, axe, username, path):
    page = sign_in(browser(width=1280), username)
    page.goto(path)
    page.get_by_role("link", name="大字").click()
    page.get_by_role("link", name="常规字").wait_for()
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_sys_095_the_code_at_the_counter_leads_to_the_clerk_and_a_second_rating_is_refused():
    clerk = lives.officer("gy_clerk")
    window = lives.signed_in("gy_clerk")
    case = lives.taken(window, lives.UNEMPLOYED, lives.met(window))
    while outbox.deliver():
        continue
    place = [clerk.organisation.uuid, clerk.window]
    poster = lives.signed_in("gy_clerk").get(reverse("rate_poster", args=place)).content.decode()
    image = Client().get(re.search(r'<img src="([^"]+)"', poster).group(1)).content.decode()
    address = reverse("rate_counter", args=place)
    assert _drawn(image) == _drawn(_code_of(address))
    behind = text_of(Client().get(address))
    assert clerk.organisation.name in behind
    assert clerk.window in behind

    shown = lives.signed_in("zhangsan").post(f"/my/cases/{case.uuid}/password/").content.decode()
    password = re.search(r'<b class="big2">(\d{6})', shown).group(1)
    phone = Client(headers={"user-agent": PHONE})
    found = phone.post(address, {"number": case.number, "password": password})
    assert found.status_code == 302
    page = text_of(phone.get(found["Location"]))
    assert catalog.guide(lives.UNEMPLOYED).name in page
    assert clerk.window in page
    for grade in ("非常满意", "满意", "基本满意", "不满意", "非常不满意"):
        assert f" {grade} " in page
    link = found["Location"].split("?")[0]
    assert "评好了" in text_of(phone.post(link, {"grade": "2", "reasons": ["D1"], "via": "qr"}))
    rating = Rating.objects.get(invitation__case=case)
    assert (rating.channel, rating.invitation.officer, rating.invitation.window) == (
        3,
        clerk,
        clerk.window,
    )
    again = phone.post(link, {"grade": "5", "via": "sms"})
    assert again.status_code == 409
    assert "已经评过" in text_of(again)
    assert "已经评过" in text_of(
        phone.get(phone.post(address, {"number": case.number, "password": password})["Location"])
    )
    assert Rating.objects.filter(invitation__case=case).count() == 1


def _code_of(address: str) -> str:
    from io import BytesIO

    from django.conf import settings

    out = BytesIO()
    segno.make(settings.BASE_URL + address, error="m").save(out, kind="svg", scale=8, border=4)
    return out.getvalue().decode()


def _drawn(svg: str) -> str:
    return re.search(r'd="([^"]+)"', svg).group(1)


@pytest.mark.parametrize(
    ("via", "agent", "channel"), [("sms", PHONE, 7), ("", PHONE, 2), ("", "Mozilla/5.0", 1)]
)
def test_sys_095_the_channel_of_a_rating_is_recorded(via, agent, channel):
    window = lives.signed_in("gy_clerk")
    case = lives.taken(window, lives.UNEMPLOYED, lives.met(window))
    registered = {"result": "已登记失业", "looked": "good"}
    lives.signed_in("gy_clerk").post(f"/desk/cases/{case.uuid}/instant/", registered)
    with clock.frozen(clock.now() + timedelta(minutes=1)):
        while outbox.deliver():
            continue
    invitation = Invitation.objects.get(case=case)
    visitor = Client(headers={"user-agent": agent})
    assert "评好了" in text_of(
        visitor.post(f"/rate/{invitation.token}/", {"grade": "5", "via": via})
    )
    assert Rating.objects.get(invitation=invitation).channel == channel
