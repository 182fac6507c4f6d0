"""A refusal to accept says what may be done against it, and from which day, wherever its owner reads of it."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.cases.printed import printed
from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.core import clock, outbox
from yichuang.documents.models import Paper
from yichuang.notify.models import Message

READ_ON = datetime(2026, 11, 20, 10, tzinfo=clock.SHANGHAI)
OPEN = "期限从收到不予受理通知书那天起算，先在网上看到的从看到那天起算"
FROM_READING = "期限从2026年11月20日起算，那天在网上看到了不予受理通知书"
NO_ACCOUNT = "510812199203039950"  # 孙七
REVIEW = "行政复议向四川省广元市朝天区人民政府申请"


@pytest.fixture
def zhangsan(world):
    return lives.signed_in("zhangsan")


@pytest.mark.parametrize("ending", ("/", ".pdf"))
def test_the_day_on_which_it_was_seen_online_is_named_from_then_on(zhangsan, ending):
    """行政复议法 20: from the day on which one knows of it."""
    case = lives.refused(channel=1)
    page = f"/my/cases/{case.uuid}/"
    before = lives.words(zhangsan.get(page))
    assert "没有受理" in before and REVIEW in before and OPEN in before
    paper = services.issue_paper(case_id=case.uuid, kind="refusal", now=clock.now())
    for days in range(2):
        with clock.frozen(READ_ON + timedelta(days=days)):
            zhangsan.get(f"/my/papers/{paper.uuid}{ending}")
    assert Paper.objects.get(pk=paper.pk).read_at == READ_ON
    assert FROM_READING in lives.words(zhangsan.get(page))
    clerk = lives.signed_in("gy_clerk")
    assert FROM_READING in lives.words(clerk.get(f"/desk/cases/{case.uuid}/"))


def test_whoever_comes_by_number_and_password_reads_the_day_too(zhangsan):
    case = lives.refused(channel=1)
    paper = services.issue_paper(case_id=case.uuid, kind="refusal", now=clock.now())
    password = services.renew_password(case_id=case.uuid, actor="test")
    with clock.frozen(READ_ON):
        zhangsan.get(f"/my/papers/{paper.uuid}/")
    tracked = zhangsan.post("/track/", {"number": case.number, "password": password})
    assert FROM_READING in lives.words(tracked)


def test_an_officer_who_opens_it_is_not_its_owner(zhangsan):
    case = lives.refused(channel=1)
    paper = services.issue_paper(case_id=case.uuid, kind="refusal", now=clock.now())
    lives.signed_in("gy_clerk").get(f"/desk/cases/{case.uuid}/papers/refusal.pdf")
    assert Paper.objects.get(pk=paper.pk).read_at is None


def test_the_paper_says_where_the_day_is_named(zhangsan):
    case = lives.refused(channel=1)
    text = printed(case, clock.now(), "refusal")["refusal"]
    assert "哪天先在网上看到的，写在网上“我的事”里" in "".join(text.split())


def test_the_notice_is_handed_out_like_a_decision_and_its_terms_run_from_then(zhangsan):
    case = lives.refused(channel=1)
    issuer = lives.signed_in("gy_clerk")
    waiting = lives.words(issuer.get("/desk/issue/"))
    assert "不予受理·不予受理通知书" in waiting
    found = issuer.post("/desk/issue/", {"number": case.number})
    assert found["Location"] == f"/desk/issue/?list=counter&case={case.uuid}"
    page = f"/my/cases/{case.uuid}/"
    assert "没有受理，请来领通知书" in lives.words(zhangsan.get(page))
    with clock.frozen(READ_ON):
        _handed_out(case, case.person)
    said = lives.words(zhangsan.get(page))
    assert "期限从2026年11月20日起算，那天收到了不予受理通知书" in said
    receipt = "".join(printed(lives.again(case), clock.now())["delivery_receipt"].split())
    assert "《不予受理通知书》" in receipt and "张三" in receipt
    assert not hasattr(lives.again(case), "follow_up")


def _handed_out(case: Case, person) -> None:
    collector = services.Collector(person.name, number=person.id_number, relation="本人")
    services.deliver(
        case_id=case.uuid,
        actor="test",
        officer=lives.officer("gy_issuer"),
        signer=collector,
        now=clock.now(),
    )


def test_who_is_refused_at_a_window_is_handed_the_notice_there_also_of_what_is_done_at_once(world):
    case = lives.refused("992014101002", channel=1)
    assert (case.instant, case.channel, case.delivery.way) == (True, 1, "counter")


def test_a_notice_that_is_read_online_is_delivered_by_that(zhangsan):
    case = lives.refused()
    assert "点开看不予受理通知书" in lives.words(zhangsan.get(f"/my/cases/{case.uuid}/"))
    with clock.frozen(READ_ON):
        zhangsan.get(zhangsan.post(f"/my/cases/{case.uuid}/result/")["Location"])
    assert lives.again(case).delivery.delivered_at == READ_ON
    assert FROM_READING in lives.words(zhangsan.get(f"/my/cases/{case.uuid}/"))


def test_once_it_was_read_its_page_still_says_first_that_it_was_not_taken_on(zhangsan):
    """行政许可法 32: with why and what may be done; only then somebody is asked for marks."""
    case = lives.refused()
    _told()
    assert not Message.objects.filter(kind="rating_invited").exists()
    zhangsan.post(f"/my/cases/{case.uuid}/result/")
    _told()
    assert Message.objects.filter(kind="rating_invited").count() == 1
    head = lives.words(zhangsan.get(f"/my/cases/{case.uuid}/"))
    in_order = ("没有受理", "没有受理的原因：不归这里管", REVIEW, "请您评价")
    said = [head.index(words) for words in in_order]
    assert said == sorted(said)


def test_who_has_no_account_reads_where_the_notice_waits(world):
    """The reason stays with whose case it is, as that of a denial does."""
    subject = lives.person(NO_ACCOUNT)
    case = lives.refused(subject=subject, channel=1)
    office = case.organisation
    _told()
    message = Message.objects.get(kind="case_refused")
    assert f"通知书在{office.name}等您领" in message.sms_text
    password = services.renew_password(case_id=case.uuid, actor="test")
    tracked = Client().post("/track/", {"number": case.number, "password": password})
    said = lives.words(tracked)
    hours = "".join(office.open_hours.split())
    where = f"本人带证件到{office.name}（{office.address}；{hours}）领"
    assert "没有受理" in said and REVIEW in said and OPEN in said
    assert f"原因和依据写在不予受理通知书里：{where}" in said
    assert "不归这里管" not in said
    _handed_out(case, lives.person(NO_ACCOUNT))
    tracked = Client().post("/track/", {"number": case.number, "password": password})
    assert f"已经在{office.name}领走了" in lives.words(tracked)


def _told() -> None:
    while outbox.deliver():
        continue
