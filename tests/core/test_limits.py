"""Tries are counted in the database, together, under keys that nobody reads."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection

from yichuang.core import limits
from yichuang.core.clock import SHANGHAI
from yichuang.core.errors import TooMany
from yichuang.core.limits import Limit
from yichuang.core.models import Try

NOON = datetime(2061, 3, 4, 12, 0, tzinfo=SHANGHAI)
THREE = Limit("test:three", 3, timedelta(minutes=10))
LOCKS = Limit("test:locks", 3, timedelta(minutes=10), locks=True)


def test_the_fourth_of_three_is_refused_until_the_time_is_over(db):
    for _ in range(3):
        limits.take([(THREE, "a")], NOON)
    with pytest.raises(TooMany) as refused:
        limits.take([(THREE, "a")], NOON + timedelta(minutes=9))
    assert "12:10" in refused.value.way_out
    limits.take([(THREE, "b")], NOON)
    limits.take([(THREE, "a")], NOON + timedelta(minutes=10))


@pytest.mark.parametrize(("limit", "ends"), [(THREE, "12:10"), (LOCKS, "12:14")])
def test_a_lock_begins_with_the_try_that_reached_it(db, limit, ends):
    for minutes in (0, 2, 4):
        limits.count([(limit, "a")], NOON + timedelta(minutes=minutes))
    with pytest.raises(TooMany) as refused:
        limits.refuse_when_over([(limit, "a")], NOON + timedelta(minutes=5))
    assert f"请在{ends}以后" in refused.value.way_out


def test_asking_counts_nothing_and_forgetting_begins_anew(db):
    for _ in range(5):
        assert limits.refuse_when_over([(THREE, "a")], NOON) is False
    for _ in range(3):
        limits.count([(THREE, "a"), (LOCKS, "a")], NOON)
    limits.forget(THREE, "a")
    assert limits.refuse_when_over([(THREE, "a")], NOON) is False
    with pytest.raises(TooMany):
        limits.refuse_when_over([(THREE, "a"), (LOCKS, "a")], NOON)


def test_a_wait_until_tomorrow_says_the_day(db):
    day = Limit("test:day", 1, timedelta(days=1))
    limits.take([(day, "a")], NOON)
    with pytest.raises(TooMany) as refused:
        limits.take([(day, "a")], NOON)
    assert "请在3月5日12:00以后" in refused.value.way_out


def test_who_was_counted_cannot_be_read(db):
    Try.objects.all().delete()
    limits.count([(THREE, "510802199001011234")], NOON)
    kept = bytes(Try.objects.get().key)
    assert len(kept) == 16 and b"5108" not in kept


def test_what_is_over_is_removed(db):
    Try.objects.all().delete()
    limits.count([(THREE, "old")], NOON)
    limits.count([(THREE, "new")], NOON + timedelta(minutes=8))
    assert limits.purge(NOON + timedelta(minutes=11)) == 1


def test_two_connections_count_together_and_never_hold_each_other_up(real_db):
    """As two processes on two hosts would: each thread has its own connection, the keys come in opposite order."""
    many = Limit("test:together", 10_000, timedelta(minutes=10))
    refused = []

    def tries(order):
        try:
            for _ in range(40):
                limits.count([(many, who) for who in order], NOON)
        except Exception as fault:
            refused.append(fault)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=tries, args=(order,))
        for order in (("x", "y", "z"), ("z", "y", "x"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counted = [
        row.n for row in Try.objects.filter(key__in=[limits._key(many, who) for who in "xyz"])
    ]
    for who in "xyz":
        limits.forget(many, who)
    assert refused == [] and counted == [80, 80, 80]
