"""Who sums a day and who writes to it at the same moment wait for each other; what is not over is not summed."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from yichuang.cases import services
from yichuang.cases.models import Case, DaySummed
from yichuang.cases.queries import days as summed
from yichuang.core import clock, db

PROMISED = "990514102003"
BLOCKED = 0.5  # seconds
DAY, WEEK, OPEN = "select case_sum_day(%s)", "select case_sum_week(%s)", "select case_keep_open(%s)"
SUMS = pytest.mark.parametrize(
    ("statement", "kinds"),
    [(DAY, DaySummed.DAILY), (WEEK, (DaySummed.ITEMS,)), (OPEN, (DaySummed.OPEN,))],
    ids=["day", "week", "month"],
)


def begin_of(statement: str, day: date) -> date:
    """The day that the statement sums, its week's Monday, or the first of the month after it."""
    if statement == WEEK:
        return day - timedelta(days=day.weekday())
    if statement == OPEN:
        return (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return day


def summing(statement: str, day: date) -> bool:
    """Whether it was summed, in a thread of its own."""
    try:
        return db.call(statement, (day,))[0]
    finally:
        connection.close()


@pytest.fixture
def written(real_application, morning):
    """An open case that came forty days ago, and its day; nothing is summed, whatever ran before."""
    DaySummed.objects.all().delete()
    wanted = real_application(PROMISED, client_ref=f"days:{uuid4()}")
    done = services.submit(application=wanted, now=morning)
    moment = clock.now() - timedelta(days=40)
    Case.objects.filter(uuid=done.uuid).update(received_at=moment)
    yield done.uuid, clock.local(moment).date()
    DaySummed.objects.all().delete()


@SUMS
def test_a_day_is_summed_after_who_writes_to_it(written, statement, kinds):
    case, day = written
    begin = begin_of(statement, day)
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Case.objects.filter(uuid=case).update(channel=5, line="人才人事")
            waiting = pool.submit(summing, statement, begin)
            with pytest.raises(NotYet):
                waiting.result(timeout=BLOCKED)
        assert waiting.result() is True
    assert DaySummed.objects.filter(day=begin, kind__in=kinds).count() == len(kinds)
    assert list(summed.differing()) == []


@SUMS
def test_who_writes_while_a_day_is_summed_takes_its_mark_away(written, statement, kinds):
    case, day = written
    begin = begin_of(statement, day)

    def write() -> None:
        try:
            Case.objects.filter(uuid=case).update(channel=6, line="人才人事")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert db.call(statement, (begin,))[0] is True
            writing = pool.submit(write)
            with pytest.raises(NotYet):
                writing.result(timeout=BLOCKED)
        writing.result()
    assert not DaySummed.objects.filter(day=begin, kind=kinds[0]).exists()
    assert list(summed.differing()) == []


def test_what_is_not_over_is_not_summed(real_db):
    today = clock.today()
    assert summing(DAY, today) is False
    assert summing(WEEK, begin_of(WEEK, today)) is False
    assert summing(OPEN, begin_of(OPEN, today)) is False
    assert not DaySummed.objects.filter(kind__in=DaySummed.DAILY, day__gte=today).exists()
