"""The types of things to do: by when they are to be done and when they go up, in the hours of business."""

import copy
from datetime import date, datetime
from decimal import Decimal

import pytest

from yichuang.accounts import tables
from yichuang.accounts.packs import check
from yichuang.accounts.rules import tasks
from yichuang.core import packs
from yichuang.core.clock import SHANGHAI
from yichuang.reference import tables as reference

PACK = tables.tasks()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("kind", "opened", "due"),
    [
        ("slow_reason", "2026-11-30T10:00", "2026-11-30T14:00"),  # 180 minutes, midday left out
        ("slow_reason", "2026-11-27T16:00", "2026-11-30T11:00"),  # over a weekend
        ("alarm_red", "2026-11-30T09:30", "2026-11-30T17:00"),
        ("alarm_red", "2026-11-30T17:30", "2026-12-01T17:00"),  # in the evening
        ("alarm_yellow", "2026-11-27T10:00", "2026-11-30T17:00"),
        ("quality", "2026-11-30T10:00", "2026-12-07T17:00"),
        ("objection", "2026-11-30T10:00", None),
        ("never named", "2026-11-30T10:00", None),
    ],
)
def test_by_when(kind, opened, due):
    moment = PACK.kind(kind).due_at(at(opened), reference.calendar())
    assert moment == (at(due) if due else None)


@pytest.mark.parametrize(
    ("task", "level", "opened", "due", "goes_up"),
    [
        ("now", 0, "2026-11-30T09:30", "2026-11-30T17:00", "2026-11-30T10:30"),
        ("now", 0, "2026-11-30T11:30", "2026-11-30T17:00", "2026-11-30T13:30"),
        ("now", 0, "2026-11-27T16:40", "2026-11-30T17:00", "2026-11-30T09:40"),
        ("now", 0, "2026-11-29T00:05", "2026-11-30T17:00", "2026-11-30T10:00"),
        ("now", 1, "2026-11-30T09:30", "2026-11-30T17:00", "2026-11-30T15:30"),
        ("now", 2, "2026-11-30T09:30", "2026-11-30T17:00", None),
        ("timed", 0, "2026-11-26T10:00", "2026-11-27T17:00", "2026-11-30T09:00"),
        ("timed", 1, "2026-11-26T10:00", "2026-11-27T17:00", "2026-12-02T09:00"),
        ("timed", 2, "2026-11-26T10:00", "2026-11-27T17:00", "2026-12-04T09:00"),
        ("timed", 3, "2026-11-26T10:00", "2026-11-27T17:00", None),
        ("timed", 0, "2026-11-26T10:00", None, None),
        ("careful", 0, "2026-11-26T10:00", "2026-11-27T17:00", None),
    ],
)
def test_when_it_goes_up(task, level, opened, due, goes_up):
    due_at = at(due) if due else None
    ladder = PACK.ladders[task]
    moment = ladder.goes_up(level, at(opened), due_at, reference.calendar())
    assert moment == (at(goes_up) if goes_up else None)


def test_to_whom():
    levels = {name: [rung.to for rung in ladder.rungs] for name, ladder in PACK.ladders.items()}
    assert levels == {
        "now": ["head", "supervisor"],
        "timed": ["head", "supervisor", "supervisor_above"],
        "careful": [],
    }


@pytest.mark.parametrize(
    ("population", "number"), [(0, 0), (3, 3), (100, 5), (400, 20), (5000, 50)]
)
def test_how_many_are_looked_over_again(population, number):
    assert PACK.quality == tasks.Drawing(Decimal("0.05"), 5, 50)
    assert PACK.quality.number(population) == number


def broken(change) -> list[str]:
    pack = copy.deepcopy(packs.read(tables.TASKS))
    change(pack)
    return tasks.faults(pack)


def test_a_pack_that_contradicts_itself_is_told():
    assert not [fault for fault in check() if tables.TASKS in fault]
    assert tasks.faults(packs.read(tables.TASKS)) == []

    def strange_type(pack):
        pack["kinds"]["deliver"] = {"type": "soon"}

    def strange_level(pack):
        pack["ladder"]["now"]["rungs"][0]["to"] = "mayor"

    def no_term(pack):
        del pack["ladder"]["now"]["rungs"][0]["minutes"]

    def strange_start(pack):
        pack["ladder"]["now"]["since"] = "yesterday"

    def no_ladder(pack):
        del pack["ladder"]["careful"]

    def most_below_least(pack):
        pack["quality"]["most"] = 1

    for change in (strange_type, strange_level, no_term, strange_start, no_ladder):
        assert len(broken(change)) == 1, change
    assert len(broken(most_below_least)) == 1


def test_the_days_of_these_tests_are_announced():
    assert not reference.calendar().provisional(date(2026, 12, 31))
