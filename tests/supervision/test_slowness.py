"""Who closed a case too late has to write down why, and is asked no more then."""

import pytest

from tests.sites.desk import lives
from yichuang.accounts.models import Todo
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.core import clock, outbox
from yichuang.supervision.services import slowness

pytestmark = pytest.mark.django_db


def delivered() -> None:
    while outbox.deliver():
        continue


def asked(case: Case) -> Todo | None:
    return Todo.objects.filter(kind=slowness.SLOW_TODO, subject=case.ref, done_at=None).first()


def test_a_case_that_was_in_time_asks_nothing(world):
    case = lives.finished()
    delivered()
    assert asked(case) is None


def test_who_decided_too_late_is_asked_until_it_is_written(world):
    case = lives.submitted(lives.UNEMPLOYED, channel=1)
    Case.objects.filter(pk=case.pk).update(late=True)
    lives.complete_instantly(
        case_id=case.uuid, officer=lives.officer("gy_clerk"), now=clock.now(), result="准予"
    )
    delivered()
    todo = asked(case)
    assert todo.owner == lives.officer("gy_clerk")
    assert todo.task == Todo.NOW
    assert todo.link == f"/desk/cases/{case.uuid}/#explain"
    services.explain_slow(
        case_id=case.uuid, officer=lives.officer("gy_clerk"), reason="系统停了", now=clock.now()
    )
    delivered()
    assert asked(case) is None
