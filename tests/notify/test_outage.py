"""The gateway goes away for 300 seconds and loses answers: none is lost, none is doubled."""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from yichuang.adapters.faults import Faults
from yichuang.adapters.sms.simulator import Simulator
from yichuang.core import breaker, clock, jobs, ports
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
    services.send(
        recipient="person:1",
        kind="case_decided",
        context={"item": "失业登记", "number": key, "where": ""},
        key=key,
        phone=phone,
    )
    return Message.objects.get(key=key)


def _hand_over():
    """Until nothing waits whose time has come; how many tries that took."""
    tries = 0
    while taken := services.send_waiting(now=clock.now()):
        tries += taken
    return tries


def _texts(gateway):
    return Counter(line["text"] for line in gateway.sent.lines())


def test_an_ordinary_message_is_sent_once_and_found_delivered(gateway):
    message = _send("a")
    assert _hand_over() == 1 and _hand_over() == 0
    tasks.ask_delivery(timestamp=0)
    message.refresh_from_db()
    assert (message.sms_state, message.attempts) == ("delivered", 1)
    assert list(_texts(gateway).values()) == [1]


def test_a_refusal_is_final_and_the_inbox_keeps_the_message(gateway):
    message = _send("a", phone="13900009998")
    _hand_over()
    message.refresh_from_db()
    assert message.sms_state == "failed" and message.title
    with clock.frozen(clock.now() + timedelta(days=1)):
        assert _hand_over() == 0
    assert not _texts(gateway)


def test_a_message_that_the_gateway_took_and_dropped_is_found_out(gateway):
    gateway.faults.lie = True
    message = _send("a")
    _hand_over()
    tasks.ask_delivery(timestamp=0)
    message.refresh_from_db()
    assert message.sms_state == "failed"


def test_messages_that_the_gateway_never_settles_keep_no_others_from_being_asked_for(
    gateway, monkeypatch
):
    monkeypatch.setattr(services, "SWEEP", 2)
    asked = set()

    def state(receipt):
        asked.add(receipt)
        return "accepted"

    monkeypatch.setattr(gateway, "state", state)
    for n in range(5):
        _send(f"m{n}")
    _hand_over()
    now = clock.now()
    for minute in range(3):
        services.ask_delivery(now=now + timedelta(minutes=minute))
    assert asked == set(Message.objects.values_list("sms_receipt", flat=True))
    assert len(asked) == 5


def test_three_hundred_seconds_without_a_gateway_lose_none_and_double_none(gateway):
    dice = random.Random(20261120)
    gateway.faults.outage_until = BEGAN + timedelta(seconds=300)
    count = 0
    for second in range(0, 720, 20):
        with clock.frozen(BEGAN + timedelta(seconds=second)):
            if second < 400:
                for _ in range(6):
                    count += 1
                    _send(f"m{count}")
                    if dice.random() < 0.5:
                        tasks.send_waiting()
            gateway.faults.lost_answers = dice.randint(0, 2)
            tasks.send_waiting()
    assert Counter(Message.objects.values_list("sms_state", flat=True)) == {"sent": count}
    assert len(_texts(gateway)) == count
    assert set(_texts(gateway).values()) == {1}


def test_the_sweep_leaves_a_dead_gateway_alone_after_a_few_tries(gateway):
    for n in range(20):
        _send(f"m{n}")
    gateway.faults.outage = True
    assert services.send_waiting(now=clock.now()) == 20
    assert services.send_waiting(now=clock.now()) == 0
    assert gateway.faults.calls == breaker.FAILURES


def test_one_message_that_never_gets_an_answer_does_not_hold_up_the_others(gateway):
    for n in range(5):
        _send(f"dead{n}", phone="13900009999")
    good = [_send(f"good{n}") for n in range(5)]
    for minute in range(1, 5):
        with clock.frozen(clock.now() + timedelta(minutes=minute)):
            tasks.send_waiting()
    assert set(
        Message.objects.filter(pk__in=[m.pk for m in good]).values_list("sms_state", flat=True)
    ) == {"sent"}


