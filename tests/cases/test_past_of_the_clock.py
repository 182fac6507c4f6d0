"""Whatever moves the date of a case, what was late at a moment before stays what it was (ADR 24)."""

from datetime import date, datetime, time, timedelta

import pytest

from tests.cases.branching import branch
from tests.cases.conftest import PROMISED
from tests.cases.frozen_terms import frozen
from yichuang.cases.models import Case, Pause, TermChange
from yichuang.cases.queries import past
from yichuang.cases.rules import states
from yichuang.cases.rules.term_changes import MOVES_THE_DUE
from yichuang.cases.services import dates
from yichuang.cases.services.journal import lock, write
from yichuang.core.clock import SHANGHAI, local

DAY = timedelta(days=1)
MONDAY = datetime(2026, 6, 15, 10, tzinfo=SHANGHAI)


def late_at(moment):
    return past.count_overdue_at(Case.objects.all(), moment)


def closing(day):
    return datetime.combine(day, time(17), SHANGHAI)


@pytest.mark.parametrize("verb", MOVES_THE_DUE)
def test_the_day_before_a_step_that_moved_it_is_read_from_the_step(submitted, monkeypatch, verb):
    frozen(monkeypatch, branch(), promise=(5, "工作日"))
    case = submitted(PROMISED, now=MONDAY)
    before = case.due_at
    moved_at = before + 10 * DAY
    later = before + 30 * DAY
    Case.objects.filter(pk=case.pk).update(state=states.MOVES[verb].sources[0])
    days = {"from": local(before).date().isoformat(), "to": local(later).date().isoformat()}
    write(lock(case.uuid), verb, actor="system", now=moved_at, data=days, due_at=later)
    assert late_at(before) == {}
    assert late_at(moved_at - timedelta(minutes=1)) == {case.pk: before}
    assert late_at(moved_at + timedelta(minutes=1)) == {}
    assert late_at(later + DAY) == {case.pk: later}


def test_a_step_that_tells_no_day_leaves_it_to_the_count(submitted, monkeypatch):
    frozen(monkeypatch, branch(), promise=(5, "工作日"))
    case = submitted(PROMISED, now=MONDAY)
    Case.objects.filter(pk=case.pk).update(state=states.SUSPENDED)
    write(lock(case.uuid), "resume", actor="system", now=case.due_at + 10 * DAY, data={})
    assert late_at(case.due_at + DAY) == {case.pk: case.due_at}


def test_every_move_in_a_row_is_read_from_the_next_one(submitted, monkeypatch):
    frozen(monkeypatch, branch(), promise=(5, "工作日"))
    case = submitted(PROMISED, now=MONDAY)
    due = case.due_at
    dues = [due]
    for _ in range(4):
        moved = due + 7 * DAY
        days = {"from": local(due).date().isoformat(), "to": local(moved).date().isoformat()}
        at = due + 3 * DAY
        write(lock(case.uuid), "recount", actor="system", now=at, data=days, due_at=moved)
        dues.append(moved)
        due = moved
    for each in dues:
        assert late_at(each) == {}
        assert late_at(each + DAY) == {case.pk: each}


def test_what_had_happened_by_then_is_counted(submitted, officer, monkeypatch):
    """Counted from facts, where a pause that ended later hides them from the row: an extension holds from its grant on,
    a restart from its day on."""
    rule = branch(statute=[20, "工作日", "收到申请"])
    frozen(monkeypatch, rule, promise=(20, "工作日"))
    case = submitted(PROMISED, now=MONDAY)
    plain, longer = closing(date(2026, 7, 14)), closing(date(2026, 7, 28))
    assert case.due_at == plain
    granted_at = datetime(2026, 7, 20, 11, tzinfo=SHANGHAI)
    TermChange.objects.create(
        case=case,
        kind="extension",
        on_day=granted_at.date(),
        days=10,
        unit="工作日",
        reason="某事",
        basis="行政许可法第42条",
        asked_by=officer("gy_reviewer"),
        asked_at=granted_at - timedelta(hours=1),
        granted_by=officer("gy_supervisor"),
        granted_at=granted_at,
    )
    Case.objects.filter(pk=case.pk).update(clock_changed=True)
    case.refresh_from_db()
    Pause.objects.create(
        case=case,
        kind="suspended",
        from_on=date(2026, 8, 10),
        until_on=date(2026, 8, 20),
        reason="等结论",
        basis="某条",
    )
    Case.objects.filter(pk=case.pk).update(**dates.counted(case))
    assert late_at(granted_at) == {case.pk: plain}
    assert late_at(granted_at + timedelta(seconds=1)) == {}
    assert late_at(longer) == {}
    assert late_at(longer + DAY) == {case.pk: longer}
    standing = datetime(2026, 8, 15, tzinfo=SHANGHAI)
    assert late_at(standing) == {}


def test_asked_about_now_the_past_says_what_the_columns_say(submitted, officer, monkeypatch):
    rule = branch(statute=[20, "工作日", "受理"])
    frozen(monkeypatch, rule, promise=(20, "工作日"))
    case = submitted(PROMISED, now=MONDAY)
    accepted_at = MONDAY + DAY
    Case.objects.filter(pk=case.pk).update(
        accepted_at=accepted_at, **dates.counted(case, accepted_at=accepted_at)
    )
    case.refresh_from_db()
    Pause.objects.create(
        case=case,
        kind="special",
        from_on=date(2026, 6, 23),
        until_on=date(2026, 6, 25),
        reason="鉴定",
        basis="行政许可法第45条",
    )
    Case.objects.filter(pk=case.pk).update(**dates.counted(case))
    case.refresh_from_db()
    for later in range(1, 40, 3):
        moment = case.due_at + later * DAY
        assert late_at(moment) == {case.pk: case.due_at}
    assert late_at(case.due_at) == {}
