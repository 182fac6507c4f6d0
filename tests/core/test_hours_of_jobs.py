"""What is due at an hour is due at that hour in Beijing, whatever the machine takes for midnight."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from procrastinate.contrib.django import app

from yichuang.core import clock
from yichuang.core.apps import load_edges
from yichuang.core.working import Ticks

BEIJING = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 6, 15, 12, 0, tzinfo=BEIJING)
DAILY = {
    "cases.let_go_of_ended": "00:05",
    "cases.deem_accepted": "00:10",
    "cases.note_rights": "00:12",
    "cases.end_notices": "00:14",
    "cases.return_unanswered": "00:15",
    "cases.decide_by_silence": "00:16",
    "cases.await_papers": "00:18",
    "accounts.pass_on_of_ended": "00:20",
    "cases.recount": "00:45",
    "supervision.keep_computed": "01:30",
    "cases.end_questions": "02:05",
    "cases.void_left": "02:35",
    "supervision.check_counters": "02:50",
    "registry.expire_credit": "00:20",
    "registry.index_names": "03:10",
    "audit.make_months": "03:15",
    "core.forget_events": "03:20",
    "cases.forget_unclaimed": "03:25",
    "core.sweep_files": "03:30",
    "supervision.forget_sheets": "03:35",
    "core.forget_tries": "03:40",
    "exchange.forget_answers": "03:45",
    "core.forget_sessions": "03:50",
    "cases.remind_of_papers": "08:30",
    "supervision.publish_seeds": "08:40",
    "supervision.draw_samples": "08:45",
}


@pytest.fixture
def ticks():
    load_edges()
    return Ticks(app.periodic_registry)


def test_each_job_of_a_day_was_last_due_at_its_hour_of_this_day(ticks):
    hours = {}
    for task, tick in ticks.get_previous_tasks(at=NOON.timestamp()):
        _, hour, *_ = task.cron.split()
        if hour != "*":
            moment = datetime.fromtimestamp(tick, BEIJING)
            assert moment.date() == NOON.date(), task.task.name
            hours[task.task.name] = f"{moment:%H}:{moment:%M}"
    assert hours == DAILY


def test_the_next_tick_is_waited_for_by_the_same_clock(ticks):
    just_before = NOON.replace(hour=0, minute=4, second=30).timestamp()
    for task in list(ticks.registry.periodic_tasks.values()):
        if task.task.name == "cases.let_go_of_ended":
            tick = task.croniter.get_next(ret_type=float, start_time=just_before)
            assert clock.local(datetime.fromtimestamp(tick, BEIJING)).hour == 0
            assert tick - just_before == 30
