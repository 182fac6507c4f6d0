"""People find an item in their own words, on the page and while typing."""

import re
from html import unescape

import pytest

from tests.sites.desk import lives
from yichuang.core import clock
from yichuang.identity import queries as identity

pytestmark = pytest.mark.django_db
CARD = {"992014301001", "992014301006", "992014301007"}


def found(page) -> list[str]:
    return list(dict.fromkeys(re.findall(r'href="/items/(\d{12})/"', page.content.decode())))


@pytest.mark.parametrize("query", ["社保卡", "sbk", "社宝卡"])
def test_the_card_is_found_by_name_first_letters_and_a_slip(client, world, query):
    assert CARD & set(found(client.get("/search/", {"q": query}))[:5])


def test_a_whole_sentence_finds_what_it_speaks_of(client, world):
    assert "992014301006" in found(client.get("/search/", {"q": "我的社保卡丢了怎么办"}))[:3]
    assert "990514206001" in found(client.get("/search/", {"q": "失业金怎么领"}))[:3]


def test_each_result_says_why_it_is_there(client, world):
    assert "大家也说“社保卡丢了”" in client.get("/search/", {"q": "社保卡丢了"}).content.decode()


def test_facets_narrow_and_the_rest_of_the_search_stays(client, world):
    page = client.get("/search/", {"q": "社保", "line": "社会保障卡"})
    html = page.content.decode()
    assert set(code[:7] for code in found(page)) == {"9920143"}
    assert (
        "q=%E7%A4%BE%E4%BF%9D&amp;line=%E7%A4%BE%E4%BC%9A%E4%BF%9D%E9%9A%9C%E5%8D%A1&amp;subject="
        in html
    )
    assert 'aria-current="true">社会保障卡' in html
    employers = found(client.get("/search/", {"q": "参保登记", "subject": "单位"}))
    assert "992014201001" in employers[:3]


def test_a_unit_finds_what_units_do_and_may_ask_for_the_rest(world):
    """By hand: 失业保险金 is a person's to apply for, 职业介绍补贴 a unit's."""
    of_persons, of_units = "990514206001", "990514206005"
    unit = lives.signed_in(identity.account_of(lives.employer()).username)
    own = unit.get("/search/", {"q": "失业"})
    assert of_units in found(own) and of_persons not in found(own)
    assert "谁来办：单位" in lives.words(own)
    (everything,) = set(re.findall(r'href="([^"]*)">不筛选', own.content.decode()))
    assert of_persons in found(unit.get(unescape(everything)))
    narrowed = unit.get("/search/", {"q": "失业", "subject": "", "line": "社会保险"})
    assert of_persons in found(narrowed)
    for link in re.findall(r'href="(/search/[^"]*)"', narrowed.content.decode()):
        assert "subject=" in link


def test_finding_nothing_shows_a_way_on(client, world):
    html = client.get("/search/", {"q": "qqqqzzzz", "event": "card"}).content.decode()
    assert "没有了" in html or "没有找到" in html
    assert "/events/card/" in html and "tel:12333" in html


def test_markup_in_a_query_stays_text(client, world):
    html = client.get("/search/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in html and "&lt;script&gt;" in html


def test_suggestions_come_while_typing(client, world):
    answer = client.get("/suggest/items/", {"q": "sbk"})
    results = answer.json()["results"]
    assert 1 <= len(results) <= 8 and all(one["href"].startswith("/items/") for one in results)
    assert any("社保卡" in one["label"] or "社会保障卡" in one["label"] for one in results)
    assert client.get("/suggest/items/", {"q": " "}).json() == {"results": []}


def test_an_event_of_life_lists_its_items_in_order(client, world):
    codes = found(client.get("/events/unemployed/"))
    assert codes[:3] == ["992014101002", "990514206001", "990514206002"]
    assert found(client.get("/events/unemployed/", {"who": "单位"})) == ["992014201004"]


def test_a_list_of_a_line_holds_only_that_line(client, world):
    html = client.get("/items/", {"line": "社会保障卡"}).content.decode()
    assert "10项" in html and {code[:7] for code in re.findall(r'/items/(\d{12})/"', html)} == {
        "9920143"
    }


def test_the_mark_changes_with_every_change_of_the_catalogue(world):
    from yichuang.catalog import queries, services

    seen = [queries.mark(), queries.mark()]
    assert seen[0] == seen[1]
    for on in (False, True):
        services.switch_channel(
            code="992014301006", channel="portal", enabled=on, actor="officer:1"
        )
        seen.append(queries.mark())
    services.set_implementation(
        code="992014301006",
        region="370200000000",
        differences={"hours": "周一至周六 9:00—12:00"},
        effective_from=clock.today(),
        actor="officer:1",
    )
    seen.append(queries.mark())
    assert len(set(seen)) == 4


def test_search_leaves_out_what_the_place_does_not_offer(world):
    from yichuang.catalog import queries, services

    assert queries.search("社保卡挂失", region="370202000000")[0].item.code == "992014301006"
    services.set_implementation(
        code="992014301006",
        region="370200000000",
        differences={"offered": False, "not_offered_reason": "由银行办"},
        effective_from=clock.today(),
        actor="officer:1",
    )
    here = [one.item.code for one in queries.search("社保卡挂失", region="370202000000")]
    assert "992014301006" not in here
    assert queries.search("社保卡挂失", region="510812000000")[0].item.code == "992014301006"


def test_what_others_do_is_said_before_the_look_alikes_and_ours_is_not(client, world):
    page = client.get("/search/", {"q": "公积金怎么取"}).content.decode()
    line = page.index("这件事不归人社办：住房公积金请找住房公积金管理中心")
    assert 'href="tel:12329"' in page
    assert line < page.index("最像的排在前面")
    assert "这件事不归人社办" not in client.get("/search/", {"q": "失业金"}).content.decode()
    listed = client.get("/api/v1/items", {"q": "公积金怎么取"}).json()
    assert set(listed) == {"items", "next_cursor"}
