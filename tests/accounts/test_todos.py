"""Things to do: one open of a kind about a subject, done by whose it is, passed upward when it lies."""

from datetime import date, datetime, timedelta

import pytest

from yichuang.accounts import queries, services
from yichuang.accounts.models import Officer, Todo
from yichuang.core import clock
from yichuang.core.errors import Conflict, Forbidden

CHAOTIAN = "510812000000"


@pytest.fixture
def now(world) -> datetime:
    return clock.now()


def _officer(username: str) -> Officer:
    return Officer.objects.get(user__username=username)


def _open(now, subject="item:1", **changes) -> Todo:
    told = {"kind": "review", "title": "核对事项", "role": "reviewer", "region": CHAOTIAN} | changes
    return services.open_todo(subject=subject, now=now, **told)


def test_the_same_thing_is_open_once_and_may_come_again(now):
    first = _open(now)
    assert _open(now, title="再来一次") == first and first.title == "核对事项"
    services.finish_todo(todo_id=first.pk, officer=_officer("gy_reviewer"), now=now)
    assert _open(now) != first


@pytest.mark.parametrize(
    ("username", "sees"),
    [
        ("gy_reviewer", True),
        ("gy_city_reviewer", True),
        ("gy_clerk", False),
        ("qd_reviewer", False),
    ],
)
def test_it_is_done_by_whoever_holds_the_role_for_the_place(now, username, sees):
    officer = Officer.objects.filter(user__username=username).first()
    officer = _officer(username)
    todo = _open(now)
    assert queries.todos_of(officer).filter(pk=todo.pk).exists() == sees
    if sees:
        done = services.finish_todo(todo_id=todo.pk, officer=officer, now=now)
        assert (done.done_at, done.done_by) == (now, officer)
        with pytest.raises(Conflict):
            services.finish_todo(todo_id=todo.pk, officer=officer, now=now)
    else:
        with pytest.raises(Forbidden):
            services.finish_todo(todo_id=todo.pk, officer=officer, now=now)


def test_what_lies_is_passed_upward_and_may_be_done_there(now):
    clerk, other = _officer("gy_clerk"), _officer("gy_supervisor")
    todo = _open(now, owner=clerk, role="", region="")
    with pytest.raises(Forbidden):
        services.finish_todo(todo_id=todo.pk, officer=other, now=now)
    services.escalate_todo(todo_id=todo.pk, to=other, actor="system")
    raised = services.escalate_todo(todo_id=todo.pk, to=other, actor="system")
    assert (raised.level, raised.escalated_to) == (2, other)
    assert services.finish_todo(todo_id=todo.pk, officer=other, now=now).done_by == other


def test_the_earliest_comes_first_and_what_happened_of_itself_is_closed(now):
    clerk = _officer("gy_clerk")
    days = [None, date(2026, 12, 2), date(2026, 12, 1)]
    made = [_open(now, subject=f"case:{n}", owner=clerk, due_on=day) for n, day in enumerate(days)]
    assert list(queries.todos_of(clerk).filter(pk__in=[t.pk for t in made])) == [
        made[2],
        made[1],
        made[0],
    ]
    assert services.close_todos(kind="review", subject="case:1", now=now + timedelta(hours=1)) == 1
    assert services.close_todos(kind="review", subject="case:1", now=now) == 0
    assert made[1] not in queries.todos_of(clerk)


def test_it_is_always_somebody_s(now):
    with pytest.raises(ValueError, match="an owner"):
        _open(now, role="")


def test_nobody_stands_above_is_said_only_when_somebody_was_looked_for(now):
    """What was due on a Friday is passed upward on the Monday, and what is done with care never."""
    friday = date(2026, 11, 27)
    todo = _open(now, due_on=friday)
    careful = _open(now, kind="quality", due_on=friday)
    sunday, monday, tuesday = (friday + timedelta(days=days) for days in (2, 3, 4))
    assert todo not in queries.stuck(CHAOTIAN, sunday)
    assert todo not in queries.stuck(CHAOTIAN, monday)
    assert todo in queries.stuck(CHAOTIAN, tuesday)
    assert careful not in queries.stuck(CHAOTIAN, tuesday)


def test_its_kind_says_its_type_its_term_and_when_it_goes_up(now):
    opened = datetime(2026, 11, 23, 9, 30, tzinfo=clock.SHANGHAI)
    pressing = _open(opened, kind="alarm_red")
    assert pressing.task == Todo.NOW
    assert pressing.due_at == opened.replace(hour=17, minute=0)
    assert pressing.next_at == opened.replace(hour=10)
    assert pressing.due_on == opened.date()
    dated = _open(opened, kind="deliver", due_on=date(2026, 11, 27))
    assert (dated.task, dated.due_at) == (Todo.TIMED, None)
    assert dated.next_at == datetime(2026, 11, 30, 9, tzinfo=clock.SHANGHAI)
    at_an_hour = _open(opened, kind="x", due_at=opened.replace(hour=15))
    assert at_an_hour.due_on == opened.date()
    never = _open(opened, kind="y")
    assert (never.due_on, never.due_at, never.next_at) == (None, None, None)
