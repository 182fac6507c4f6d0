"""A date in a year that is not announced yet is counted anew when the year's pack arrives."""

from dataclasses import replace
from datetime import date, datetime

from yichuang.cases import services
from yichuang.cases.queries import cases
from yichuang.cases.services import dates
from yichuang.core.clock import SHANGHAI, local
from yichuang.reference import queries as reference

NEWEST = max(reference.calendar().announced)  # the last year with a notice
DECEMBER = datetime(NEWEST, 12, 28, 10, 0, tzinfo=SHANGHAI)


def test_a_provisional_date_moves_with_the_notice_and_stays_then(world, application, monkeypatch):
    case = cases.get(
        services.submit(application=application("990514102006", now=DECEMBER), now=DECEMBER).uuid
    )
    assert case.due_provisional
    before = local(case.due_at).date()
    announced = replace(
        reference.calendar(),
        holidays=reference.calendar().holidays | {before: "调休"},
        announced=reference.calendar().announced | {NEWEST + 1},
    )
    monkeypatch.setattr(reference, "calendar", lambda region="": announced)
    assert dates.provisional() == [case.uuid]
    assert dates.recount(case_id=case.uuid, now=DECEMBER)
    case.refresh_from_db()
    assert local(case.due_at).date() > before
    assert not case.due_provisional
    assert not dates.recount(case_id=case.uuid, now=DECEMBER)
    assert cases.trail(case)[-1].told == {
        "from": before.isoformat(),
        "to": local(case.due_at).date().isoformat(),
    }
    assert list(cases.broken_chains()) == []


def test_without_a_notice_nothing_is_written(world, application):
    case = cases.get(
        services.submit(application=application("990514102006", now=DECEMBER), now=DECEMBER).uuid
    )
    assert not dates.recount(case_id=case.uuid, now=DECEMBER)
    assert len(cases.trail(case)) == 1
    assert local(case.due_at).date() > date(NEWEST, 12, 31)
