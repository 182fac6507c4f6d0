"""Who mends is never who looks whether it was mended: a bad rating goes to the next level that has a supervisor, and
where there is none it is said."""

from datetime import timedelta

import pytest

from tests.sites.desk import lives
from tests.supervision.test_every_kind_of_todo import bad_rating
from yichuang.accounts.models import Assignment, Todo
from yichuang.core import clock
from yichuang.supervision import services as supervision

pytestmark = pytest.mark.django_db
PROVINCE = "510000000000"
NOBODY = "上面没有监督人员"


def page_of(todo: Todo) -> str:
    return lives.words(lives.signed_in("gy_supervisor").get(todo.link))


def supervises(username: str, place: str) -> None:
    officer = lives.officer(username)
    held = Assignment.objects.filter(officer=officer)
    first = held.order_by("pk").first()
    first.role = "supervisor"
    first.region_id = place
    first.line = ""
    first.save()
    held.exclude(pk=first.pk).delete()


def long_after():
    return clock.frozen(clock.now() + timedelta(days=60))


def test_where_nobody_stands_above_the_page_and_the_console_say_so(world):
    todo = bad_rating()
    assert NOBODY in page_of(todo)
    assert "交办过期没人可报" not in lives.words(lives.signed_in("gy_supervisor").get("/console/"))
    with long_after():
        supervision.pass_on_overdue(now=clock.now())
        todo.refresh_from_db()
        assert todo.escalated_to is None
        console = lives.words(lives.signed_in("gy_supervisor").get("/console/"))
        assert "交办过期没人可报" in console
        assert "过期没有人可报" in console
        assert f"最早的在{todo.region.full_name}" in console
        page = lives.signed_in("gy_supervisor").get("/console/").content.decode()
        assert f"/console/admin/units/?region={todo.region_id}" in page


def test_where_a_wider_place_has_one_it_goes_there_and_nothing_is_said(world):
    supervises("tm_catalogue", PROVINCE)
    todo = bad_rating()
    page = page_of(todo)
    assert NOBODY not in page
    assert f"报到{lives.officer('tm_catalogue').organisation.name}" in page
    with long_after():
        supervision.pass_on_overdue(now=clock.now())
        todo.refresh_from_db()
        assert todo.escalated_to == lives.officer("tm_catalogue")
        assert "没人可报" not in lives.words(lives.signed_in("gy_supervisor").get("/console/"))


def test_the_only_supervisor_of_a_county_has_the_citys_above(world):
    todo = bad_rating()
    county = todo.region_id[:6].ljust(12, "0")
    supervises("gy_approver", county)
    with long_after():
        supervision.pass_on_overdue(now=clock.now())
    todo.refresh_from_db()
    assert todo.escalated_to == lives.officer("gy_supervisor")
