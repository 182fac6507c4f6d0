"""A denial is called one on every page of whose it is, before and after it was opened, however it comes to them."""

import re
from datetime import datetime, timedelta

import pytest

from tests.cases.printed import printed
from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Delivery
from yichuang.core import clock

WAYS = ("electronic", "counter", "mail")
SUCCESS = ("办好了", "结果出来了")
REMEDIES = "行政复议60日内、行政诉讼6个月内"


def denial(way):
    """A closed case of 张三 that was not granted, whose decision comes in this way."""
    case = lives.denied(subject=lives.person(lives.ZHANGSAN))
    Delivery.objects.filter(case=case).update(way=way)
    return lives.again(case)


def around(page, link):
    """The words of the row that this link stands in."""
    at = page.index(link)
    begin = max(page.rindex("<li", 0, at), 0)
    return page[begin : page.index("</li>", at)]


@pytest.fixture
def zhangsan(world):
    return lives.signed_in("zhangsan")


@pytest.mark.parametrize("way", WAYS)
def test_the_lists_and_the_page_of_a_denied_case_say_so(zhangsan, way):
    case = denial(way)
    link = f"/my/cases/{case.uuid}/"
    rows = [around(zhangsan.get("/my/").content.decode(), link)]
    if way != "mail":
        rows.append(around(zhangsan.get("/").content.decode(), link))
    rows.append(zhangsan.get(link).content.decode())
    for row in rows:
        assert "没有同意" in row
        assert not any(word in row for word in SUCCESS)
    assert REMEDIES in rows[-1]


def test_a_denial_that_was_opened_still_says_what_may_be_done(zhangsan):
    case = denial("electronic")
    zhangsan.post(f"/my/cases/{case.uuid}/result/")
    assert lives.again(case).delivery.state == "delivered"
    shown = zhangsan.get(f"/my/cases/{case.uuid}/").content.decode()
    head = shown[: shown.index("办到哪了")]
    assert "没有同意" in head and REMEDIES in head
    assert not any(word in head for word in SUCCESS)


def test_the_reason_does_not_run_into_the_link_to_its_paper(zhangsan):
    case = denial("electronic")
    services.issue_paper(case_id=case.uuid, kind="decision", now=clock.now())
    shown = zhangsan.get(f"/my/cases/{case.uuid}/").content.decode()
    trail = shown[shown.index("<h3>没有同意") : shown.index("<h3>已办结")]
    assert re.search(r"缴费不满一年(&#32;|\s)+<a ", trail), trail


@pytest.mark.parametrize("ending", ("/", ".pdf"))
def test_whichever_link_opens_the_decision_delivers_it(zhangsan, ending):
    case = denial("electronic")
    decision = services.issue_paper(case_id=case.uuid, kind="decision", now=clock.now())
    receipt = services.issue_paper(case_id=case.uuid, kind="receipt", now=clock.now())
    assert zhangsan.get(f"/my/papers/{receipt.uuid}{ending}").status_code == 200
    assert lives.again(case).delivery.state == "waiting"
    for _ in range(2):
        assert zhangsan.get(f"/my/papers/{decision.uuid}{ending}").status_code == 200
    assert lives.again(case).delivery.state == "delivered"
    assert case.events.filter(kind="deliver").count() == 1


READ_ON = datetime(2026, 11, 20, 10, tzinfo=clock.SHANGHAI)
FROM_READING = "期限从2026年11月20日起算，那天在网上看到了决定书"
FROM_SERVICE = "期限从2026年11月20日起算，那天收到了决定书"


@pytest.mark.parametrize("way", ("counter", "mail"))
def test_a_decision_read_online_before_it_is_handed_out_says_from_when_the_terms_run(zhangsan, way):
    """行政复议法 20, 行政诉讼法 46: from the day on which one knows of it, once, wherever it is said."""
    case = denial(way)
    page = f"/my/cases/{case.uuid}/"
    assert "先在网上看到的从看到那天起算" in zhangsan.get(page).content.decode()
    decision = services.issue_paper(case_id=case.uuid, kind="decision", now=clock.now())
    with clock.frozen(READ_ON):
        zhangsan.get(f"/my/papers/{decision.uuid}/")
    with clock.frozen(READ_ON + timedelta(days=3)):
        zhangsan.get(f"/my/papers/{decision.uuid}/")
        assert FROM_READING in zhangsan.get(page).content.decode()
    delivery = lives.again(case).delivery
    assert (delivery.state, delivery.read_at) == ("waiting", READ_ON)
    Delivery.objects.filter(case=case).update(delivered_at=READ_ON + timedelta(days=5))
    assert FROM_READING in zhangsan.get(page).content.decode()
    assert FROM_READING in lives.words(
        lives.signed_in("gy_reviewer").get(f"/desk/cases/{case.uuid}/")
    )


def test_what_was_handed_out_first_runs_from_that_day(zhangsan):
    case = denial("counter")
    Delivery.objects.filter(case=case).update(state="delivered", delivered_at=READ_ON)
    assert FROM_SERVICE in zhangsan.get(f"/my/cases/{case.uuid}/").content.decode()


def test_a_grant_that_is_read_before_it_is_handed_out_is_no_matter_of_terms(zhangsan):
    case = lives.decided(subject=lives.person(lives.ZHANGSAN), channel=1)
    decision = services.issue_paper(case_id=case.uuid, kind="decision", now=clock.now())
    zhangsan.get(f"/my/papers/{decision.uuid}/")
    assert lives.again(case).delivery.read_at is None


def test_tracking_says_where_the_decision_is_and_the_notice_asks_for_no_rating(world):
    case = denial("counter")
    password = services.renew_password(case_id=case.uuid, actor="test")
    track = {"number": case.number, "password": password}
    page = lives.words(lives.Client().post("/track/", track))
    assert "原因写在决定书里：本人带证件到" in page
    assert REMEDIES in page
    notice = printed(case, clock.now())["completion"]
    text = "".join(notice.split())
    assert REMEDIES in text
    assert "作出评价" not in text
    assert "对这次服务，您可以在进度页作出评价。" in "".join(
        printed(lives.decided(), clock.now())["completion"].split()
    )
