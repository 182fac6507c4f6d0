"""Every public page opens for anyone, stays quick, and says where to go on."""

import gzip
import re
from datetime import timedelta

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.sites.portal_public.conftest import MORNING
from yichuang.core import clock

pytestmark = pytest.mark.django_db
MONEY = "990514206001"
PAGES = [
    "/",
    "/search/?q=社保卡",
    "/search/?q=",
    "/search/?q=qqqqzzzz&line=社会保障卡",
    "/events/unemployed/",
    "/items/",
    "/items/?line=社会保险&subject=个人",
    f"/items/{MONEY}/",
    f"/items/{MONEY}/?version=1",
    "/place/",
    "/place/?in=510812000000",
    "/halls/",
    "/openness/",
    "/openness/procedure/",
    "/openness/basis/",
    "/openness/limits/",
    "/openness/sunk/?level=村",
    "/openness/speed/",
    "/openness/visits/",
    "/openness/cross/",
    "/openness/instant/",
    "/openness/mobile/",
    "/openness/results/",
    "/verify/",
    f"/ask/?item={MONEY}",
    "/help/",
    "/about/privacy/",
]


@pytest.mark.parametrize("address", PAGES)
def test_a_public_page_opens_without_scripts_and_without_anything_inline(client, world, address):
    page = client.get(address)
    html = page.content.decode()
    assert page.status_code == 200
    assert html.count("<h1") == 1
    assert " style=" not in html and not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=", html)
    assert "12333" in html


@pytest.mark.parametrize("address", ["/items/000000000000/", "/items/x/", "/events/nothing/", "/openness/nothing/",
                                     f"/items/{MONEY}/?version=99"])  # fmt: skip
def test_what_does_not_exist_says_so_and_leads_on(client, world, address):
    page = client.get(address)
    assert page.status_code == 404
    assert 'href="/"' in page.content.decode()


def test_the_home_page_counts_all_services_by_line(client, world):
    html = client.get("/").content.decode()
    assert "197项，" in html and "都不收费" not in html
    assert html.count('class="event"') == 10
    assert "<span>80项</span>" in html and "收入分配7项" in html
    assert f'href="/items/{MONEY}/">失业金怎么领' in html


@pytest.mark.parametrize("address", ["/", f"/items/{MONEY}/", "/search/?q=卡丢了"])
def test_a_page_made_before_costs_few_reads(client, world, address):
    client.get(address)
    with CaptureQueriesContext(connection) as reads:
        assert client.get(address).status_code == 200
    assert len(reads) <= 4


def test_an_unchanged_page_is_not_sent_twice(client, world):
    first = client.get(f"/items/{MONEY}/")
    assert "no-cache" in first["Cache-Control"] and "Cookie" in first["Vary"]
    again = client.get(f"/items/{MONEY}/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    client.cookies["yi_mode"] = "elder"
    assert (
        client.get(f"/items/{MONEY}/", headers={"If-None-Match": first["ETag"]}).status_code == 200
    )


def test_a_signed_in_page_is_never_kept(client, world):
    from yichuang.identity import queries as identity

    client.force_login(identity.user_for("zhangsan"), backend="yichuang.accounts.backends.Backend")
    page = client.get("/")
    assert page["Cache-Control"] == "private, no-store" and "ETag" not in page
    client.logout()
    assert "您好" not in client.get("/").content.decode()


def test_what_waits_for_the_applicant_comes_first(client, asked_for_more, submitted):
    from yichuang.identity import queries as identity

    submitted("992014203008")
    with clock.frozen(MORNING + timedelta(days=60)):
        user = identity.user_for("zhangsan")
        client.force_login(user, backend="yichuang.accounts.backends.Backend")
        html = client.get("/").content.decode()
    waiting = html[html.index("我的事") : html.index("全部服务")]
    assert waiting.index("失业登记：请补材料") < waiting.index("已超期")
    assert f"/my/cases/{asked_for_more}/" in waiting and "等您办" in waiting


def test_the_first_view_weighs_less_than_100_kilobytes(client, world):
    parts = [client.get("/").content]
    parts += [
        open(finders.find(f"yichuang/{name}"), "rb").read()
        for name in ("yichuang.css", "yi.js", "icon.svg")
    ]
    assert sum(len(gzip.compress(part)) for part in parts) < 100_000


def test_robots_keep_out_of_personal_pages_and_find_every_guide(client, world):
    robots = client.get("/robots.txt").content.decode()
    assert "Disallow: /my/" in robots
    sitemap = client.get("/sitemap.xml").content.decode()
    assert sitemap.count("<loc>") >= 197 + 10 and f"/items/{MONEY}/" in sitemap


def test_the_place_decides_whose_pages_these_are(client, world):
    assert "广元市朝天区人力资源和社会保障局" in client.get("/").content.decode()
    answer = client.get("/place/?set=370202000000&next=/openness/")
    assert answer["Location"] == "/openness/"
    assert "青岛市市南区人力资源和社会保障局" in client.get("/").content.decode()
    for wrong in ("110000000000", "x", "999999999999"):
        client.cookies["place"] = wrong
        assert "广元市朝天区" in client.get("/").content.decode()


def test_the_place_page_leads_nowhere_else(client, world):
    assert client.get("/place/?set=510812000000&next=https://elsewhere.example/")["Location"] == "/"
    assert client.get("/place/?in=110000000000").status_code == 200


def test_nobody_in_a_chosen_village_is_sent_past_the_nearest_window(client, world):
    from yichuang.accounts.models import ServiceArea

    area = ServiceArea.objects.select_related("organisation").filter(
        region__code__startswith="510812"
    )[0]
    client.get(f"/place/?set={area.region_id}")
    html = client.get("/halls/").content.decode()
    assert html.index(area.organisation.name) < html.index("政务服务中心")


@pytest.mark.parametrize("address", ["/", "/help/", "/openness/"])
def test_a_developer_finds_the_interface_at_the_foot_of_public_pages(client, world, address):
    foot = client.get(address).content.decode().partition("<footer")[2]
    assert 'href="/api/v1/docs"' in foot
    assert client.get("/api/v1/docs").status_code == 200
