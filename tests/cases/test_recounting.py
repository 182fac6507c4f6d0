"""A date in a year that is not announced yet is counted anew when the year's pack arrives."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib import import_module

from django.db import connection

from yichuang.accounts.models import Officer
from yichuang.cases import services
from yichuang.cases.queries import cases, recounts
from yichuang.cases.services import dates, recounting
from yichuang.core import outbox
from yichuang.core.clock import SHANGHAI, local
from yichuang.notify.models import Message
from yichuang.reference import queries as reference

NEWEST = max(reference.calendar().announced)  # the last year with a notice
ARBITRATION = "990914502002"
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
MIGRATION = import_module("yichuang.cases.migrations.0035_whole_terms_are_counted_anew")
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
    assert recounts.provisional() == [case.pk]
    assert dates.recount(case_id=case.uuid, now=DECEMBER)
    case.refresh_from_db()
    assert local(case.due_at).date() > before
    assert not case.due_provisional
    assert not dates.recount(case_id=case.uuid, now=DECEMBER)
    assert cases.trail(case)[-1].told == {
        "from": before.isoformat(),
        "to": local(case.due_at).date().isoformat(),
        "moved": True,
    }
    assert list(cases.broken_chains()) == []


def test_without_a_notice_nothing_is_written(world, application):
    case = cases.get(
        services.submit(application=application("990514102006", now=DECEMBER), now=DECEMBER).uuid
    )
    assert not dates.recount(case_id=case.uuid, now=DECEMBER)
    assert len(cases.trail(case)) == 1
    assert local(case.due_at).date() > date(NEWEST, 12, 31)


def test_an_open_case_of_a_whole_term_is_counted_anew_once_and_its_applicant_told_once(
    world, application
):
    """What the migration marks, the nightly job counts; a second night finds nothing."""
    uuid = services.submit(application=application(ARBITRATION, now=MONDAY), now=MONDAY).uuid
    case = cases.get(uuid)
    right = case.due_at
    case.due_at = right - timedelta(days=5)
    case.alarm = "red"
    case.late = True
    case.save(update_fields=["due_at", "alarm", "late"])
    other = services.submit(application=application("990514102006", now=MONDAY), now=MONDAY).uuid
    with connection.cursor() as cursor:
        cursor.execute(MIGRATION.MARK)
    assert recounts.provisional() == [case.pk]
    for _ in range(2):
        recounting.sweep(now=MONDAY)
        while outbox.deliver():
            continue
    case.refresh_from_db()
    assert (case.due_at, case.alarm, case.late) == (right, "green", False)
    assert [step.kind for step in cases.trail(case)] == ["submit", "recount"]
    told = Message.objects.get(key__startswith=case.ref, kind="case_due_moved")
    assert f"{local(right).month}月{local(right).day}日" in told.body
    assert list(cases.broken_chains()) == []
    assert len(cases.trail(cases.get(other))) == 1


def test_acceptance_tells_its_date_itself(world, application):
    uuid = services.submit(application=application(ARBITRATION, now=MONDAY), now=MONDAY).uuid
    clerk = Officer.objects.get(user__username="gy_clerk")
    services.accept(case_id=uuid, officer=clerk, now=MONDAY + timedelta(days=1))
    while outbox.deliver():
        continue
    case = cases.get(uuid)
    assert "recount" in [step.kind for step in cases.trail(case)]
    assert not Message.objects.filter(key__startswith=case.ref, kind="case_due_moved").exists()
