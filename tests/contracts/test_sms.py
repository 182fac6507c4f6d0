"""What every short-message gateway must do."""

import pytest

from yichuang.adapters.faults import Faults
from yichuang.adapters.sms.simulator import Simulator
from yichuang.core.ports import Rejected, Unavailable

ADAPTERS = {"simulator": Simulator}
MESSAGE = {"phone": "13900000001", "text": "【一窗】已收到", "key": "a"}


@pytest.fixture(params=ADAPTERS.values(), ids=ADAPTERS)
def make(request, tmp_path):
    return lambda **faults: request.param(Faults(**faults), tmp_path)


def test_a_message_is_sent_and_arrives(make):
    gateway = make()
    receipt = gateway.send(**MESSAGE)
    assert receipt
    assert gateway.state(receipt=receipt) == "delivered"
    assert [line["text"] for line in gateway.sent.lines()] == [MESSAGE["text"]]


def test_the_same_key_sends_once_and_gives_the_same_receipt_also_from_another_process(make):
    first, second = make(), make()
    receipts = {first.send(**MESSAGE), first.send(**MESSAGE), second.send(**MESSAGE)}
    assert len(receipts) == 1
    assert len(list(second.sent.lines())) == 1


def test_different_keys_are_different_messages(make):
    gateway = make()
    assert gateway.send(**MESSAGE) != gateway.send(**MESSAGE | {"key": "b"})
    assert len(list(gateway.sent.lines())) == 2


@pytest.mark.parametrize("phone", ["", "12345", "0839-3260000", "139000000011"])
def test_a_phone_that_cannot_get_messages_is_refused_for_good(make, phone):
    gateway = make()
    with pytest.raises(Rejected):
        gateway.send(**MESSAGE | {"phone": phone})
    assert not list(gateway.sent.lines())


def test_an_outage_is_unavailable_and_ends(make):
    gateway = make(outage=True)
    with pytest.raises(Unavailable):
        gateway.send(**MESSAGE)
    gateway.faults.outage = False
    assert gateway.state(receipt=gateway.send(**MESSAGE)) == "delivered"
    assert len(list(gateway.sent.lines())) == 1


def test_a_lost_answer_is_asked_again_without_a_second_message(make):
    gateway = make(lost_answers=1)
    with pytest.raises(Unavailable):
        gateway.send(**MESSAGE)
    assert len(list(gateway.sent.lines())) == 1
    gateway.send(**MESSAGE)
    assert len(list(gateway.sent.lines())) == 1


def test_an_unknown_receipt_is_refused(make):
    with pytest.raises(Rejected):
        make().state(receipt="nothing")


def test_the_simulator_can_lie_double_and_be_slow(tmp_path):
    naps = []
    gateway = Simulator(Faults(lie=True, duplicate=True, delay=3, sleep=naps.append), tmp_path)
    receipt = gateway.send(**MESSAGE)
    assert gateway.state(receipt=receipt) == "undelivered"
    assert len(list(gateway.sent.lines())) == 2
    assert naps == [3, 3] and gateway.faults.calls == 2


def test_the_demo_phones_fail_as_the_readme_says(tmp_path):
    gateway = Simulator(folder=tmp_path)
    with pytest.raises(Unavailable):
        gateway.send(**MESSAGE | {"phone": "13900009999"})
    with pytest.raises(Rejected):
        gateway.send(**MESSAGE | {"phone": "13900009998"})
