"""What an officer held comes back to the queue when the role ends or the account is closed."""

from datetime import timedelta

import pytest

from tests.sites.console_admin.writer import Desk
from tests.sites.desk import lives
from yichuang.accounts import queries as accounts
from yichuang.accounts import services as staff
from yichuang.accounts import tasks as accounts_tasks
from yichuang.accounts.models import Assignment, Todo
from yichuang.audit.queries import of_subject
from yichuang.cases import tasks
from yichuang.core import clock, outbox
from yichuang.reference.models import Region


@pytest.fixture
def held(world):
    """A case that gy_reviewer holds."""
    return lives.reviewing()


def worked_off() -> None:
    """What waits for the worker is done."""
    while outbox.deliver():
        continue


def test_a_role_that_is_taken_back_at_once_frees_what_was_held_by_it(held):
    reviewer = lives.officer("gy_reviewer")
    for role in reviewer.assignments.all():
        staff.revoke_role(actor="officer:1", assignment=role)
    worked_off()
    assert lives.again(held).holder is None
    assert held.events.latest("seq").kind == "let_go"


def test_a_role_whose_last_day_is_over_frees_it_in_the_night(held):
    reviewer = lives.officer("gy_reviewer")
    yesterday = clock.today() - timedelta(days=1)
    reviewer.assignments.update(valid_from=yesterday, valid_to=yesterday)
    tasks.let_go_of_ended(0)
    assert lives.again(held).holder is None


def run_out(officer) -> None:
    """All that the officer may do had its last day yesterday."""
    yesterday = clock.today() - timedelta(days=1)
    officer.assignments.update(valid_from=yesterday, valid_to=yesterday)


@pytest.mark.parametrize("has_another_role", [True, False])
def test_what_was_to_do_by_it_is_handed_on_the_same_night(held, has_another_role):
    reviewer = lives.officer("gy_reviewer")
    place = held.organisation.region_id
    common = {"subject": held.ref, "now": clock.now(), "owner": reviewer}
    by_role = staff.open_todo(kind="a", title="按角色", role="reviewer", region=place, **common)
    by_name = staff.open_todo(kind="b", title="按人", **common)
    run_out(reviewer)
    if has_another_role:
        staff.grant_role(
            actor="tests", officer=reviewer, role="catalogue_admin", region=held.organisation.region
        )
    accounts_tasks.pass_on_of_ended(0)
    by_role.refresh_from_db()
    by_name.refresh_from_db()
    assert (by_role.owner, by_role.role) == (None, "reviewer")
    if has_another_role:
        assert by_name.owner == reviewer
    else:
        assert (by_name.owner, by_name.role) == (None, "approver")


def test_what_is_still_to_do_by_a_role_that_goes_on_stays(held):
    reviewer = lives.officer("gy_reviewer")
    mine = staff.open_todo(
        kind="a",
        subject=held.ref,
        title="按角色",
        now=clock.now(),
        owner=reviewer,
        role="reviewer",
        region=held.organisation.region_id,
    )
    other = Region.objects.get(pk="510812100000")
    yesterday = clock.today() - timedelta(days=1)
    Assignment.objects.create(
        officer=reviewer, role="reviewer", region=other, valid_from=yesterday, valid_to=yesterday
    )
    accounts_tasks.pass_on_of_ended(0)
    mine.refresh_from_db()
    assert mine.owner == reviewer


def test_what_was_passed_upward_to_them_is_passed_upward_anew(held):
    approver = lives.officer("gy_approver")
    mine = staff.open_todo(
        kind="a",
        subject=held.ref,
        title="过了期的",
        now=clock.now(),
        owner=lives.officer("gy_reviewer"),
    )
    staff.escalate_todo(todo_id=mine.pk, to=approver, actor="system")
    run_out(approver)
    staff.grant_role(
        actor="tests", officer=approver, role="catalogue_admin", region=held.organisation.region
    )
    accounts_tasks.pass_on_of_ended(0)
    mine.refresh_from_db()
    assert (mine.escalated_to, mine.level) == (None, 0)


def test_an_account_is_closed_on_the_page_of_its_officer(held):
    reviewer = lives.officer("gy_reviewer")
    at_work = lives.signed_in("gy_reviewer")
    assert at_work.get("/desk/worklist/").status_code == 200
    given = staff.open_todo(
        kind="note", subject=held.ref, title="看一眼", now=clock.now(), owner=reviewer
    )
    page = Desk("gy_org").write(f"officers/{reviewer.uuid}/close/", reason="退休")
    assert "离岗" in page
    worked_off()
    assert at_work.get("/desk/worklist/").status_code == 302
    signing_in = {"username": "gy_reviewer", "password": "Yichuang#2026"}
    at_work.post("/accounts/login/", signing_in)
    assert at_work.get("/desk/worklist/").status_code == 302
    assert lives.again(held).holder is None
    passed_on = Todo.objects.get(pk=given.pk)
    assert (passed_on.owner, passed_on.role) == (None, "approver")
    reviewer.refresh_from_db()
    assert accounts.scopes(reviewer).roles == frozenset()
    entry = of_subject(reviewer.actor).get(verb="officer.deactivate")
    assert "退休" in entry.data
