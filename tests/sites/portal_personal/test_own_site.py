"""Who is signed in finds a site of his own: what he can do, what he began, where he lives.

An employer finds an employer's.
"""

import re
from pathlib import Path

import pytest
import yaml
from django.test import Client

from yichuang.catalog import queries as catalog
from yichuang.core import packs
from yichuang.sites import markup

pytestmark = pytest.mark.django_db
TEMPLATES = Path(markup.__file__).parent.parent / "templates"
EMPLOYER = "shilijia"
OTHER_NAMES = re.compile("我的(办件|件|事项|申请|业务)")


def text(response) -> str:
    return response.content.decode()


def codes(html: str) -> set[str]:
    return set(re.findall(r'href="/items/(\d{12})/"', html))


def serving(who: str) -> set[str]:
    return {row.code for row in catalog.items() if who in row.service_objects}


def test_an_employer_sees_on_its_pages_only_what_an_employer_can_do(signed_in):
    client = signed_in(EMPLOYER)
    for address in ("/", "/items/", "/items/?line=社会保险"):
        shown = codes(text(client.get(address)))
        assert len(shown) >= 10
        assert shown <= serving("单位")
    assert not codes(text(client.get("/items/?subject="))) <= serving("单位")


def test_the_life_events_of_an_employer_have_an_employers_names(signed_in, zhangsan):
    page = text(signed_in(EMPLOYER).get("/"))
    assert "招人了" in page and "失业了" not in page
    assert "招人了" not in text(zhangsan.get("/"))


@pytest.mark.parametrize("who", ["个人", "单位"])
def test_a_life_event_shows_only_what_the_visitor_can_do(client, world, who):
    for event in catalog.life_events():
        page = text(client.get(f"/events/{event['key']}/", {"who": who}))
        assert codes(page) <= serving(who), event["key"]


def test_a_life_event_asks_a_stranger_one_question_and_nobody_whom_it_knows(client, signed_in):
    address = "/events/hired/"
    assert text(client.get(address)).count("<legend>") == 1
    for username in ("zhangsan", EMPLOYER):
        assert "<legend>" not in text(signed_in(username).get(address))
    assert codes(text(signed_in(EMPLOYER).get(address))) <= serving("单位")


def test_every_event_of_an_employer_has_something_for_it(signed_in):
    client = signed_in(EMPLOYER)
    for event in catalog.life_events():
        if "employer" in event:
            page = text(client.get(f"/events/{event['key']}/"))
            assert codes(page), event["key"]
            assert event["employer"]["title"] in page


def test_what_was_begun_stands_on_the_first_page(zhangsan, draft):
    page = text(zhangsan.get("/"))
    assert "没填完" in page and f'href="/drafts/{draft.uuid}/' in page
    assert page.index("没填完") < page.index("遇到什么事了")
    assert "没填完" not in text(Client().get("/"))


def test_signing_in_brings_one_to_ones_own_place_and_signing_out_leads_away(client, world):
    words = {"username": "chenxiulan", "password": packs.read("demo/people.yaml")["password"]}
    assert "岳阳" not in text(client.get("/"))
    client.post("/accounts/login/", words)
    assert "岳阳" in text(client.get("/")) and "岳阳" in text(client.get("/halls/"))
    client.post("/accounts/logout/")
    assert "岳阳" not in text(client.get("/"))


def test_a_place_that_was_chosen_stays_chosen_after_signing_in(client, world):
    client.get("/place/?set=370202000000")
    client.post(
        "/accounts/login/",
        {"username": "chenxiulan", "password": packs.read("demo/people.yaml")["password"]},
    )
    assert "青岛" in text(client.get("/")) and "岳阳" not in text(client.get("/"))


def test_without_scripts_nothing_is_said_of_saving_by_itself(zhangsan, draft):
    page = text(zhangsan.get(f"/drafts/{draft.uuid}/form/"))
    seen = re.sub(r'<span class="js-only">.*?</span>', "", page, flags=re.S)
    assert "自动保存" in page and "自动" not in re.sub(r'data-autosave="[^"]*"', "", seen)


def test_no_page_of_the_portal_promises_to_save_by_itself_where_scripts_may_be_off():
    for path in (TEMPLATES / "portal").rglob("*.html"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert "自动保存" not in line or "js-only" in line, path.name
            assert "替您存着" not in line or "登录过期" in line, path.name


def test_one_thing_has_one_name():
    files = [*TEMPLATES.rglob("*.html"), *(packs.ROOT / "messages").glob("*.yaml")]
    assert [
        path.name for path in files if OTHER_NAMES.search(path.read_text(encoding="utf-8"))
    ] == []


def test_the_first_page_tells_the_fees_as_the_items_do(client, world):
    items = [
        yaml.safe_load(path.read_text(encoding="utf-8"))
        for path in (packs.ROOT / "items").glob("*.yaml")
    ]
    charged = [item["code"] for item in items if "费按" in item["fee"] or "标准" in item["fee"]]
    page = text(client.get("/"))
    assert charged and f"{len(charged)}项里的考试、评审、补卡费用" in page
    assert "都不收费" not in page


def test_large_letters_keep_the_hotline_and_the_family_in_reach(client, world):
    client.cookies["yi_mode"] = "elder"
    for address in ("/", "/items/990514206001/", "/halls/", "/help/"):
        page = text(client.get(address))
        head = page[: page.index("<main")]
        assert 'href="tel:12333"' in head and 'href="/help/#family"' in head
    assert 'id="family"' in text(client.get("/help/"))
