"""What every courier must do."""

from datetime import datetime, timedelta

import pytest

from yichuang.adapters.courier.simulator import Simulator
from yichuang.adapters.faults import Faults
from yichuang.core import clock
from yichuang.core.ports import Rejected, Unavailable

ADAPTERS = {"simulator": Simulator}
STATES = {"已揽收", "运输中", "派送中", "已签收", "退回"}
PARCEL = {
    "key": "a",
    "recipient": "张三",
    "phone": "13900000001",
    "address": "演示路1号",
    "what": "证书",
}
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=clock.SHANGHAI)


@pytest.fixture(params=ADAPTERS.values(), ids=ADAPTERS)
def make(request, tmp_path):
    return lambda **faults: request.param(Faults(**faults), tmp_path)


def _track(courier, number, minutes):
    with clock.frozen(NOON + timedelta(minutes=minutes)):
        return courier.track(number=number)


def _post(courier, **changes):
    with clock.frozen(NOON):
        return courier.post(**PARCEL | changes)


def test_a_parcel_is_taken_and_ends_signed_for(make):
    courier = make()
    waybill = _post(courier)
    assert waybill.number and waybill.state == "已揽收"
    history = _track(courier, waybill.number, 60)
    assert [event.state for event in history] == ["已揽收", "运输中", "派送中", "已签收"]
    assert [event.at for event in history] == sorted(event.at for event in history)
    assert {event.state for event in history} <= STATES


def test_history_only_grows(make):
    courier = make()
    number = _post(courier).number
    earlier = ()
    for minutes in (0, 1, 2, 3, 60):
        later = _track(courier, number, minutes)
        assert later[: len(earlier)] == earlier
        earlier = later


def test_the_same_key_is_one_parcel_also_from_another_process(make):
    first, second = make(), make()
    numbers = {_post(first).number, _post(first).number, _post(second).number}
    assert len(numbers) == 1
    assert len(list(first.posted.lines())) == 1


def test_different_keys_are_different_parcels(make):
    courier = make()
    assert _post(courier).number != _post(courier, key="b").number


def test_no_address_and_unknown_numbers_are_refused(make):
    courier = make()
    with pytest.raises(Rejected):
        _post(courier, address=" ")
    with pytest.raises(Rejected):
        courier.track(number="nothing")


def test_an_outage_is_unavailable_and_ends(make):
    courier = make(outage=True)
    with pytest.raises(Unavailable):
        _post(courier)
    courier.faults.outage = False
    number = _post(courier).number
    courier.faults.outage_until = NOON + timedelta(minutes=5)
    with pytest.raises(Unavailable):
        _track(courier, number, 4)
    assert _track(courier, number, 5)


def test_a_lost_answer_is_asked_again_without_a_second_parcel(make):
    courier = make(lost_answers=1)
    with pytest.raises(Unavailable):
        _post(courier)
    _post(courier)
    assert len(list(courier.posted.lines())) == 1


def test_the_simulator_returns_what_the_readme_says_and_can_lie(tmp_path):
    courier = Simulator(folder=tmp_path)
    assert _track(courier, _post(courier, address="查无此人").number, 60)[-1].state == "退回"
    liar = Simulator(Faults(lie=True), tmp_path)
    assert _track(liar, _post(liar, key="b").number, 60)[-1].state == "派送中"
