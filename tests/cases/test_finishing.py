"""The result and how it reaches the person: counter, post, electronically; then the follow-up (SYS-030, SYS-011)."""

from datetime import date, timedelta

import pytest

from yichuang.adapters.courier.simulator import Simulator
from yichuang.adapters.faults import Faults
from yichuang.cases import services, tasks
from yichuang.cases.models import Case, Delivery, FollowUp
from yichuang.cases.queries import cases
from yichuang.core import clock, ports
from yichuang.core.errors import Conflict, Forbidden, Invalid
from yichuang.core.ports import Unavailable

INSTANT, MAILED = "992014101002", "992014101005"


@pytest.fixture
def courier(monkeypatch, tmp_path):
    simulator = Simulator(Faults(), tmp_path, pace=timedelta(hours=1))
    others = ports.adapter
    monkeypatch.setattr(
        ports, "adapter", lambda kind: simulator if kind == "courier" else others(kind)
    )
    return simulator


@pytest.fixture
def mailed(submitted, officer, morning):
    def make(**answers):
        case = submitted(MAILED)
        if answers:
            case = Case.objects.get(pk=case.pk)
            case.form = case.form | answers
            case.save(update_fields=["form"])
        services.complete_instantly(
            case_id=case.uuid, officer=officer("gy_clerk"), now=morning, result="已补发"
        )
        return Case.objects.get(pk=case.pk)

    return make


def _give(case, officer, now, by="gy_issuer", signer="张三"):
    collector = services.Collector(signer)
    return services.deliver(
        case_id=case.uuid, actor="test", officer=by and officer(by), signer=collector, now=now
    )


def test_every_finished_case_has_one_delivery_and_an_unfinished_one_none(
    decided, submitted, officer, morning
):
    for case in (decided(), decided(outcome="deny"), decided("990514102006")):
        assert case.delivery.way == "electronic" and case.delivery.state == "waiting"
    for case in (
        submitted(),
        services.withdraw(case_id=submitted().uuid, actor="p", reason="", now=morning),
    ):
        assert not Delivery.objects.filter(case=case).exists()
        with pytest.raises(Conflict, match="没有要送的结果"):
            _give(case, officer, morning)
        with pytest.raises(Conflict):
            services.post_result(case_id=case.uuid, officer=officer("gy_issuer"), now=morning)
        with pytest.raises(Conflict):
            services.follow_up(
                case_id=case.uuid, officer=officer("gy_clerk"), remark="好", now=morning
            )


def test_a_result_at_the_counter_is_signed_for_once_and_opens_the_follow_up(
    decided, officer, morning
):
    case = decided(channel=1)
    assert case.delivery.way == "counter"
    with pytest.raises(Invalid, match="签收人"):
        _give(case, officer, morning, signer=" ")
    with pytest.raises(Forbidden):
        _give(case, officer, morning, by="yy_issuer")
    with pytest.raises(Forbidden, match="由窗口"):
        _give(case, officer, morning, by="")
    _give(case, officer, morning)
    assert Delivery.objects.get(case=case).state == "delivered"
    task = FollowUp.objects.get(case=case)
    assert (task.state, task.due_on) == ("open", date(2026, 11, 27))
    with pytest.raises(Conflict, match="已经送达"):
        _give(case, officer, morning)
    with pytest.raises(Invalid, match="回访"):
        services.follow_up(case_id=case.uuid, officer=officer("gy_clerk"), remark="", now=morning)
    assert (
        services.follow_up(
            case_id=case.uuid, officer=officer("gy_clerk"), remark="满意", now=morning
        ).note
        == "满意"
    )
    with pytest.raises(Conflict, match="没有等着的回访"):
        services.follow_up(
            case_id=case.uuid, officer=officer("gy_clerk"), remark="满意", now=morning
        )


def test_visits_are_counted_when_the_person_was_there(submitted, officer, morning):
    at_home, at_window = submitted(), submitted(channel=1)
    assert (at_home.visits, at_window.visits) == (0, 1)
    again = services.accept(
        case_id=at_window.uuid, officer=officer("gy_clerk"), now=morning, on_site=True
    )
    assert again.visits == 2
    assert [e.on_site for e in again.events.order_by("seq")] == [True, True]


