"""Jobs: asked for with their transaction, each on its own, found again after a worker or a clock that was set."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import structlog
from django.db import OperationalError, connection, transaction

from yichuang.core import clock, jobs, limits, loops
from yichuang.core.apps import load_edges


def _jobs():
    with connection.cursor() as cursor:
        cursor.execute("select args from procrastinate_jobs where task_name = 'cases.track_post'")
        return [json.loads(row[0])["case"] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_a_job_commits_with_the_write_that_asked_for_it(world):
    jobs.defer("cases.track_post", case=-7)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.defer("cases.track_post", case=-8)
        _ = 1 / 0
    assert -7 in _jobs() and -8 not in _jobs()


def test_a_row_that_fails_stops_no_other_and_the_round_says_so():
    seen = []

    def act(row):
        if row == 2:
            raise ValueError("poison")
        seen.append(row)

    with pytest.raises(jobs.Unfinished, match="1 failed, 3 done, the first that failed: 2"):
        jobs.each("tests.round", [1, 2, 3, 4], act)
    assert seen == [1, 3, 4]


def test_a_round_ends_when_its_act_has_enough_and_when_the_database_is_gone():
    seen = []

    def act(row):
        seen.append(row)
        if row == 2:
            raise jobs.Enough

    assert jobs.each("tests.round", [1, 2, 3], act) == 1 and seen == [1, 2]

    def gone(row):
        raise OperationalError("gone")

    with pytest.raises(OperationalError):
        jobs.each("tests.round", [1, 2], gone)


@pytest.mark.django_db
def test_a_job_carries_the_id_of_the_request_that_asked_for_it(world):
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        jobs.defer("cases.track_post", case=-9)
    with connection.cursor() as cursor:
        cursor.execute(
            "select args from procrastinate_jobs where task_name = 'cases.track_post' order by id desc"
        )
        assert json.loads(cursor.fetchone()[0]) == {"case": -9, "request_id": "r-1"}


@pytest.mark.django_db
def test_a_job_that_was_given_up_is_seen_and_put_back_or_forgotten(world):
    jobs.defer("cases.track_post", case=-10)
    end = "update procrastinate_jobs set status = %s where args->>'case' = '-10'"
    with connection.cursor() as cursor:
        cursor.execute(end, ["doing"])
        cursor.execute(end, ["failed"])
    assert [(row["name"], row["count"]) for row in jobs.failed()] == [("cases.track_post", 1)]
    assert jobs.again("cases.track_post") == 1 and jobs.failed() == []
    with connection.cursor() as cursor:
        cursor.execute(end, ["doing"])
        cursor.execute(end, ["failed"])
    assert jobs.close("cases.track_post") == 1 and -10 not in _jobs()


@pytest.mark.django_db
def test_a_periodic_job_never_waits_twice(world):
    periodic = {each.task.name for each in jobs.app.periodic_registry.periodic_tasks.values()}
    assert "cases.alarms" in periodic
    for name, task in jobs.app.tasks.items():
        assert task.queueing_lock == (name if name in periodic else None), name
        assert task.queue in jobs.CONCURRENCY or task.queue == "builtin", name


@pytest.mark.django_db
def test_ticks_of_a_time_to_come_are_forgotten_when_the_clock_was_set_back():
    add = "insert into procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp) values ('t', %s, %s)"
    now = int(clock.now().timestamp())
    jobs.come_back_to_now()  # what others left of days to come
    with connection.cursor() as cursor:
        cursor.execute(add, ["a", now - 60])
        cursor.execute(add, ["b", now + 3600])
    assert jobs.come_back_to_now() == 1


@pytest.mark.django_db
def test_what_was_put_off_or_seen_in_a_time_to_come_does_not_wait_for_it():
    jobs.come_back_to_now()  # what others left of days to come
    jobs.defer("cases.track_post", case=-12)
    jobs.defer("cases.track_post", case=-13)
    put_off = "update procrastinate_jobs set scheduled_at = %s where args->>'case' = %s"
    hour = timedelta(hours=1)
    with connection.cursor() as cursor:
        cursor.execute(put_off, [clock.now() + hour, "-12"])
        cursor.execute(put_off, [clock.now() + timedelta(seconds=64), "-13"])
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (%s)", [clock.now() + hour]
        )
        assert jobs.come_back_to_now() == 2
        cursor.execute("select args->>'case' from procrastinate_jobs where scheduled_at is null")
        assert ("-12",) in cursor.fetchall()
        cursor.execute(
            "select count(*) from procrastinate_workers where last_heartbeat > core_now()"
        )
        assert cursor.fetchone() == (0,)


DUE = """
    select scheduled_at <= core_now() - make_interval(secs => %s) from procrastinate_jobs where id = %s
