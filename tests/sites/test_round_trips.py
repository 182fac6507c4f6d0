"""How often the two busiest pages ask the database: a limit each, so that reads do not creep in unseen."""

from uuid import uuid4

from django.test import Client

from tests.cases.conftest import filled
from tests.sites.desk import lives
from yichuang.accounts.models import Assignment
from yichuang.cases import services
from yichuang.cases.queries import prepared
from yichuang.catalog import queries as catalog
from yichuang.core import clock
from yichuang.sites.ui.wording import casenumber

REVIEWED = "990514102003"
TRACKING = 4  # wrong tries, the case, the audit entry, its trail
# session (2), account, officer, roles, what was given to do; the page and its count, its rows, colours, papers, lines
WORKLIST = 12
SAVEPOINT = 2  # begun and ended round the session's update, in the transaction of a test only


def _sent(count: int) -> list[services.Submitted]:
    now = clock.now()
    made = [filled(REVIEWED, now=now, client_ref=str(uuid4())) for _ in range(count)]
    return [services.submit(application=each, now=now) for each in made]


def _tracked(receipt: services.Submitted):
    answer = Client().post("/track/", {"number": receipt.number, "password": receipt.password})
    assert answer.status_code == 200
    assert casenumber(receipt.number) in answer.content.decode()
    return answer


def test_tracking_asks_four_times_and_leaves_no_session(
    world, monkeypatch, django_assert_max_num_queries
):
    # a server keeps the versions of items; a test's transaction would read them anew each time
    monkeypatch.setattr(prepared, "_outside", (catalog.mark(clock.today()), 0.0, {}))
    first, second = _sent(2)
    _tracked(first)
    with django_assert_max_num_queries(TRACKING):
        answer = _tracked(second)
    assert "sessionid" not in answer.cookies


def test_the_worklist_asks_as_often_for_many_rows_as_for_one(world, django_assert_max_num_queries):
    clerk, rows = lives.signed_in("gy_clerk"), []
    for more in (1, 4):
        _sent(more)
        clerk.get("/desk/worklist/?step=accept")
        with django_assert_max_num_queries(WORKLIST + SAVEPOINT):
            page = clerk.get("/desk/worklist/?step=accept").content.decode()
        rows.append(page.count('<td class="no"'))
    assert rows[1] == rows[0] + 4


def test_a_role_taken_away_is_gone_at_the_next_request(world):
    clerk = lives.signed_in("gy_clerk")
    assert clerk.get("/desk/worklist/").status_code == 200
    Assignment.objects.filter(officer__user__username="gy_clerk").delete()
    assert clerk.get("/desk/worklist/").status_code == 403
