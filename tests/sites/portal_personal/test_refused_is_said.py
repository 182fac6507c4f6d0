"""A refusal to accept says what may be done against it, and from which day, wherever its owner reads of it."""

from datetime import datetime, timedelta

import pytest

from tests.cases.printed import printed
from tests.sites.desk import lives
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.core import clock
from yichuang.documents.models import Paper

READ_ON = datetime(2026, 11, 20, 10, tzinfo=clock.SHANGHAI)
OPEN = "期限从收到不予受理通知书那天起算，先在网上看到的从看到那天起算"
FROM_READING = "期限从2026年11月20日起算，那天在网上看到了不予受理通知书"
REVIEW = "行政复议向四川省广元市朝天区人民政府申请"


def refused(code: str = lives.BENEFIT) -> Case:
    """A case of 张三 that was not taken on."""
    case = lives.submitted(code, subject=lives.person(lives.ZHANGSAN), channel=1)
    services.refuse(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        reason="不归这里管",
        basis="《行政许可法》第三十二条",
        now=clock.now(),
    )
    return lives.again(case)


@pytest.fixture
def zhangsan(world):
    return lives.signed_in("zhangsan")


@pytest.mark.parametrize("ending", ("/", ".pdf"))
def test_the_day_on_which_it_was_seen_online_is_named_from_then_on(zhangsan, ending):
    """行政复议法 20: from the day on which one knows of it."""
    case = refused()
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
    case = refused()
    paper = services.issue_paper(case_id=case.uuid, kind="refusal", now=clock.now())
    password = services.renew_password(case_id=case.uuid, actor="test")
    with clock.frozen(READ_ON):
        zhangsan.get(f"/my/papers/{paper.uuid}/")
    tracked = zhangsan.post("/track/", {"number": case.number, "password": password})
    assert FROM_READING in lives.words(tracked)


def test_an_officer_who_opens_it_is_not_its_owner(zhangsan):
    case = refused()
    paper = services.issue_paper(case_id=case.uuid, kind="refusal", now=clock.now())
    lives.signed_in("gy_clerk").get(f"/desk/cases/{case.uuid}/papers/refusal.pdf")
    assert Paper.objects.get(pk=paper.pk).read_at is None


def test_the_paper_says_where_the_day_is_named(zhangsan):
    case = refused()
    text = printed(case, clock.now(), "refusal")["refusal"]
    assert "哪天先在网上看到的，写在网上“我的事”里" in "".join(text.split())


def test_the_notice_is_handed_out_like_a_decision_and_its_terms_run_from_then(zhangsan):
    case = refused()
    issuer = lives.signed_in("gy_clerk")
    waiting = lives.words(issuer.get("/desk/issue/"))
    assert "不予受理·不予受理通知书" in waiting
    found = issuer.post("/desk/issue/", {"number": case.number})
    assert found["Location"] == f"/desk/issue/?list=counter&case={case.uuid}"
    page = f"/my/cases/{case.uuid}/"
    assert "没有受理，请来领通知书" in lives.words(zhangsan.get(page))
    collector = services.Collector("张三", number=lives.ZHANGSAN, relation="本人")
    with clock.frozen(READ_ON):
        services.deliver(
            case_id=case.uuid,
            actor="test",
            officer=lives.officer("gy_issuer"),
            signer=collector,
            now=clock.now(),
        )
    said = lives.words(zhangsan.get(page))
    assert "期限从2026年11月20日起算，那天收到了不予受理通知书" in said
    receipt = "".join(printed(lives.again(case), clock.now())["delivery_receipt"].split())
    assert "《不予受理通知书》" in receipt and "张三" in receipt
    assert not hasattr(lives.again(case), "follow_up")


def test_who_is_refused_at_a_window_is_handed_the_notice_there_also_of_what_is_done_at_once(world):
    case = lives.again(refused("992014101002"))
    assert (case.instant, case.channel, case.delivery.way) == (True, 1, "counter")


def test_a_notice_that_is_read_online_is_delivered_by_that(zhangsan):
    case = lives.submitted(lives.BENEFIT, subject=lives.person(lives.ZHANGSAN), channel=2)
    services.refuse(
        case_id=case.uuid,
        officer=lives.officer("gy_clerk"),
        reason="不归这里管",
        basis="《行政许可法》第三十二条",
        now=clock.now(),
    )
    assert "点开看不予受理通知书" in lives.words(zhangsan.get(f"/my/cases/{case.uuid}/"))
    with clock.frozen(READ_ON):
        zhangsan.get(zhangsan.post(f"/my/cases/{case.uuid}/result/")["Location"])
    assert lives.again(case).delivery.delivered_at == READ_ON
    assert FROM_READING in lives.words(zhangsan.get(f"/my/cases/{case.uuid}/"))
