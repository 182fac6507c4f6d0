"""A new calendar of a year: what it moves is counted anew and listed, and each person is told once.

The notice of the year after the newest pack is made up; its days off are 01-01 to 01-04 (the example in the plan).
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.cases.conftest import filled
from yichuang.cases import services
from yichuang.cases.models import Case, Pause, Recount, Recounted
from yichuang.cases.queries import cases, recounts, versions
from yichuang.cases.queries.many_versions import Reader
from yichuang.cases.services import dates, recounting
from yichuang.cases.services.journal import lock
from yichuang.catalog.models import Implementation
from yichuang.core import clock, outbox
from yichuang.core.clock import SHANGHAI, local
from yichuang.core.errors import Conflict
from yichuang.notify.models import Message
from yichuang.reference import queries as reference
from yichuang.reference import services as reference_services
from yichuang.reference import tables
from yichuang.reference.models import CalendarYear

NEWEST = max(reference.calendar().announced)
NEXT = NEWEST + 1
DECEMBER = datetime(NEWEST, 12, 28, 10, 0, tzinfo=SHANGHAI)
AFTER = DECEMBER + timedelta(days=1)
CODE = "990514102006"
ANOTHER = "510824000000"
EARLY = datetime(NEWEST, 6, 1, 10, 0, tzinfo=SHANGHAI)


def submitted(now: datetime = DECEMBER, **changes) -> Case:
    application = filled(CODE, now=now, **changes)
    return cases.get(services.submit(application=application, now=now).uuid)


@pytest.fixture
def announced(world, monkeypatch):
    """announced() → from now on the next year has a notice, and it is loaded."""

    def come() -> None:
        usual = tables.calendar()
        days = {date(NEXT, 1, day): "元旦" for day in range(1, 5)}
        calendar = replace(
            usual,
            holidays={**usual.holidays, **days},
            announced=usual.announced | {NEXT},
            packed=usual.packed | {NEXT},
        )
        monkeypatch.setattr(reference, "calendar", lambda region="": calendar)
        monkeypatch.setattr(tables, "digests", lambda: {NEXT: "made up"})
        values = {"digest": "made up", "provisional": False, "loaded_at": AFTER}
        CalendarYear.objects.update_or_create(year=NEXT, defaults=values)

    return come


def delivered() -> None:
    while outbox.deliver():
        continue


def run() -> Recount:
    with clock.frozen(AFTER):
        return recounting.recount_year(year=NEXT, now=AFTER)


def letters() -> list[Message]:
    return list(Message.objects.filter(kind="case_dates_moved"))


def test_what_moves_is_written_listed_and_told_once(announced):
    first, second = submitted(), submitted()
    delivered()
    before = local(first.due_at).date()
    assert first.due_provisional
    announced()
    done = run()
    delivered()
    first.refresh_from_db()
    after = local(first.due_at).date()
    assert after > before
    assert not first.due_provisional
    assert (done.looked, done.moved) == (2, 2)
    assert done.ended_at is not None
    rows = recounts.rows_of(done)
    assert {(row.case_id, row.clock, row.from_on, row.to_on) for row in rows} == {
        (first.pk, "promise", before, after),
        (second.pk, "promise", before, after),
    }
    step = cases.trail(first)[-1]
    days = {"from": before.isoformat(), "to": after.isoformat(), "run": done.pk}
    assert (step.kind, step.told) == ("recount", days)
    assert first.person_id == second.person_id and first.employer_id == second.employer_id
    (letter,) = letters()
    assert "2件" in letter.title
    assert not Message.objects.filter(kind="case_due_moved").exists()
    assert list(cases.broken_chains()) == []


def test_a_second_run_of_the_same_calendar_finds_nothing(announced):
    submitted()
    announced()
    run()
    again = run()
    assert (again.looked, again.moved) == (1, 0)
    assert not recounts.rows_of(again).exists()
    assert len(letters()) == 1


def test_what_does_not_touch_the_year_is_not_looked_at(announced):
    far = submitted(EARLY)
    announced()
    assert far.pk not in recounts.touching(NEXT)
    assert run().looked == 0


def test_a_killed_run_is_taken_up_where_it_stood(announced, monkeypatch):
    made = [submitted() for _ in range(3)]
    announced()
    monkeypatch.setattr(recounting, "BATCH", 1)
    batches = []
    usual = recounting._recount

    def dies_at_the_second(*args, **arguments):
        batches.append(args)
        if len(batches) == 2:
            raise KeyboardInterrupt
        return usual(*args, **arguments)

    monkeypatch.setattr(recounting, "_recount", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        run()
    standing = Recount.objects.get(ended_at=None)
    assert standing.rows.count() == 1
    assert letters() == []
    monkeypatch.setattr(recounting, "_recount", usual)
    done = run()
    assert done.pk == standing.pk
    assert {row.case_id for row in recounts.rows_of(done)} == {case.pk for case in made}
    assert done.moved == 3
    for case in made:
        assert [step.kind for step in cases.trail(case)] == ["submit", "recount"]
    (letter,) = letters()
    assert "3件" in letter.title


def test_one_case_is_told_by_its_own_page(announced):
    case = submitted()
    announced()
    run()
    (letter,) = letters()
    assert letter.link == f"/my/cases/{case.uuid}/"
    assert case.number in letter.body


def test_a_case_that_was_called_late_by_the_old_day_is_so_no_more(announced):
    case = submitted()
    Case.objects.filter(pk=case.pk).update(alarm="red", late=True)
    announced()
    run()
    case.refresh_from_db()
    assert (case.alarm, case.late) == ("green", False)


def test_a_process_that_reads_another_calendar_waits(announced, monkeypatch):
    submitted()
    announced()
    monkeypatch.setattr(tables, "digests", lambda: {NEXT: "of before"})
    with pytest.raises(Conflict):
        run()
    assert not Recounted.objects.exists()


def test_the_night_counts_by_the_same_function_and_tells_each_by_itself(announced):
    case = submitted()
    delivered()
    announced()
    with clock.frozen(AFTER):
        assert recounting.sweep(now=AFTER) == 1
        assert recounting.sweep(now=AFTER) == 0
    delivered()
    case.refresh_from_db()
    assert cases.trail(case)[-1].told["moved"] is True
    assert Message.objects.filter(kind="case_due_moved").count() == 1


def test_many_at_a_time_are_counted_as_one_by_one(announced):
    """A case that stood for some days is among them."""
    rows = [submitted() for _ in range(2)]
    Pause.objects.create(
        case=rows[0],
        kind="special",
        cause="hearing",
        from_on=date(NEWEST, 12, 29),
        until_on=date(NEWEST, 12, 30),
        reason="听证",
        basis="行政许可法第四十五条",
    )
    announced()
    locked = [lock(row.uuid) for row in rows]
    differing = list(recounting._differing(locked, Reader()))
    assert [case.pk for case, _ in differing] == [row.pk for row in rows]
    for case, fresh in differing:
        alone = dates.counted(case)
        assert fresh == {key: alone[key] for key in fresh}
    assert differing[0][1]["due_at"] > differing[1][1]["due_at"]


def test_loading_a_calendar_asks_for_its_run_and_the_first_loading_asks_for_none(
    world, monkeypatch
):
    jobs = []
    monkeypatch.setattr(
        reference_services.jobs, "defer", lambda name, **told: jobs.append((name, told))
    )
    CalendarYear.objects.all().delete()
    assert reference_services.remember_calendars(now=AFTER) == []
    assert set(CalendarYear.objects.values_list("year", flat=True)) == set(tables.digests())
    assert reference_services.remember_calendars(now=AFTER) == []
    CalendarYear.objects.filter(year=NEWEST).update(digest="of before")
    assert reference_services.remember_calendars(now=AFTER) == [NEWEST]
    CalendarYear.objects.filter(year=NEWEST).delete()
    assert reference_services.remember_calendars(now=AFTER) == [NEWEST]
    assert jobs == [("cases.recount_year", {"year": NEWEST})] * 2


def test_the_terms_of_many_are_those_of_each_with_the_words_of_its_place(world):
    """A place that promises more has its own, whatever was read before of the same version."""
    common, own = submitted(), submitted(region=ANOTHER)
    Implementation.objects.create(
        item=common.version.item,
        region_id=ANOTHER,
        differences={"promised_days": 9, "promised_unit": "工作日"},
        effective_from=date(NEWEST, 1, 1),
        said_by="officer:1",
    )
    reader = Reader()
    rows = [cases.get(common.uuid), cases.get(own.uuid)]
    for _ in range(2):
        alone = [versions.of_case(case).terms_in(case.situation) for case in rows]
        assert reader.terms_of(rows) == alone
    assert alone[1].promise.days == 9
    assert alone[0].promise.days != 9
