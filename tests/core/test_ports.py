"""The outside has a limit: nobody waits longer, who does not answer is left alone, one page of a process waits."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from yichuang.core import breaker, clock, jobs, limits, ports

KIND = "courier"


class Outside:
    """Answers as it is told: a value, an exception, or not before `goes_on` is set."""

    def __init__(self):
        self.calls = 0
        self.answer = "here"
        self.goes_on = threading.Event()
        self.goes_on.set()

    def track(self, **arguments):
        self.calls += 1
        answer = self.answer
        assert self.goes_on.wait(30)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def outside(monkeypatch):
    there = Outside()
    monkeypatch.setattr(ports, "adapter", lambda kind: there)
    yield there
    there.goes_on.set()


def _ask(kind=KIND):
    return ports.ask(kind, "track", number="1")


def _seconds(call):
    began = time.perf_counter()
    with pytest.raises(ports.Unavailable):
        call()
    return time.perf_counter() - began


def test_an_answer_comes_through_with_the_frozen_clock_of_who_asks(outside, monkeypatch):
    moment = clock.now() - timedelta(days=3)
    monkeypatch.setattr(outside, "track", lambda **arguments: clock.now())
    with clock.frozen(moment):
        assert _ask() == moment


def test_who_hangs_is_waited_for_until_the_limit_and_a_job_waits_longer(outside, monkeypatch):
    monkeypatch.setattr(ports, "SOMEBODY_WAITS", 0.2)
    token = ports._limit.set(0.2)
    outside.goes_on.clear()
    assert 0.2 <= _seconds(_ask) < 2
    ports._limit.reset(token)
    with ports.nobody_waits():
        assert ports.limit() == ports.NOBODY_WAITS


def test_after_three_failures_in_a_row_nobody_is_asked_until_the_rest_is_over(outside):
    outside.answer = ports.Unavailable("down")
    now = clock.now()
    with clock.frozen(now):
        for _ in range(breaker.FAILURES + 4):
            _seconds(_ask)
    assert outside.calls == breaker.FAILURES
    with clock.frozen(now + breaker.REST):
        _seconds(_ask)
        _seconds(_ask)
    assert outside.calls == breaker.FAILURES + 1
    outside.answer = "here"
    with clock.frozen(now + 2 * breaker.REST):
        assert _ask() == "here"
        assert _ask() == "here"


def test_a_clock_that_was_set_back_ends_the_rest(outside):
    outside.answer = ports.Unavailable("down")
    now = clock.now()
    with clock.frozen(now):
        for _ in range(breaker.FAILURES):
            _seconds(_ask)
    outside.answer = "here"
    with clock.frozen(now - timedelta(hours=1)):
        assert _ask() == "here"


@pytest.mark.parametrize("between", ["here", ports.Rejected("no")])
def test_an_answer_between_failures_begins_the_count_anew(outside, between):
    for answer in [ports.Unavailable("down"), KeyError("surprise"), between] * 3:
        outside.answer = answer
        if isinstance(answer, Exception):
            with pytest.raises(type(answer)):
                _ask()
        else:
            assert _ask() == answer
    assert outside.calls == 9


def test_who_is_not_connected_is_said_so_however_often(outside):
    outside.answer = ports.NotConnected("track")
    for _ in range(breaker.FAILURES + 2):
        with pytest.raises(ports.NotConnected):
            _ask()


def test_one_outside_that_rests_keeps_nobody_from_another(outside):
    outside.answer = ports.Unavailable("down")
    for _ in range(breaker.FAILURES):
        _seconds(_ask)
    outside.answer = "here"
    assert _ask("sms") == "here"


def test_a_second_page_gives_up_soon_while_the_first_waits_and_a_job_does_not_mind(
    outside, monkeypatch
):
    monkeypatch.setattr(ports, "ASIDE", 0.1)
    outside.goes_on.clear()

    def job():
        with ports.nobody_waits():
            return _ask()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(_ask)
        while not outside.calls:
            time.sleep(0.01)
        assert _seconds(_ask) < 1
        behind = pool.submit(job)
        while outside.calls < 2:
            time.sleep(0.01)
        outside.goes_on.set()
        assert first.result(10) == behind.result(10) == "here"
    assert _ask() == "here"


def test_who_was_not_asked_because_another_page_waits_is_not_left_alone(outside, monkeypatch):
    monkeypatch.setattr(ports, "ASIDE", 0.01)
    outside.goes_on.clear()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(_ask, "courier")
        while not outside.calls:
            time.sleep(0.01)
        for _ in range(breaker.FAILURES + 1):
            with pytest.raises(ports.Occupied):
                _ask("sms")
        outside.goes_on.set()
        assert first.result() == "here"
    assert not ports.resting("sms") and _ask("sms") == "here"


def test_within_a_job_nobody_waits(monkeypatch, world):
    limits_seen = []
    monkeypatch.setattr(limits, "purge", lambda now: limits_seen.append(ports.limit()))
    jobs.app.tasks["core.forget_tries"].func(timestamp=int(clock.now().timestamp()))
    assert limits_seen == [ports.NOBODY_WAITS] and ports.limit() == ports.SOMEBODY_WAITS
