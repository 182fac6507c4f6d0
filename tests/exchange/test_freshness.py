"""For how long an answer holds, and when one that did not come is asked for again: days counted by hand."""

from datetime import date, datetime

import pytest

from yichuang.core.clock import SHANGHAI
from yichuang.exchange.rules import freshness


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("answered", "days", "until"),
    [
        ("2026-11-02T09:00", 30, date(2026, 12, 2)),  # 14
        ("2026-12-01T23:50", 1, date(2026, 12, 2)),  # 15
        ("2026-11-21T09:00", 0, None),
    ],
)
def test_it_holds_to_the_end_of_its_last_day(answered, days, until):
    assert freshness.valid_until(at(answered), days) == until


def test_the_last_day_counts_and_what_is_asked_each_time_is_never_fresh():
    until = date(2026, 12, 2)
    assert freshness.is_fresh(until, date(2026, 12, 2))
    assert not freshness.is_fresh(until, date(2026, 12, 3))
    assert not freshness.is_fresh(None, date(2026, 12, 2))


@pytest.mark.parametrize(
    ("attempts", "now", "again"),
    [  # 8
        (1, "2026-12-01T09:00", "2026-12-01T09:01"),
        (2, "2026-12-01T09:01", "2026-12-01T09:11"),
        (3, "2026-12-01T09:11", "2026-12-01T10:11"),
        (4, "2026-12-01T10:11", "2026-12-02T02:10"),
        (5, "2026-12-02T02:10", "2026-12-03T02:10"),
        (4, "2026-12-02T01:00", "2026-12-02T02:10"),
    ],
)
def test_after_one_ten_and_sixty_minutes_then_each_night(attempts, now, again):
    assert freshness.again_at(attempts, at(now)) == at(again)


def test_the_night_alone_is_at_leisure():
    assert [freshness.is_at_leisure(attempts) for attempts in range(6)] == [False] * 4 + [True] * 2
