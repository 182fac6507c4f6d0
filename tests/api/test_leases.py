"""Calls taken in advance: a busy key asks the database seldom, and its quota still holds."""

from collections import Counter
from datetime import datetime, timedelta
from threading import Thread
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.api import leases, rules, services
from yichuang.api.models import ApiKey, QuotaUse
from yichuang.api.rules import Caller
from yichuang.core import clock, db
from yichuang.core.errors import Problem, TooMany


def noon() -> datetime:
    """Twelve o'clock today."""
    return clock.now().replace(hour=12, minute=0, second=0, microsecond=0)


@pytest.fixture
def busy_key(real_db):
    """busy_key(minute_quota=…) → (key, its text): a key of its own in the database that keeps what is written."""

    def make(**quotas):
        name = f"lease-{uuid4().hex[:8]}"
        return services.issue_key(
            name=name, channel=2, source=name, scopes=["cases:read"], actor="test", **quotas
        )

    return make


def passes(text: str) -> bool:
    try:
        return bool(services.admit(text=text, scope="cases:read", now=clock.now()))
    except TooMany:
        return False


def test_a_busy_key_asks_seldom_and_passes_exactly_as_often_as_its_minute_allows(
    busy_key, monkeypatch
):
    key, text = busy_key(minute_quota=200)
    asked, real = [], db.call
    monkeypatch.setattr(db, "call", lambda sql, args=(): asked.append(sql) or real(sql, args))
    with clock.frozen(noon()):
        assert sum(passes(text) for _ in range(200)) == 200
        assert len(asked) < 70
        assert not any(passes(text) for _ in range(5))
    with clock.frozen(noon() + timedelta(minutes=1)):
        assert passes(text)
    assert QuotaUse.objects.get(key=key).minute_n == 1


def test_two_threads_together_never_pass_more_than_the_quota(busy_key):
    from django.db import connection

    _, text = busy_key(minute_quota=300)
    passed: Counter[int] = Counter()

    def call(n: int) -> None:
        with clock.frozen(noon()):
            passed[n] = sum(passes(text) for _ in range(250))
        connection.close()

    threads = [Thread(target=call, args=(n,)) for n in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert 290 <= sum(passed.values()) <= 300


def test_a_key_revoked_elsewhere_is_refused_when_its_lease_is_over(busy_key, monkeypatch):
    key, text = busy_key(minute_quota=5000)
    assert all(passes(text) for _ in range(4))
    ApiKey.objects.filter(pk=key.pk).update(active=False)
    monkeypatch.setattr(
        leases.time, "monotonic", lambda real=leases.time.monotonic: real() + leases.FRESH
    )
    with pytest.raises(Problem) as refused:
        passes(text)
    assert refused.value.status == 401


def test_calls_given_back_across_the_turn_of_a_minute_are_no_fault(busy_key):
    key, text = busy_key(minute_quota=5000)
    with clock.frozen(noon()):
        assert all(passes(text) for _ in range(9))  # 1, 2, 4, then 8 taken of which 6 are left
        QuotaUse.objects.filter(key=key).update(
            minute=noon() + timedelta(minutes=1), minute_n=1
        )  # a server ahead of us
        leases._leases[rules.key_hash(text)].until = 0
        assert passes(text)
    assert QuotaUse.objects.get(key=key).minute_n == 0


def test_a_key_revoked_here_is_refused_at_once(busy_key):
    key, text = busy_key(minute_quota=5000)
    assert all(passes(text) for _ in range(4))
    services.revoke_key(key_id=key.id, actor="test")
    with pytest.raises(Problem):
        passes(text)


def minute_of(call: tuple[int, int, int]) -> int:
    """In which of two minutes a process calls."""
    _, later, _ = call
    return later


class Counted:
    """What the database counts of one key: the slow and obvious side."""

    def __init__(self, quota: int):
        self.quota, self.used = quota, Counter()

    def ask(self, key: bytes, minute) -> bool:
        """One call by the rules of `services.admit`."""
        calls, back = leases.to_ask_for(key, minute)
        self.used[minute] += calls - back
        granted = min(calls, self.quota - (self.used[minute] - calls))
        if granted < 1:
            return False
        caller = Caller(1, "", 2, "", frozenset())
        leases.keep(key, caller, minute, minute_quota=self.quota, counted=calls, granted=granted)
        return True


@given(
    quota=st.integers(1, 400),
    calls=st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 1), st.integers(1, 60)), max_size=40
    ),
)
def test_three_processes_never_pass_more_than_the_quota_and_lose_at_most_their_leases(quota, calls):
    counted, passed, told = Counted(quota), Counter(), uuid4().hex
    for process, later, times in sorted(calls, key=minute_of):  # no process goes back in time
        minute, key = noon() + timedelta(minutes=later), f"{told}{process}".encode()
        for _ in range(times):
            if leases.take(key, minute) or counted.ask(key, minute):
                passed[minute] += 1
            else:
                assert passed[minute] >= quota - 3 * max(1, quota // leases.SHARE)
    assert all(count <= quota for count in passed.values())
