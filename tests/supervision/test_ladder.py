"""What lies goes up by the ladder of its type: at which moment of business, to whom, and past whom that is on leave.

Mondays to Fridays of November 2026 are all worked; the 28th is a Saturday.
"""

from datetime import datetime, timedelta

import pytest

from tests.sites.desk import lives
from yichuang.accounts import services as staff
from yichuang.accounts.models import Assignment, Officer, Todo
from yichuang.core import clock
from yichuang.core.clock import SHANGHAI
from yichuang.notify import queries as notify
from yichuang.supervision import services as supervision
from yichuang.supervision.queries import superiors

pytestmark = pytest.mark.django_db
CHAOTIAN = "510812000000"
SECOND = timedelta(seconds=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def opened(kind: str, moment: str, **more) -> Todo:
    """One more for the reviewers of 朝天."""
    values = {"role": "reviewer", "region": CHAOTIAN} | more
    return staff.open_todo(
        kind=kind, subject="tests:1", title="看一眼", now=at(moment), link="", **values
    )


def round_at(moment: datetime) -> int:
    with clock.frozen(moment):
        return supervision.pass_on_overdue(now=moment)


@pytest.mark.parametrize(
    ("moment", "due", "goes_up"),
    [
        ("2026-11-23T09:30", "2026-11-23T17:00", "2026-11-23T10:30"),
        ("2026-11-23T11:40", "2026-11-23T17:00", "2026-11-23T13:40"),  # midday
        ("2026-11-23T16:30", "2026-11-23T17:00", "2026-11-24T09:30"),  # night
        ("2026-11-27T16:45", "2026-11-27T17:00", "2026-11-30T09:45"),  # weekend
        ("2026-11-28T00:05", "2026-11-30T17:00", "2026-11-30T10:00"),
    ],
)
def test_what_presses_goes_up_after_an_hour_of_business(world, moment, due, goes_up):
    todo = opened("alarm_red", moment)
    assert (todo.task, todo.due_at, todo.next_at) == (Todo.NOW, at(due), at(goes_up))
    assert round_at(at(goes_up) - SECOND) == 0
    assert round_at(at(goes_up)) == 1
    todo.refresh_from_db()
    assert todo.level == 1
    assert round_at(at(goes_up) + SECOND) == 0


def test_it_goes_up_level_by_level_and_ends_at_the_top(world):
    todo = opened("deliver", "2026-11-20T10:00", due_on=at("2026-11-24T00:00").date())
    assert (todo.task, todo.due_at) == (Todo.TIMED, None)
    levels = []
    for moment in ("2026-11-25T09:00", "2026-11-27T09:00", "2026-12-01T09:00"):
        todo.refresh_from_db()
        assert todo.next_at == at(moment)
        round_at(at(moment))
        todo.refresh_from_db()
        levels.append(todo.escalated_to)
    assert todo.next_at is None
    roles = [set(officer.assignments.values_list("role", flat=True)) for officer in levels]
    assert roles[0] & {"head", "approver"}
    assert "supervisor" in roles[1]
    assert levels[0] != levels[1]


def test_what_was_not_passed_for_long_leaves_each_level_a_day(world):
    todo = opened("deliver", "2026-11-02T10:00", due_on=at("2026-11-03T00:00").date())
    round_at(at("2026-11-25T15:00"))
    todo.refresh_from_db()
    assert (todo.level, todo.next_at) == (1, at("2026-11-26T09:00"))


def test_what_is_done_with_care_is_never_passed_upward(world):
    todo = opened("quality", "2026-11-02T10:00", role="supervisor")
    assert (todo.task, todo.next_at) == (Todo.CAREFUL, None)
    assert todo.due_at == at("2026-11-09T17:00")
    assert round_at(at("2026-11-27T15:00")) == 0


def test_what_is_done_goes_nowhere(world):
    todo = opened("alarm_red", "2026-11-23T09:30")
    staff.close_todos(kind=todo.kind, subject=todo.subject, now=at("2026-11-23T09:40"))
    assert round_at(at("2026-11-23T15:00")) == 0


def test_what_a_server_of_before_opened_goes_up_the_day_after(world):
    todo = opened("urging", "2026-11-23T09:30", due_on=at("2026-11-24T00:00").date())
    Todo.objects.filter(pk=todo.pk).update(next_at=None)
    assert round_at(at("2026-11-24T18:00")) == 0
    assert round_at(at("2026-11-25T08:00")) == 1
    todo.refresh_from_db()
    assert todo.level == 1


def test_a_head_on_leave_is_passed_by_unless_nobody_else_is_there(world):
    todo = opened("alarm_red", "2026-11-23T09:30")
    with clock.frozen(at("2026-11-23T10:30")):
        first = superiors.above(todo)
        staff.begin_leave(
            actor="system",
            officer=first,
            first_day=clock.today(),
            last_day=clock.today(),
            deputy=None,
            reason="",
        )
        another = superiors.above(todo)
        assert another not in (None, first)
    with clock.frozen(at("2026-11-24T10:30")):
        assert superiors.above(todo) == first
    others = Assignment.objects.filter(role__in=("head", "approver", "supervisor"))
    others.exclude(officer=first).delete()
    with clock.frozen(at("2026-11-23T10:30")):
        assert superiors.above(todo) == first


def test_where_nobody_stands_above_it_is_looked_at_again_the_next_morning(world):
    todo = opened("alarm_red", "2026-11-27T09:30")
    Assignment.objects.filter(role__in=("head", "approver", "supervisor")).delete()
    round_at(at("2026-11-27T10:30"))
    todo.refresh_from_db()
    assert (todo.level, todo.escalated_to) == (0, None)
    assert todo.next_at == at("2026-11-30T09:00")


def test_a_head_stands_above_who_decides_and_a_supervisor_above_the_head(world):
    county = lives.officer("gy_approver")
    place = county.organisation.region
    head = Officer.objects.filter(assignments__role="head", organisation__region=place).first()
    if head is None:
        head = staff.create_officer(
            actor="system",
            username="new_head",
            name="局长",
            organisation=county.organisation,
            employee_no="N-0009",
        )
        staff.grant_role(actor="system", officer=head, role="head", region=place)
    todo = opened("deliver", "2026-11-20T10:00", role="approver")
    heads = superiors.above(todo)
    assert "head" in set(heads.assignments.values_list("role", flat=True))
    todo.owner = heads
    above = superiors.above(todo)
    assert "supervisor" in set(above.assignments.values_list("role", flat=True))


def test_who_gets_it_is_told_whether_it_is_late_or_lies(world):
    pressing = opened("alarm_red", "2026-11-23T09:30")
    round_at(at("2026-11-23T10:30"))
    pressing.refresh_from_db()
    letters = notify.inbox(pressing.escalated_to.actor)
    assert letters.filter(kind="todo_lying").count() == 1
    late = opened("deliver", "2026-11-20T10:00", due_on=at("2026-11-24T00:00").date())
    round_at(at("2026-11-25T09:00"))
    late.refresh_from_db()
    letters = notify.inbox(late.escalated_to.actor)
    assert letters.filter(kind="todo_escalated").count() == 1
