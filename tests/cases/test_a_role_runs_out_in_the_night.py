"""Who is at work when their role has its last day: from midnight in Beijing they may do nothing by it, in the same
session, and what they had lies with others before the counters open."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.sites.desk import lives
from yichuang.accounts import queries as accounts
from yichuang.accounts import services as staff
from yichuang.accounts import tasks as of_accounts
from yichuang.accounts.models import Assignment, Todo
from yichuang.cases import tasks
from yichuang.core import clock

OPEN_TO_ANY_OFFICER = {
    "/desk/",
    "/desk/todos/",
    "/typed/",
}  # the way on, and what is theirs by name
REFUSED = (403, 404, 405)


def officers_pages(resolver=None, before="/"):
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from officers_pages(entry, pattern)
        elif isinstance(entry, URLPattern):
            if getattr(entry.callback, "audience", "").startswith("officer"):
                yield pattern


def address(pattern, case):
    with_case = re.sub(r"<uuid:\w+>", str(case.uuid), pattern)
    return re.sub(r"<[^>]+>", "1", with_case)


@pytest.fixture
def night():
    """Midnight after today, in Beijing."""
    return datetime.combine(clock.today() + timedelta(days=1), time(0), clock.SHANGHAI)


@pytest.mark.parametrize("username", ["gy_clerk", "gy_reviewer", "gy_supervisor", "gy_org"])
def test_from_midnight_the_same_session_opens_and_writes_nothing(world, night, username):
    case = lives.reviewing()
    Assignment.objects.filter(officer=lives.officer(username)).update(valid_to=clock.today())
    with clock.frozen(night - timedelta(minutes=1)):
        client = lives.signed_in(username)
        opened = [client.get(page).status_code for page in ("/desk/worklist/", "/console/admin/")]
        assert 200 in opened
    with clock.frozen(night + timedelta(minutes=1)):
        pages = set(officers_pages()) - OPEN_TO_ANY_OFFICER
        assert len(pages) > 100
        for pattern in pages:
            path = address(pattern, case)
            assert client.get(path).status_code in REFUSED, path
            assert client.post(path, {"a": "1"}).status_code in REFUSED, path
        for pattern in OPEN_TO_ANY_OFFICER:
            assert client.get(pattern, follow=True).status_code == 200


def test_what_they_held_is_free_before_the_counters_open(world, night):
    case = lives.reviewing()
    reviewer = lives.officer("gy_reviewer")
    todo = staff.open_todo(
        kind="a",
        subject=case.ref,
        title="按角色",
        now=clock.now(),
        owner=reviewer,
        role="reviewer",
        region=case.organisation.region_id,
    )
    Assignment.objects.filter(officer=reviewer).update(valid_to=clock.today())
    with clock.frozen(night - timedelta(minutes=1)):
        tasks.let_go_of_ended(0)
        assert lives.again(case).holder == reviewer, "it is theirs to the last minute of the day"
    with clock.frozen(night + timedelta(minutes=5)):
        tasks.let_go_of_ended(0)
        assert lives.again(case).holder is None
    with clock.frozen(night + timedelta(minutes=20)):
        of_accounts.pass_on_of_ended(0)
        todo.refresh_from_db()
        assert (todo.owner, todo.role) == (None, "reviewer")
        colleague = lives.officer("gy_reviewer_sb")
        line = accounts.scopes(colleague).lines
        assert accounts.todos_of(colleague).filter(pk=todo.pk).exists() or line


def test_what_is_to_do_is_not_shown_twice_in_the_night(world, night):
    """Between midnight and the round what is theirs by name stays theirs: nobody loses it."""
    reviewer = lives.officer("gy_reviewer")
    Assignment.objects.filter(officer=reviewer).update(valid_to=clock.today())
    todo = staff.open_todo(
        kind="a", subject="x:1", title="一件", now=clock.now(), owner=reviewer, role="reviewer",
        region="510812000000",
    )  # fmt: skip
    with clock.frozen(night + timedelta(minutes=2)):
        holders = [one for one in accounts.officers_of(reviewer.organisation) if has(one, todo)]
        assert holders == [reviewer]


def has(officer, todo: Todo) -> bool:
    return accounts.todos_of(officer).filter(pk=todo.pk).exists()
