"""What there is to do of the clock of a case ends with the case, and with nothing else."""

from datetime import datetime

import pytest

from tests.sites.desk import lives
from yichuang.accounts.models import Todo
from yichuang.cases import services
from yichuang.cases.models import Case, OnSiteCheck
from yichuang.cases.services import tasks_of_clock
from yichuang.core import clock, outbox

pytestmark = pytest.mark.django_db


def delivered() -> None:
    while outbox.deliver():
        continue


def open_kinds(case: Case) -> set[str]:
    todos = Todo.objects.filter(link=f"/desk/cases/{case.uuid}/", done_at=None)
    return set(todos.values_list("kind", flat=True))


def unsigned_check(case: Case, now: datetime) -> None:
    other = lives.officer("gy_reviewer_sb")
    check = OnSiteCheck.objects.create(
        case=case,
        on_day=clock.today(),
        place_of="店里",
        findings="与申请一致",
        made_by=lives.officer("gy_reviewer"),
        second=other,
        signed_first_at=now,
    )
    kind = tasks_of_clock.SIGN_TODO
    tasks_of_clock.to_officer(kind, case, "请签字", now, other, check.ref)


@pytest.fixture
def waiting(world) -> Case:
    """A case whose clock gave something of every kind to do."""
    case = lives.reviewing()
    now = clock.now()
    for kind in (*tasks_of_clock.ENDING_WITH_CASE, tasks_of_clock.DEEMED_TODO):
        if kind != tasks_of_clock.SIGN_TODO:
            tasks_of_clock.to_head(kind, case, "请看", now)
    unsigned_check(case, now)
    return case


def test_while_it_goes_on_all_is_left_to_do(waiting):
    before = open_kinds(waiting)
    services.release(case_id=waiting.uuid, officer=lives.officer("gy_reviewer"), now=clock.now())
    delivered()
    assert open_kinds(waiting) == before
    assert before >= set(tasks_of_clock.ENDING_WITH_CASE)


def test_once_it_was_withdrawn_only_what_the_head_is_to_read_is_left(waiting):
    services.withdraw(
        case_id=waiting.uuid, actor=f"person:{waiting.person.uuid}", reason="", now=clock.now()
    )
    delivered()
    assert open_kinds(waiting) == {tasks_of_clock.DEEMED_TODO}