def test_an_electronic_result_is_delivered_by_opening_it(decided, morning):
    case = decided()
    opened = morning + timedelta(hours=3)
    paper = services.open_result(case_id=case.uuid, actor="person:1", now=opened)
    services.open_result(case_id=case.uuid, actor="person:1", now=opened + timedelta(hours=1))
    delivery = Delivery.objects.get(case=case)
    assert (delivery.state, delivery.delivered_at, paper.kind) == (
        "delivered",
        opened,
        "completion",
    )
    assert [s.kind for s in cases.trail(case)].count("deliver") == 1
    assert FollowUp.objects.filter(case=case).count() == 1


def test_a_parcel_is_posted_once_and_its_way_is_shown(mailed, officer, courier, morning):
    case = mailed()
    assert (case.delivery.way, case.delivery.address) == ("mail", "朝天区示例街道3号（虚构）")
    with clock.frozen(morning):
        sent = services.post_result(case_id=case.uuid, officer=officer("gy_issuer"), now=morning)
        with pytest.raises(Conflict):
            services.post_result(case_id=case.uuid, officer=officer("gy_issuer"), now=morning)
    assert sent.waybill and case.uuid in cases.on_the_way()
    seen = []
    for hour in range(5):
        now = morning + timedelta(hours=hour, minutes=1)
        with clock.frozen(now):
            services.track_post(case_id=case.uuid, now=now)
            services.track_post(case_id=case.uuid, now=now)
        seen.append([e.state for e in sent.events.order_by("at")])
    assert seen[0] == ["已揽收"] and seen[-1] == ["已揽收", "运输中", "派送中", "已签收"]
    assert (Delivery.objects.get(case=case).state, FollowUp.objects.filter(case=case).count()) == (
        "delivered",
        1,
    )
    assert case.uuid not in cases.on_the_way()
    assert len(list(courier.posted.lines())) == 1


def test_a_parcel_that_comes_back_can_still_be_handed_out(mailed, officer, courier, morning):
    case = mailed(delivery_address="示例街道9号（查无此人）")
    with clock.frozen(morning):
        services.post_result(case_id=case.uuid, officer=officer("gy_issuer"), now=morning)
    with clock.frozen(morning + timedelta(hours=5)):
        back = services.track_post(case_id=case.uuid, now=clock.now())
    assert back.state == "returned" and not FollowUp.objects.filter(case=case).exists()
    _give(case, officer, morning + timedelta(days=1))
    assert Delivery.objects.get(case=case).state == "delivered"


def test_a_courier_that_does_not_answer_changes_nothing_and_is_asked_again(
    mailed, officer, courier, morning
):
    case = mailed()
    courier.faults.outage = True
    with pytest.raises(Unavailable):
        services.post_result(case_id=case.uuid, officer=officer("gy_issuer"), now=morning)
    before = Case.objects.get(pk=case.pk)
    assert (before.seq, before.delivery.state) == (case.seq, "waiting")
    courier.faults.outage = False
    courier.faults.lost_answers = 1
    with pytest.raises(Unavailable):
        services.post_result(case_id=case.uuid, officer=officer("gy_issuer"), now=morning)
    services.post_result(case_id=case.uuid, officer=officer("gy_issuer"), now=morning)
    assert len(list(courier.posted.lines())) == 1
    courier.faults.outage = True
    tasks.track_post(str(case.uuid))
    assert Delivery.objects.get(case=case).state == "sent"


def test_a_parcel_without_an_address_is_not_posted(mailed, officer, courier, morning):
    case = mailed(delivery_address="", postal_address="")
    with pytest.raises(Invalid, match="收件地址"):
        services.post_result(case_id=case.uuid, officer=officer("gy_issuer"), now=morning)


def test_a_parcel_posted_by_hand_has_its_number_noted_and_is_signed_for(mailed, officer, morning):
    case = mailed()
    with pytest.raises(Invalid, match="单号"):
        services.note_parcel(
            case_id=case.uuid, officer=officer("gy_issuer"), waybill=" ", now=morning
        )
    with pytest.raises(Forbidden):
        services.note_parcel(
            case_id=case.uuid, officer=officer("yy_issuer"), waybill="EMS1", now=morning
        )
    noted = services.note_parcel(
        case_id=case.uuid, officer=officer("gy_issuer"), waybill=" ems 123 ", now=morning
    )
    assert (noted.state, noted.waybill) == ("sent", "EMS123")
    with pytest.raises(Conflict):
        services.note_parcel(
            case_id=case.uuid, officer=officer("gy_issuer"), waybill="EMS2", now=morning
        )
    _give(case, officer, morning, signer="")
    assert Delivery.objects.get(case=case).state == "delivered"
