"""Who has left or may do a thing no more is replaced: by who supervises now, or the place is told that nobody does."""

from datetime import datetime, time, timedelta

import pytest

from tests.sites.desk import lives
from yichuang.accounts import queries as accounts
from yichuang.accounts import services as staff
from yichuang.accounts import tasks
from yichuang.accounts.models import Assignment, Todo
from yichuang.core import clock
from yichuang.supervision import services as supervision
from yichuang.supervision.models import Urging

pytestmark = pytest.mark.django_db
CITY = "510800000000"
PROVINCE = "510000000000"


def supervises_from(place: str) -> None:
    """tm_catalogue looks after the place."""
    held = Assignment.objects.filter(officer=lives.officer("tm_catalogue"), region_id=PROVINCE)
    held.update(role="supervisor", region_id=place)


def answered(question: Urging) -> Todo:
    supervision.answer_urging(
        urging_id=question.uuid,
        officer=lives.officer("gy_reviewer"),
        answer="在办，明天办结",
        now=clock.now(),
    )
    return Todo.objects.get(subject=question.ref, kind="urging_answered")


def vacancies() -> list[Todo]:
    return list(Todo.objects.filter(kind="vacancy", done_at=None))


def ends_with(way: str) -> None:
    opener = lives.officer("gy_supervisor")
    if way == "left":
        staff.deactivate_officer(actor="system", officer=opener)
    else:
        for role in opener.assignments.all():
            staff.revoke_role(actor="system", assignment=role)


@pytest.mark.parametrize("way", ["left", "role taken back"])
def test_an_answer_comes_to_who_supervises_now(world, way):
    supervises_from(CITY)
    question = lives.urged()
    ends_with(way)
    todo = answered(question)
    assert (todo.owner, todo.role) == (None, "supervisor")
    heir = lives.officer("tm_catalogue")
    assert accounts.todos_of(heir).filter(pk=todo.pk).exists()
    client = lives.signed_in("tm_catalogue")
    assert client.get(todo.link).status_code == 200
    supervision.close_urging(urging_id=question.uuid, officer=heir, now=clock.now())
    todo.refresh_from_db()
    assert todo.done_at


def test_an_answer_comes_to_who_opened_it_while_they_are_there(world):
    todo = answered(lives.urged())
    assert todo.owner == lives.officer("gy_supervisor")


@pytest.mark.parametrize("way", ["left", "role taken back"])
def test_when_the_only_supervisor_goes_the_administrators_are_told(world, way):
    ends_with(way)
    (todo,) = vacancies()
    assert todo.title == "四川省广元市没有人是“监督”了，请另给一位"
    keeper = lives.officer("gy_org")
    assert accounts.todos_of(keeper).filter(pk=todo.pk).exists()
    page = lives.words(lives.signed_in("gy_org").get("/desk/todos/"))
    assert "没有人是“监督”了" in page


def test_nobody_is_told_where_another_looks_after_the_place(world):
    supervises_from(PROVINCE)
    ends_with("left")
    assert vacancies() == []


def test_who_holds_it_for_one_line_only_does_not_fill_all(world):
    supervises_from(CITY)
    held = Assignment.objects.filter(officer=lives.officer("tm_catalogue"), role="supervisor")
    held.update(line="社会保险")
    ends_with("left")
    assert len(vacancies()) == 1


def test_a_role_given_to_another_ends_it(world):
    ends_with("role taken back")
    again = lives.officer("gy_supervisor")
    place = again.organisation.region
    staff.grant_role(actor="tests", officer=again, role="supervisor", region=place)
    assert vacancies() == []


def test_a_role_that_runs_out_is_told_in_the_night_and_once(world):
    day = clock.today()
    Assignment.objects.filter(officer=lives.officer("gy_supervisor")).update(valid_to=day)
    midnight = datetime.combine(day + timedelta(days=1), time(0, 20), clock.SHANGHAI)
    with clock.frozen(midnight - timedelta(hours=1)):
        tasks.pass_on_of_ended(0)
        assert vacancies() == []
    with clock.frozen(midnight):
        tasks.pass_on_of_ended(0)
        (todo,) = vacancies()
        staff.finish_todo(todo_id=todo.pk, officer=lives.officer("gy_org"), now=clock.now())
    with clock.frozen(midnight + timedelta(days=1)):
        tasks.pass_on_of_ended(0)
        assert vacancies() == []
