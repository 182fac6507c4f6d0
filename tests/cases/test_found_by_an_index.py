"""What the clock reads is found by an index, however many cases, notices and steps there are.

What the night looks for, what goes up, breaches, and what is read of 公示.
"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.apparatus import rows
from tests.cases.clock_rules import on
from yichuang.accounts import queries as accounts
from yichuang.cases.models import Case
from yichuang.cases.queries import nightly, notices, past, publicised
from yichuang.supervision.queries import breaches

TODAY = date(2026, 11, 25)
NOW = on(11, 25)
# index → what reads it
READERS = {
    "case_unheard": lambda: nightly.unheard(TODAY),
    "case_silent": lambda: nightly.silent(TODAY),
    "notice_standing": lambda: notices.overdue(TODAY),
    "notice_by_last_day": lambda: notices.just_over("510812000000", TODAY),
    "todo_goes_up": lambda: list(accounts.going_up(NOW)),
    "case_event_moved": lambda: past.count_overdue_at(Case.objects.all(), NOW),
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
    """Cases enough that a plan means something."""
    rows.cases(connection.connection, 240, people=60)
    with connection.cursor() as cursor:
        cursor.execute("analyze cases_case")
        cursor.execute("set local enable_seqscan = off")


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
