"""A case that turns yellow or red is a thing to do of whoever has it, and goes with it."""

from datetime import timedelta

import pytest

from tests.sites.desk import lives
from yichuang.accounts.models import Todo
from yichuang.cases.events import CaseMoved
from yichuang.cases.models import Case
from yichuang.cases.services import alarms as colours
from yichuang.cases.services.journal import lock, write
from yichuang.core import clock, outbox
from yichuang.supervision import handlers
from yichuang.supervision.services import alarms

pytestmark = pytest.mark.django_db


def delivered() -> None:
    while outbox.deliver():
        continue


def open_kinds(case: Case) -> list[str]:
    todos = Todo.objects.filter(subject=case.ref, kind__in=alarms.KINDS, done_at=None)
    return sorted(todos.values_list("kind", flat=True))


def turned(case: Case, colour: str) -> None:
    Case.objects.filter(pk=case.pk).update(alarm=colour)
    alarms.press(case_id=case.uuid, now=clock.now())


def test_the_stronger_one_takes_the_place_of_the_paler_one(world):
    case = lives.reviewing()
    turned(case, "yellow")
    assert open_kinds(case) == ["alarm_yellow"]
    yellow = Todo.objects.get(subject=case.ref, kind="alarm_yellow")
    assert yellow.owner == lives.officer("gy_reviewer")
    assert yellow.title.startswith("黄牌：")
    assert yellow.link == f"/desk/cases/{case.uuid}/"
    turned(case, "red")
    assert open_kinds(case) == ["alarm_red"]
    turned(case, "overdue")
    assert open_kinds(case) == ["alarm_red"]
    assert Todo.objects.filter(subject=case.ref, kind="alarm_red").count() == 1
    turned(case, "green")
    assert open_kinds(case) == []


def test_the_event_of_a_colour_opens_it(world):
    case = lives.reviewing()
    case.refresh_from_db()
    now = case.due_at + timedelta(days=1)
    with clock.frozen(now):
        colours.raise_alarms(now=now)
        delivered()
        delivered()
    assert open_kinds(case) == ["alarm_red"]


def test_many_colours_are_read_in_one_go(world):
    rows = [lives.reviewing() for _ in range(3)]
    Case.objects.filter(pk__in=[case.pk for case in rows]).update(alarm="yellow")
    events = [colours.CaseAlarmed(case=case.uuid, colour="yellow", at=clock.now()) for case in rows]
    read = alarms.read_ahead(events)
    assert {case.pk for case in read.values()} == {case.pk for case in rows}


def test_it_lies_with_the_role_while_nobody_has_the_case_and_with_the_holder_then(world):
    case = lives.submitted()
    turned(case, "yellow")
    todo = Todo.objects.get(subject=case.ref, kind="alarm_yellow", done_at=None)
    assert (todo.owner, todo.role, todo.region_id) == (None, "clerk", case.region_id)
    clerk = lives.officer("gy_clerk")
    now = clock.now()
    write(lock(case.uuid), "claim", actor=clerk.actor, officer=clerk, now=now, holder=clerk)
    delivered()
    todo = Todo.objects.get(subject=case.ref, kind="alarm_yellow", done_at=None)
    assert todo.owner == clerk


def test_it_is_over_when_the_case_waits_for_its_applicant_or_has_ended(world):
    case = lives.submitted()
    turned(case, "red")
    assert open_kinds(case) == ["alarm_red"]
    write(lock(case.uuid), "withdraw", actor="person:x", now=clock.now(), closed_at=clock.now())
    delivered()
    assert open_kinds(case) == []


def test_while_its_clock_stands_there_is_nothing_to_do_and_there_is_again_when_it_runs(world):
    case = lives.reviewing()
    turned(case, "yellow")
    Case.objects.filter(pk=case.pk).update(paused_since=clock.today())
    alarms.ease(case_id=case.uuid, now=clock.now())
    assert open_kinds(case) == []
    turned(case, "yellow")
    assert open_kinds(case) == []
    Case.objects.filter(pk=case.pk).update(paused_since=None)
    handlers.press_again(
        CaseMoved(
            case=case.uuid,
            verb="end_special",
            state="reviewing",
            seq=case.seq,
            at=clock.now(),
            on_site=False,
        )
    )
    assert open_kinds(case) == ["alarm_yellow"]


def test_a_new_day_takes_it_away(world):
    case = lives.reviewing()
    turned(case, "red")
    data = {"from": "2026-11-30", "to": "2026-12-30"}
    later = case.due_at + timedelta(days=30)
    write(
        lock(case.uuid),
        "recount",
        actor="system",
        now=clock.now(),
        data=data,
        due_at=later,
        alarm="green",
    )
    delivered()
    assert open_kinds(case) == []
