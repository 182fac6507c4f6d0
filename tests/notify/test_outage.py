"""The gateway goes away for 300 seconds and loses answers: none is lost, none is doubled."""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from yichuang.adapters.faults import Faults
from yichuang.adapters.sms.simulator import Simulator
from yichuang.core import clock, jobs, ports
from yichuang.notify import queries, rules, services, tasks
from yichuang.notify.models import Message

pytestmark = pytest.mark.django_db
BEGAN = datetime(2026, 11, 20, 9, 0, tzinfo=clock.SHANGHAI)


@pytest.fixture
def gateway(monkeypatch, tmp_path):
    simulator = Simulator(Faults(), tmp_path)
    monkeypatch.setattr(ports, "adapter", lambda kind: simulator)
    return simulator


def _send(key, phone="13900000001"):
    return services.send(
        recipient="person:1",
        kind="case_decided",
        context={"item": "失业登记", "number": key},
        key=key,
        phone=phone,
    )


def _texts(gateway):
    return Counter(line["text"] for line in gateway.sent.lines())


def test_an_ordinary_message_is_sent_once_and_found_delivered(gateway):
    message = _send("a")
    tasks.send_sms(message_id=message.pk)
    tasks.send_sms(message_id=message.pk)
    tasks.ask_delivery(timestamp=0)
    message.refresh_from_db()
    assert (message.sms_state, message.attempts) == ("delivered", 1)
    assert list(_texts(gateway).values()) == [1]


def test_a_refusal_is_final_and_the_inbox_keeps_the_message(gateway):
    message = _send("a", phone="13900009998")
    tasks.send_sms(message_id=message.pk)
    message.refresh_from_db()
    assert message.sms_state == "failed" and message.title
    with clock.frozen(clock.now() + timedelta(days=1)):
        tasks.send_waiting(timestamp=0)
    assert not _texts(gateway)


def test_a_message_that_the_gateway_took_and_dropped_is_found_out(gateway):
    gateway.faults.lie = True
    message = _send("a")
    tasks.send_sms(message_id=message.pk)
    tasks.ask_delivery(timestamp=0)
    message.refresh_from_db()
    assert message.sms_state == "failed"


def test_three_hundred_seconds_without_a_gateway_lose_none_and_double_none(gateway):
    dice = random.Random(20261120)
    gateway.faults.outage_until = BEGAN + timedelta(seconds=300)
    count = 0
    for second in range(0, 720, 20):
        with clock.frozen(BEGAN + timedelta(seconds=second)):
            if second < 400:
                for _ in range(6):
                    count += 1
                    message = _send(f"m{count}")
                    if dice.random() < 0.9:  # the others' worker died before the first try
                        tasks.send_sms(message_id=message.pk)
            gateway.faults.lost_answers = dice.randint(0, 2)
            tasks.send_waiting(timestamp=0)
    assert Counter(Message.objects.values_list("sms_state", flat=True)) == {"sent": count}
    assert len(_texts(gateway)) == count
    assert set(_texts(gateway).values()) == {1}


def test_the_sweep_leaves_a_dead_gateway_alone_after_a_few_tries(gateway):
    for n in range(20):
        _send(f"m{n}")
    gateway.faults.outage = True
    assert services.send_waiting(now=clock.now()) == 0
    assert gateway.faults.calls == services.GIVE_UP_AFTER


def test_one_message_that_never_gets_an_answer_does_not_hold_up_the_others(gateway):
    for n in range(5):
        _send(f"dead{n}", phone="13900009999")
    good = [_send(f"good{n}") for n in range(5)]
    for minute in range(1, 5):
        with clock.frozen(clock.now() + timedelta(minutes=minute)):
            tasks.send_waiting(timestamp=0)
    assert set(
        Message.objects.filter(pk__in=[m.pk for m in good]).values_list("sms_state", flat=True)
    ) == {"sent"}


def test_pauses_grow_to_a_minute_and_no_further():
    pauses = [(rules.next_try(n, BEGAN) - BEGAN).total_seconds() for n in (1, 2, 3, 4, 5, 50)]
    assert pauses == [4, 8, 16, 32, 60, 60]


def test_the_demo_shows_what_was_sent_and_nothing_outside_the_demo(gateway, settings):
    services.send_now(
        kind="reset_code", context={"code": "123456", "minutes": 10}, phone="13900000001", key="a"
    )
    services.send_now(
        kind="reset_code", context={"code": "654321", "minutes": 10}, phone="13900000002", key="b"
    )
    assert [row["phone"] for row in queries.demo_short_messages(limit=5)] == [
        "13900000002",
        "13900000001",
    ]
    assert "654321" in queries.demo_short_messages(limit=1)[0]["text"]
    settings.DEMO = False
    assert queries.demo_short_messages() == []


def test_a_message_that_nobody_foresaw_stops_no_other(gateway, monkeypatch):
    messages = [_send(key) for key in "abc"]
    send, poison = gateway.send, str(messages[0].uuid)

    def sending(*, key, **more):
        if key == poison:
            raise KeyError("surprise")
        return send(key=key, **more)

    monkeypatch.setattr(gateway, "send", sending)
    with pytest.raises(jobs.Unfinished, match="1 failed, 2 done"):
        tasks.send_waiting(timestamp=0)
    states = (
        Message.objects.filter(pk__in=[m.pk for m in messages])
        .order_by("id")
        .values_list("sms_state", flat=True)
    )
    assert list(states) == ["waiting", "sent", "sent"]