def test_pauses_grow_to_a_minute_and_no_further():
    pauses = [(rules.next_try(n, BEGAN) - BEGAN).total_seconds() for n in (1, 2, 3, 4, 5, 50)]
    assert pauses == [4, 8, 16, 32, 60, 60]


def test_a_worker_killed_before_it_wrote_the_answers_lets_nothing_be_sent_twice(
    gateway, monkeypatch
):
    for n in range(5):
        _send(f"m{n}")

    def killed(messages):
        raise SystemExit

    with monkeypatch.context() as patched, pytest.raises(SystemExit):
        patched.setattr(services, "_write_answers", killed)
        tasks.send_waiting()
    assert len(_texts(gateway)) == 5 and _hand_over() == 0
    with clock.frozen(clock.now() + services.ONE_TRY):
        assert _hand_over() == 5
    assert Counter(Message.objects.values_list("sms_state", flat=True)) == {"sent": 5}
    assert set(_texts(gateway).values()) == {1}


def test_as_many_as_a_batch_holds_are_taken_and_written_in_two_statements(
    gateway, django_assert_num_queries
):
    for n in range(services.AT_A_TIME + 1):
        _send(f"m{n}", phone="13900009998" if n % 2 else "13900000001")
    with django_assert_num_queries(1):  # that writes the answers goes round Django's count
        assert tasks.send_waiting()
    states = Counter(Message.objects.values_list("sms_state", flat=True))
    assert states == {"sent": 10, "failed": 10, "waiting": 1}
    assert not tasks.send_waiting() and _hand_over() == 0


def test_what_the_gateway_was_not_asked_for_any_more_waits_as_before(gateway):
    for n in range(10):
        _send(f"m{n}")
    gateway.faults.outage = True
    _hand_over()
    gateway.faults.outage = False
    with clock.frozen(clock.now() + breaker.REST):
        assert _hand_over() == 10
    assert Counter(Message.objects.values_list("sms_state", flat=True)) == {"sent": 10}


def test_how_long_short_messages_wait_is_seen_until_they_are_tried(gateway):
    assert queries.untried_since() is None
    first = _send("a")
    _send("b")
    assert queries.untried_since() == first.next_try_at
    _hand_over()
    assert queries.untried_since() is None


def test_the_demo_shows_a_code_to_its_own_phone_and_nothing_outside_the_demo(gateway, settings):
    before = clock.now()
    services.send_now(
        kind="reset_code", context={"code": "123456", "minutes": 10}, phone="13900000001", key="a"
    )
    services.send_now(
        kind="reset_code", context={"code": "654321", "minutes": 10}, phone="13900000002", key="b"
    )
    [shown] = queries.demo_short_messages(["13900000001"], before)
    assert "123456" in shown["text"]
    later = before + timedelta(days=1)
    assert queries.demo_short_messages(["13900000001"], later) == []
    assert queries.demo_short_messages(["13900000003"], before) == []
    settings.DEMO = False
    assert queries.demo_short_messages(["13900000001"], before) == []


def test_a_message_that_nobody_foresaw_stops_no_other(gateway, monkeypatch):
    messages = [_send(key) for key in "abc"]
    send, poison = gateway.send, str(messages[0].uuid)

    def sending(*, key, **more):
        if key == poison:
            raise KeyError("surprise")
        return send(key=key, **more)

    monkeypatch.setattr(gateway, "send", sending)
    with pytest.raises(jobs.Unfinished, match="1 failed, 2 done"):
        tasks.send_waiting()
    states = (
        Message.objects.filter(pk__in=[m.pk for m in messages])
        .order_by("id")
        .values_list("sms_state", flat=True)
    )
    assert list(states) == ["waiting", "sent", "sent"]
