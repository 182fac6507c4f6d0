"""What the clock reads is found by an index, however many cases, notices and steps there are.

What the night looks for, what goes up, breaches, and what is read of 公示.
"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.apparatus import rows
from tests.cases.clock_rules import on
from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer, Todo
from yichuang.cases.models import Case, Notice, NoticeRow, Objection
from yichuang.cases.queries import nightly, notices, past, publicised
from yichuang.supervision.queries import breaches

PLACE = "510812000000"
TODAY = date(2026, 11, 25)
NOW = on(11, 25)
# index → what reads it
READERS = {
    "case_unheard": lambda: nightly.unheard(TODAY),
    "case_silent": lambda: nightly.silent(TODAY),
    "notice_standing": lambda: notices.overdue(TODAY),
    "notice_by_last_day": lambda: notices.just_over(PLACE, TODAY),
    "todo_goes_up": lambda: list(accounts.going_up(NOW)),
    "case_event_moves_due": lambda: past.count_overdue_at(Case.objects.all(), NOW),
    "case_deemed": lambda: _listed(breaches.deemed()),
    "case_told_late": lambda: _listed(breaches.told_late()),
    "case_over_planned": lambda: _listed(breaches.over_planned()),
}


def _listed(broken) -> list[str]:
    """As a report lists them."""
    numbers = Case.objects.filter(broken).order_by("due_at", "id").values_list("number", flat=True)
    return list(numbers)


@pytest.fixture
def many(world):
    """Cases and things to do enough that a plan means something."""
    rows.cases(connection.connection, 240, people=60)
    Todo.objects.bulk_create(_to_do(n) for n in range(240))
    with connection.cursor() as cursor:
        cursor.execute("analyze cases_case")
        cursor.execute("analyze accounts_todo")
        cursor.execute("set local enable_seqscan = off")


def _to_do(number: int) -> Todo:
    """A thing to do that goes up one of these days."""
    return Todo(
        kind="overdue",
        subject=f"case:{number}",
        title="红牌",
        role="head",
        region_id=PLACE,
        due_on=TODAY,
        next_at=NOW + timedelta(days=number),
        opened_at=NOW,
    )


def plans_of(read) -> str:
    """How the database goes about it."""
    with CaptureQueriesContext(connection) as seen:
        read()
    lines = []
    with connection.cursor() as cursor:
        for query in seen.captured_queries:
            cursor.execute("explain " + query["sql"])
            lines += [line for (line,) in cursor.fetchall()]
    return "\n".join(lines)


@pytest.mark.parametrize("index", READERS)
def test_it_is_found_by_its_index(many, index):
    plan = plans_of(READERS[index])
    assert index in plan, plan
    assert "Seq Scan on cases_case " not in plan, plan


def test_objections_are_read_of_the_pages_of_the_case_alone(many):
    case = Case.objects.filter(source="bench").earliest("pk")
    plan = plans_of(lambda: list(publicised.about(case)))
    assert "Seq Scan" not in plan, plan
    assert "noticerow" in plan and "case_id = " in plan, plan


def put_up(cases: list[Case], until_on: date) -> Notice:
    """A notice with these cases, each objected to."""
    notice = Notice.objects.create(
        item_code=cases[0].item_code,
        region_id=PLACE,
        organisation=cases[0].organisation,
        title="拟发放名单公示",
        basis="某办法",
        conditions="符合条件",
        from_on=until_on - timedelta(days=7),
        until_on=until_on,
        published_by=Officer.objects.earliest("pk"),
        published_at=NOW,
    )
    for case in cases:
        row = NoticeRow.objects.create(notice=notice, case=case, shown="张**")
        Objection.objects.create(notice=notice, row=row, text="不符合", came_at=NOW, due_on=TODAY)
    return notice


def reads_of(notice: Notice) -> list[int]:
    """How many reads the list of those that stand takes, of those that are over, and one page."""
    looks = [
        lambda: notices.standing(PLACE, TODAY),
        lambda: notices.just_over(PLACE, TODAY),
        lambda: notices.page(notice.uuid, TODAY),
    ]
    counts = []
    for look in looks:
        with CaptureQueriesContext(connection) as seen:
            assert look()
        counts.append(len(seen))
    return counts


def test_lists_of_publicity_are_one_read_each_and_a_page_three(many):
    cases = list(Case.objects.filter(source="bench").order_by("pk")[:60])
    one = put_up(cases[:1], TODAY)
    put_up(cases[1:2], TODAY - timedelta(days=2))
    assert reads_of(one) == [1, 1, 3]
    many_rows = put_up(cases[2:32], TODAY)
    for number in range(32, 60):
        put_up(cases[number : number + 1], TODAY - timedelta(days=number % 3))
    assert reads_of(many_rows) == [1, 1, 3]
