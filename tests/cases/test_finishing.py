"""The result and how it reaches the person: counter, post, electronically; then the follow-up (SYS-030, SYS-011)."""

from datetime import date, timedelta

import pytest

from yichuang.cases import services
from yichuang.cases.models import Delivery, FollowUp
from yichuang.cases.queries import cases
from yichuang.core.errors import Conflict, Forbidden, Invalid

INSTANT = "992014101002"


def _give(case, officer, now, by="gy_issuer", signer="张三"):
    collector = services.Collector(signer, number="510812198805129916" if signer.strip() else "")
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
    with pytest.raises(Invalid, match="证件"):
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
        case_id=at_window.uuid,
        officer=officer("gy_clerk"),
        now=morning + timedelta(days=1),
        on_site=True,
    )
    assert again.visits == 2
    assert [e.on_site for e in again.events.order_by("seq")] == [True, True]


def test_an_electronic_result_is_delivered_by_opening_it(decided, morning):
    case = decided()
    opened = morning + timedelta(hours=3)
    paper = services.open_result(case_id=case.uuid, actor="person:1", now=opened)
    services.open_result(case_id=case.uuid, actor="person:1", now=opened + timedelta(hours=1))
    delivery = Delivery.objects.get(case=case)
    assert (delivery.state, delivery.delivered_at, paper.kind) == ("delivered", opened, "decision")
    assert [s.kind for s in cases.trail(case)].count("deliver") == 1
    assert FollowUp.objects.filter(case=case).count() == 1
