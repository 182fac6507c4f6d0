"""A pause is kept with its reason and its end; whether the clock stands is one column that says the same everywhere."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from tests.cases.conftest import PROMISED
from yichuang.cases import services
from yichuang.cases.models import Case, Pause
from yichuang.cases.queries import cases, standing, versions
from yichuang.cases.queries.pauses import stops
from yichuang.cases.services import pauses
from yichuang.cases.services.corrections import Asked
from yichuang.cases.services.dates import counted_from
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
    assert stops(case, later.date()) == []  # the term began anew, its days are no stop within it


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
    before = counted_from(case, versions.of_case(case).definition, case.clock_from)
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
    after = counted_from(case, versions.of_case(case).definition, case.clock_from)
    assert (before["due_at"].date(), after["due_at"].date()) == (
        date(2026, 12, 11),
        date(2026, 12, 18),
    )
    assert cases.clock_of(case, friday).promised.due == date(2026, 12, 18)


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
    steps = {
        step.date: step for step in cases.clock_of(case, morning + timedelta(days=5)).promised.steps
    }
    assert (
        steps[first].why
        == "停止计时：听证、检验、检测、鉴定或专家评审，专家评审（行政许可法第四十五条）"
    )
    assert steps[last].kind == "stop"
