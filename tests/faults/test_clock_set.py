"""The clock is set while a worker runs, a worker is killed at a job: background work goes on, and no flood comes."""

import os
import signal
import time
from datetime import timedelta

import pytest
from django.db import connection

from yichuang.core import clock, jobs

MINUTE, HOUR, DAY = 60, 3600, 86400
SOON = 3  # seconds before a full minute: the next tick is near
A_TICK = 150  # seconds: whoever is busy for longer than SOON waits for the tick after
A_FEW = 10  # ticks of a job that is due every minute; a day has 1,440
LONG_AGO = timedelta(minutes=10)  # for the heartbeat of the library, told by the database


def asked(sql, *arguments):
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return cursor.fetchall() if cursor.description else None


def ticks_since(moment):
    """Names of the periodic jobs whose last tick is not before a moment."""
    rows = asked(
        "select task_name from procrastinate_periodic_defers where defer_timestamp >= %s", moment
    )
    return {name for (name,) in rows}


def by_the_machine():
    """Seconds since 1970 by the clock of the machine, which is the one that is set here, also where that of the run is
    moved."""
    return (clock.now() - clock.AHEAD).timestamp()


def just_before_a_tick(ahead):
    """About as many seconds ahead as asked for, but so that the next full minute is near."""
    moment = by_the_machine() + ahead + SOON
    return ahead + MINUTE - moment % MINUTE


def jobs_ever():
    """How many jobs were asked for since the database was made, those that waited already too."""
    return asked("select last_value from procrastinate_jobs_id_seq")[0][0]


def waiting_by_name():
    """{name of a periodic job: how many of it wait}"""
    rows = asked(
        "select task_name, count(*) from procrastinate_jobs"
        " where status = 'todo' and queueing_lock is not null group by 1"
    )
    return dict(rows)


@pytest.fixture
def by_a_clock(real_db, outside, tmp_path):
    """(set the clock of the worker by seconds, start a worker)"""
    file = tmp_path / "ahead"
    file.write_text("0")
    asked("delete from procrastinate_periodic_defers")
    asked("delete from procrastinate_jobs where queueing_lock is not null")  # left by other tests

    def start():
        return outside.start("worker", "-m", "tests.faults.worker_by_a_clock", str(file))

    return (lambda seconds: file.write_text(str(seconds))), start


@pytest.mark.long(kind="clock")
def test_set_ahead_a_day_each_tick_comes_once_and_set_back_an_hour_they_go_on(by_a_clock, outside):
    set_clock, start = by_a_clock
    worker = start()
    outside.wait(lambda: jobs.since_last_tick() is not None, worker)

    before = jobs_ever()
    ahead = by_the_machine() + DAY - MINUTE
    set_clock(just_before_a_tick(DAY))
    outside.wait(lambda: "core.take_up" in ticks_since(ahead), worker, A_TICK)
    time.sleep(3)
    assert jobs_ever() - before < A_FEW * len(jobs.app.periodic_registry.periodic_tasks)
    assert max(waiting_by_name().values(), default=0) <= 1

    back = by_the_machine() + DAY - HOUR
    set_clock(just_before_a_tick(DAY - HOUR))
    outside.wait(lambda: not ticks_since(back + 3 * MINUTE), worker)
    outside.wait(lambda: ticks_since(back - 2 * MINUTE), worker, A_TICK)
    assert "clock was set" in outside.said()
    assert worker.poll() is None


def test_a_tick_that_was_missed_is_done_once_and_told_in_the_log(by_a_clock, outside):
    _, start = by_a_clock
    worker = start()
    nightly = "core.forget_events"
    outside.wait(lambda: nightly in ticks_since(0), worker)
    outside.wait(lambda: "late tick" in outside.said(), worker)
    assert waiting_by_name().get(nightly, 0) <= 1


def test_a_job_of_a_worker_that_was_killed_is_done_by_the_next(by_a_clock, outside, tmp_path):
    _, start = by_a_clock
    reached = tmp_path / "reached"
    jobs.app.configure_task("tests.hangs", allow_unknown=True).defer(reached=str(reached))
    first = start()
    outside.wait(reached.exists, first)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    doing = "select status from procrastinate_jobs where task_name = 'tests.hangs'"
    assert asked(doing) == [("doing",)]
    asked("update procrastinate_workers set last_heartbeat = last_heartbeat - %s", LONG_AGO)
    asked("delete from procrastinate_periodic_defers")
    second = start()
    outside.wait(lambda: reached.read_text().count("begun") == 2, second)
    outside.wait(lambda: asked(doing) == [], second)
