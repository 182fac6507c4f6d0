"""The term for delivering a result: somebody has it to do, and what came after its last day is ours (许可法 44)."""

from datetime import date

import pytest

from tests.cases.branching import branch
from tests.cases.clock_rules import LICENCE, on
from tests.cases.frozen_terms import frozen
from yichuang.accounts.models import Todo
from yichuang.cases import services
from yichuang.cases.queries import cases
from yichuang.cases.services.tasks_of_clock import DELIVER_TODO

LATE = "delivered_late"
LAST = date(2026, 11, 27)  # five working days after 20 November


@pytest.fixture
def waiting(monkeypatch, decided):
    """waiting(**more) → a decided case whose result is to be delivered until 27 November."""

    def make(deliver=True, **more):
        rule = dict(LICENCE)
        if not deliver:
            del rule["deliver"]
        frozen(monkeypatch, branch(**rule), promise=(10, "工作日"))
        return decided(**more)

    return make


def open_todos():
    return Todo.objects.filter(kind=DELIVER_TODO, done_at=None)


def given(case, officer, now):
    collector = services.Collector("张三", number="510812198805129916")
    services.deliver(
        case_id=case.uuid, actor="test", officer=officer("gy_issuer"), signer=collector, now=now
    )
    case.refresh_from_db()
    return case


def test_whoever_gives_out_results_is_given_to_do_it_until_the_last_day(waiting, officer):
    case = waiting(channel=1)
    case.refresh_from_db()
    assert case.deliver_by == LAST
    todo = open_todos().get()
    assert (todo.role, todo.due_on, todo.subject) == ("issuer", LAST, case.ref)
    given(case, officer, on(11, 27))
    assert not open_todos().exists()
    assert LATE not in case.flags
    assert list(cases.broken_chains()) == []


def test_what_comes_after_the_last_day_is_a_fault_of_ours(waiting, officer):
    case = given(waiting(channel=1), officer, on(11, 30))
    assert LATE in case.flags
    assert not open_todos().exists()
    assert list(cases.broken_chains()) == []


def test_what_is_read_online_lies_ready_and_nothing_runs_out(waiting):
    case = waiting()
    assert case.delivery.way == "electronic" and not open_todos().exists()
    services.open_result(case_id=case.uuid, actor="person:test", now=on(12, 18))
    case.refresh_from_db()
    assert LATE not in case.flags


def test_where_no_term_runs_nobody_is_hurried(waiting, officer):
    case = given(waiting(deliver=False, channel=1), officer, on(12, 18))
    assert case.deliver_by is None and LATE not in case.flags
    assert not Todo.objects.filter(kind=DELIVER_TODO).exists()
