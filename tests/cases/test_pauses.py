"""A pause is kept with its reason and its end; whether the clock stands is one column that says the same everywhere."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from tests.cases.conftest import PROMISED
from yichuang.cases import services
from yichuang.cases.models import Case, Pause
from yichuang.cases.queries import clocks, standing, versions
from yichuang.cases.queries.pauses import stood
from yichuang.cases.rules.clocks import ACCEPT, PROMISE, STATUTE
from yichuang.cases.services import pauses
from yichuang.cases.services.corrections import Asked
from yichuang.cases.services.dates import counted
from yichuang.core.errors import Conflict

OVER = timedelta(days=90)


def _asked(submitted, officer, now):
    case = submitted(PROMISED, now=now)
    code = case.materials.filter(source="file").first().code
    services.ask_correction(
        case_id=case.uuid,
        officer=officer("gy_clerk"),
        items=[Asked("material", code, "看不清")],
        now=now,
    )
    return Case.objects.get(pk=case.pk), code


def _stands(case, now):
    """What every reader says: the filter and the list of overdue cases."""
    rows = Case.objects.filter(pk=case.pk)
    stands = rows.filter(standing.clock_stands()).exists()
    assert rows.filter(standing.overdue(now + OVER)).exists() == (case.open and not stands)
    return stands


def test_a_correction_that_waits_is_a_pause_until_it_is_answered(
    submitted, officer, brought, morning
):
    case, code = _asked(submitted, officer, morning)
    assert case.paused_since == morning.date() and _stands(case, morning)
    pause = Pause.objects.get(case=case)
    assert (pause.kind, pause.from_on, pause.until_on) == ("correction", date(2026, 11, 20), None)
    assert pause.planned_until == case.corrections.get().answer_by
    assert pause.begun_by == officer("gy_clerk") and "三十二条" in pause.basis
    later = morning + timedelta(days=3)
    services.answer_correction(
        case_id=case.uuid,
        actor="person:answering",
        answers={},
        materials=[brought(case, code)],
        file_owner="person:answering",
        now=later,
    )
    case.refresh_from_db()
    pause.refresh_from_db()
    assert case.paused_since is None and not _stands(case, later)
    assert pause.until_on == date(2026, 11, 23)
    terms = versions.of_case(case).terms_in(case.situation)
    assert (
        stood(case, terms, later.date()) == ()
    )  # the term began anew, its days are no stop within it


@pytest.mark.parametrize("end", ["withdraw", "return"])
def test_every_end_of_a_case_ends_its_pause(submitted, officer, morning, end):
    case, _ = _asked(submitted, officer, morning)
    later = morning + timedelta(days=60)
    if end == "withdraw":
        services.withdraw(case_id=case.uuid, actor="person:x", reason="不办了", now=later)
    else:
        assert services.return_unanswered(case_id=case.uuid, now=later)
    case.refresh_from_db()
    assert case.paused_since is None and not _stands(case, later)
    assert Pause.objects.get(case=case).until_on == later.date()


def test_the_days_of_a_special_procedure_are_not_counted(accepted, officer, morning):
    """行政许可法 45: five working days of an appraisal move a promise in working days by five."""
    case = accepted(PROMISED, now=morning)
    before = counted(case)
    with transaction.atomic():
        set_now = pauses.begin(
            case=case, kind="special", now=morning, officer=officer("gy_reviewer"), reason="鉴定"
        )
        Case.objects.filter(pk=case.pk).update(**set_now)
        case.refresh_from_db()
    assert _stands(case, morning)
    with pytest.raises(Conflict):
        pauses.begin(case=case, kind="special", now=morning, officer=None)
    friday = morning + timedelta(
        days=7
    )  # 20 to 27 November: Friday to Friday, the day of receipt does not count
    Case.objects.filter(pk=case.pk).update(**pauses.end(case=case, now=friday))
    case.refresh_from_db()
    assert not _stands(case, friday) and pauses.end(case=case, now=friday) == {}
    after = counted(case)
    assert (before["due_at"].date(), after["due_at"].date()) == (
        date(2026, 12, 11),
        date(2026, 12, 18),
    )
    assert clocks.clocks_of(case, friday).promise.due == date(2026, 12, 18)


def test_each_day_that_the_clock_stood_says_why_and_by_which_article(submitted, morning):
    case = submitted(PROMISED, now=morning)
    first, last = morning.date() + timedelta(days=3), morning.date() + timedelta(days=4)
    Pause.objects.create(
        case=case,
        kind="special",
        from_on=first,
        until_on=last,
        reason="专家评审",
        basis="行政许可法第四十五条",
    )
    later = morning + timedelta(days=5)
    steps = {step.date: step for step in clocks.clocks_of(case, later).promise.steps}
    assert (
        steps[first].why
        == "停止计时：听证、检验、检测、鉴定或专家评审，专家评审（行政许可法第四十五条）"
    )
    assert steps[last].kind == "stop"


def test_a_pause_that_ended_on_the_day_of_its_notice_stopped_nothing(submitted, morning):
    case = submitted(PROMISED, now=morning)
    tomorrow = morning.date() + timedelta(days=1)
    before = counted(case)
    Pause.objects.create(
        case=case,
        kind="special",
        from_on=tomorrow,
        until_on=morning.date(),
        reason="鉴定",
        basis="行政许可法第四十五条",
    )
    assert counted(case) == before
    assert clocks.clocks_of(case, morning).stood == ()


def test_a_pause_that_lasts_reaches_to_today_on_pages_and_moves_no_date_yet(submitted, morning):
    case = submitted(PROMISED, now=morning)
    before = counted(case)
    first = morning.date() + timedelta(days=3)
    Pause.objects.create(case=case, kind="suspended", from_on=first, reason="等结论", basis="某条")
    later = morning + timedelta(days=6)
    (stop,) = clocks.clocks_of(case, later).stood
    assert (stop.first, stop.last) == (first, later.date())
    assert clocks.clocks_of(case, later).promise.due > before["due_at"].date()
    assert counted(case) == before
    assert clocks.clocks_of(case, morning).stood == ()  # it begins only later


def test_acceptance_that_waits_stops_the_clock_of_acceptance_alone(submitted, morning):
    case = submitted(PROMISED, now=morning)
    first = morning.date() + timedelta(days=3)
    last = first + timedelta(days=1)
    Pause.objects.create(
        case=case,
        kind="before_acceptance",
        from_on=first,
        until_on=last,
        reason="先行调解",
        basis="劳动人事争议仲裁办案规则第69条",
    )
    terms = versions.of_case(case).terms_in(case.situation)
    (stop,) = stood(case, terms)
    assert ACCEPT in stop.clocks
    assert PROMISE not in stop.clocks and STATUTE not in stop.clocks
    before = case.due_at
    assert counted(case)["due_at"] == before