"""


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [-1000, 1000])
def test_what_goes_back_is_due_by_the_clock_of_the_library_however_ours_is_moved(
    monkeypatch, hours
):
    ahead_of_machine = clock.AHEAD.total_seconds()
    monkeypatch.setattr(clock, "AHEAD", clock.AHEAD + timedelta(hours=hours))
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
        (job,) = _rows_of("cases.track_post", "failed", lock=False)
        assert jobs.again("cases.track_post") == 1
        assert not jobs.standing()
        cursor.execute(DUE, [ahead_of_machine, job])
        assert cursor.fetchone() == (True,)


@pytest.mark.django_db
def test_a_worker_that_no_longer_ticks_is_late_whichever_way_its_clock_was_set(
    client, world, monkeypatch
):
    monkeypatch.setattr(jobs, "standing", lambda: False)
    monkeypatch.setattr(loops, "oldest", lambda: None)

    def told():
        return client.get("/readyz").json()["background"]

    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_periodic_defers")
    assert (told()["ticked"], told()["late"]) == (None, False)
    last = int(clock.now().timestamp())
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_periodic_defers (task_name, periodic_id, defer_timestamp) values ('t', '', %s)",
            [last],
        )
    assert told()["late"] is False and 0 <= told()["ticked"] < 60
    for moved in (timedelta(hours=-1), timedelta(minutes=5), timedelta(days=1)):
        with clock.frozen(clock.now() + moved):
            assert told()["late"] is True, moved


def _periodic():
    load_edges()
    tasks = [each.task for each in jobs.app.periodic_registry.periodic_tasks.values()]
    return sorted(task.name for task in tasks if task.queue != "builtin")


ADD = """
    insert into procrastinate_jobs (queue_name, task_name, queueing_lock, args, status)
    values ('default', %s, %s, '{}', %s::procrastinate_job_status) returning id
"""
STATES = "select id, status from procrastinate_jobs where task_name = %s order by id"


def _rows_of(name, *states, lock=True):
    """Jobs of this name in these states, as they are found later; their keys."""
    keys = []
    with connection.cursor() as cursor:
        for state in states:
            cursor.execute(ADD, [name, name if lock else None, state])
            keys.append(cursor.fetchone()[0])
    return keys


def _states_of(name):
    with connection.cursor() as cursor:
        cursor.execute(STATES, [name])
        return dict(cursor.fetchall())


@pytest.mark.django_db
def test_of_the_failed_jobs_of_each_periodic_name_the_last_goes_back():
    names = _periodic()
    assert "cases.alarms" in names
    for name in names:
        *_, last = _rows_of(name, "failed", "failed", "failed")
        assert jobs.again(name) == 3
        assert _states_of(name) == {last: "todo"}, name


@pytest.mark.django_db
def test_where_one_of_a_periodic_name_waits_already_the_failed_ones_are_forgotten():
    for name in _periodic():
        waiting, _, _ = _rows_of(name, "todo", "failed", "failed")
        assert jobs.again(name) == 2
        assert _states_of(name) == {waiting: "todo"}, name


@pytest.mark.django_db
def test_a_job_that_cannot_go_back_keeps_no_other(monkeypatch):
    first, second, third = _rows_of("cases.track_post", *["failed"] * 3, lock=False)
    retry = jobs.app.job_manager.retry_job_by_id

    def settled_meanwhile(pk, retry_at):
        retry(0 if pk == second else pk, retry_at=retry_at)

    monkeypatch.setattr(jobs.app.job_manager, "retry_job_by_id", settled_meanwhile)
    assert jobs.again("cases.track_post") == 2
    states = {first: "todo", second: "failed", third: "todo"}
    assert _states_of("cases.track_post") == states


def test_a_round_that_fails_each_minute_is_one_failure_to_look_at(real_db, monkeypatch):
    name = "core.forget_tries"
    monkeypatch.setattr(limits, "purge", lambda now: None)
    *_, last = _rows_of(name, *["failed"] * 4)
    run = jobs.app.tasks[name].func
    run(timestamp=int(clock.now().timestamp()))
    assert _states_of(name) == {last: "failed"}
    assert jobs.close(name) == 1


def _take_up_and_leave():
    """For a thread of its own: where a browser was used before, the main one has an event loop already."""
    try:
        return jobs.take_up()
    finally:
        connection.close()


def test_a_job_of_a_worker_that_is_no_more_is_taken_up(real_db):
    jobs.defer("cases.track_post", case=-11)
    mine = "where args->>'case' = '-11'"
    with connection.cursor() as cursor:
        cursor.execute(f"update procrastinate_jobs set status = 'doing' {mine}")
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(_take_up_and_leave).result(30) == 1
        cursor.execute(f"select status from procrastinate_jobs {mine}")
        assert cursor.fetchone() == ("todo",)
        cursor.execute(f"delete from procrastinate_jobs {mine}")


def test_stalled_jobs_of_one_periodic_name_do_not_collide(real_db):
    alone, beside = "cases.alarms", "cases.recount"
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from procrastinate_jobs where task_name = any(%s)", [[alone, beside]]
        )
    *_, last = _rows_of(alone, "doing", "doing", "doing")
    waiting, _ = _rows_of(beside, "todo", "doing")
    try:
        with ThreadPoolExecutor(1) as pool:
            assert pool.submit(_take_up_and_leave).result(30) == 1
        assert _states_of(alone) == {last: "todo"} and _states_of(beside) == {waiting: "todo"}
    finally:
        with connection.cursor() as cursor:
            forget = "delete from procrastinate_jobs where task_name = any(%s)"
            cursor.execute(forget, [[alone, beside]])
