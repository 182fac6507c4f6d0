"""Who sums a day and who writes to it at the same moment wait for each other; what is not over is not summed."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction

from yichuang.cases import services
from yichuang.cases.models import Case, DaySummed
from yichuang.cases.queries import days as summed
from yichuang.core import clock, db

PROMISED = "990514102003"
BLOCKED = 0.5  # seconds
SUM = "select case_sum_day(%s)"


def sum_day(day) -> bool:
    """Whether the day was summed, in a thread of its own."""
    try:
        return db.call(SUM, (day,))[0]
    finally:
        connection.close()


@pytest.fixture
def written(real_application, morning):
    """A case that came three days ago, and its day; nothing of it is summed."""
    wanted = real_application(PROMISED, client_ref=f"days:{uuid4()}")
    done = services.submit(application=wanted, now=morning)
    moment = clock.now() - timedelta(days=3)
    Case.objects.filter(uuid=done.uuid).update(received_at=moment)
    yield done.uuid, clock.local(moment).date()
    DaySummed.objects.all().delete()


def test_a_day_is_summed_after_who_writes_to_it(written):
    case, day = written
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Case.objects.filter(uuid=case).update(channel=5)
            summing = pool.submit(sum_day, day)
            with pytest.raises(NotYet):
                summing.result(timeout=BLOCKED)
        assert summing.result() is True
    assert DaySummed.objects.filter(day=day).count() == len(DaySummed.DAILY)
    assert list(summed.differing()) == []


def test_who_writes_while_a_day_is_summed_takes_its_mark_away(written):
    case, day = written

    def write() -> None:
        try:
            Case.objects.filter(uuid=case).update(channel=6)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert db.call(SUM, (day,))[0] is True
            writing = pool.submit(write)
            with pytest.raises(NotYet):
                writing.result(timeout=BLOCKED)
        writing.result()
    assert not DaySummed.objects.filter(day=day, kind=DaySummed.CAME).exists()
    assert list(summed.differing()) == []


def test_today_is_not_summed(real_db):
    assert sum_day(clock.today()) is False
    assert not DaySummed.objects.filter(day__gte=clock.today()).exists()
