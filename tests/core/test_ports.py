"""The outside has a limit: nobody waits longer, who does not answer is left alone, and no page waits for another."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import transaction

from yichuang.core import breaker, clock, jobs, limits, ports

KIND = "courier"
LONG = 30  # seconds, on a machine that others use as well; who hangs does so for longer


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
        assert self.goes_on.wait(120)
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


def _ask_patiently(kind=KIND):
    """As a page of its own, which waits for as long as the test goes on."""
    ports._limit.set(60.0)
    return _ask(kind)


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
    assert 0.2 <= _seconds(_ask) < LONG
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


def _asked_at_once(outside, kinds):
    """Their answers, when each kind is asked by a page of its own while none has answered yet."""
    outside.goes_on.clear()
    with ThreadPoolExecutor(len(kinds)) as pool:
        pages = [pool.submit(_ask_patiently, kind) for kind in kinds]
        until = time.monotonic() + 60
        while outside.calls < len(kinds) and time.monotonic() < until:
            time.sleep(0.01)
        outside.goes_on.set()
        return [page.result(60) for page in pages]


def _of_pages(adapters):
    """The kinds that a page may ask."""
    return [kind for kind in adapters if not kind.startswith(ports.NO_PAGE_ASKS)]


def test_no_page_is_refused_because_another_waits_for_somebody_healthy(outside, settings):
    kinds = _of_pages(settings.ADAPTERS)
    assert _asked_at_once(outside, [*kinds, *kinds]) == ["here"] * 2 * len(kinds)


@pytest.fixture
def in_doubt(outside):
    """Its last call was not answered, and the next one hangs."""
    outside.answer = ports.Unavailable("down")
    _seconds(_ask)
    outside.answer = "here"
    outside.calls = 0
    outside.goes_on.clear()
    return outside


def _until_asked(outside, times):
    until = time.monotonic() + 60
    while outside.calls < times:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_of_pages_that_ask_one_in_doubt_one_waits_and_a_job_does_not_mind(in_doubt, monkeypatch):
    monkeypatch.setattr(ports, "ASIDE", 0.1)

    def job():
        with ports.nobody_waits():
            return _ask()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(_ask_patiently)
        _until_asked(in_doubt, 1)
        with pytest.raises(ports.Occupied):
            _ask()
        behind = pool.submit(job)
        _until_asked(in_doubt, 2)
        in_doubt.goes_on.set()
        assert first.result(60) == behind.result(60) == "here"
    assert _ask() == "here"


def test_who_is_in_doubt_keeps_nobody_from_another_and_a_page_that_gave_up_says_nothing_of_it(
    in_doubt, monkeypatch, settings
):
    monkeypatch.setattr(ports, "ASIDE", 0.01)
    others = [kind for kind in _of_pages(settings.ADAPTERS) if kind != KIND]
    with ThreadPoolExecutor(1 + len(others)) as pool:
        first = pool.submit(_ask_patiently)
        _until_asked(in_doubt, 1)
        for _ in range(breaker.FAILURES + 1):
            with pytest.raises(ports.Occupied):
                _ask()
        pages = [pool.submit(_ask_patiently, kind) for kind in others]
        _until_asked(in_doubt, 1 + len(others))
        in_doubt.goes_on.set()
        assert first.result(60) == "here"
        assert {page.result(60) for page in pages} == {"here"}
    assert not ports.resting(KIND) and _ask() == "here"


def test_within_a_job_nobody_waits(monkeypatch, real_db):
    limits_seen = []
    monkeypatch.setattr(limits, "purge", lambda now: limits_seen.append(ports.limit()))
    jobs.app.tasks["core.forget_tries"].func(timestamp=int(clock.now().timestamp()))
    assert limits_seen == [ports.NOBODY_WAITS] and ports.limit() == ports.SOMEBODY_WAITS


def test_whom_only_jobs_ask_no_page_asks(outside):
    """Also with a short limit, as a question has for which somebody waits."""
    with pytest.raises(ports.InAWebThread):
        _ask("exchange.police")
    with ports.within(ports.SOMEBODY_WAITS), pytest.raises(ports.InAWebThread):
        _ask("exchange.police")
    with ports.nobody_waits(), ports.within(ports.SOMEBODY_WAITS):
        assert _ask("exchange.police") == "here" and ports.limit() == ports.SOMEBODY_WAITS
    assert outside.calls == 1 and ports.limit() == ports.SOMEBODY_WAITS


@pytest.mark.django_db
def test_whom_only_jobs_ask_is_not_asked_under_a_lock_either(outside):
    with ports.nobody_waits(), transaction.atomic(), pytest.raises(ports.UnderALock):
        _ask("exchange.police")
