"""A result that waits stands on the first page of whose it is, until it was opened or fetched."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Delivery
from yichuang.core import clock

ITEMS = (lives.BENEFIT, lives.RULED, "990514102003")


def result(way, code=lives.BENEFIT):
    """A finished case of 张三 whose result waits in this way."""
    case = lives.decided(code, subject=lives.person(lives.ZHANGSAN))
    Delivery.objects.filter(case=case).update(way=way)
    return lives.again(case)


def mine(username="zhangsan"):
    """What the first page says under 我的事."""
    page = lives.signed_in(username).get("/").content.decode()
    return page[page.index("我的事") : page.index("遇到什么事了")]


def test_a_result_to_be_opened_stands_there_until_it_was_opened(world):
    case = result("electronic")
    link = f'href="/my/cases/{case.uuid}/"'
    assert "结果出来了" in mine() and link in mine() and "看结果" in mine()
    assert link not in mine("lisi")
    opened = lives.signed_in("zhangsan").post(f"/my/cases/{case.uuid}/result/")
    assert opened.status_code == 302
    assert link not in mine()


def test_a_result_to_be_fetched_says_where_until_it_was_handed_out(world):
    case = result("counter")
    shown = mine()
    assert "请来领结果" in shown and case.organisation.name in shown
    assert case.organisation.open_hours in shown
    services.deliver(
        case_id=case.uuid,
        actor="test",
        officer=lives.officer("gy_issuer"),
        signer=services.Collector("张三", number="510812198805129916"),
        now=clock.now(),
    )
    assert f'href="/my/cases/{case.uuid}/"' not in mine()


def test_a_result_that_is_sent_asks_nothing_of_its_owner(world):
    case = result("mail")
    assert f'href="/my/cases/{case.uuid}/"' not in mine()


def test_many_results_are_read_as_one_is(world):
    def statements():
        client = lives.signed_in("zhangsan")
        client.get("/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/")
        return len(asked)

    result("counter", ITEMS[0])
    one = statements()
    for code in ITEMS[1:]:
        result("electronic", code)
    ways = re.findall("(看结果|看决定书)<span", mine())  # what was cut or denied is read whole
    assert len(ways) == 2
    assert statements() == one
