"""The dates that a case keeps, from its first row on: all of them, moved by what may move them and by nothing else."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.branching import branch, definition
from tests.cases.conftest import PROMISED
from tests.cases.frozen_terms import frozen
from yichuang.cases import services
from yichuang.cases.models import Case, TermChange
from yichuang.cases.queries import applicants, cases, clocks, recounts, term_facts
from yichuang.cases.rules import timing
from yichuang.cases.rules.branches import terms_of
from yichuang.cases.rules.clocks import DELIVER
from yichuang.cases.services import dates
from yichuang.cases.services.corrections import Asked
from yichuang.core.clock import SHANGHAI, local
from yichuang.reference.tables import calendar, thresholds

MONDAY = datetime(2026, 11, 23, 10, 2, tzinfo=SHANGHAI)
PLACE = "510812000000"
DAY = timedelta(days=1)
LICENCE = {"accept": [5, "工作日"], "statute": [20, "工作日", "受理"], "deliver": [5, "工作日"]}
RENEWAL = {
    "silence": {
        "before": "permit_to",
        "timely": {"days": 30, "unit": "自然日"},
        "effect": "视为准予延续",
        "basis": "行政许可法第50条",
    }
}


def days_of(case):
    case.refresh_from_db()
    return local(case.due_at).date(), case.statutory_due, case.accept_by, case.decides_on


def test_a_new_case_is_written_with_all_its_dates(submitted, monkeypatch):
    frozen(monkeypatch, branch(**LICENCE), promise=(10, "工作日"))
    case = submitted(PROMISED, now=MONDAY)
    due, statute, accept, silence = days_of(case)
    assert (accept, due) == (date(2026, 11, 30), date(2026, 12, 7))
    assert (case.yellow_on, case.red_on) == (date(2026, 12, 2), date(2026, 12, 4))
    assert statute == date(2026, 12, 28)  # twenty working days after the last day for accepting it
    assert (silence, case.deliver_by, case.clock_changed) == (None, None, False)
    assert dates.counted(case) == {
        "clock_from": case.clock_from,
        "due_at": case.due_at,
        "yellow_on": case.yellow_on,
        "red_on": case.red_on,
        "statutory_due": statute,
        "due_provisional": case.due_provisional,
        "accept_by": accept,
        "decides_on": None,
        "deliver_by": None,
    }
    assert list(cases.broken_chains()) == []


def test_a_case_of_a_version_of_before_keeps_no_day_to_be_accepted(submitted, monkeypatch):
    frozen(monkeypatch, promise=(10, "工作日"))
    case = submitted(PROMISED, now=MONDAY)
    assert days_of(case) == (date(2026, 12, 7), None, None, None)


def test_acceptance_moves_a_statute_that_begins_there_in_its_own_step(
    submitted, officer, monkeypatch
):
    frozen(monkeypatch, branch(**LICENCE), promise=(10, "工作日"))
    case = submitted(PROMISED, now=MONDAY)
    services.accept(case_id=case.uuid, officer=officer("gy_clerk"), now=MONDAY + DAY)
    due, statute, accept, _ = days_of(case)
    assert (due, statute) == (date(2026, 12, 7), date(2026, 12, 22))
    assert accept == date(2026, 11, 30)
    assert [step.kind for step in cases.trail(case)] == ["submit", "accept"]
    assert clocks.clocks_of(case, MONDAY + DAY).statute.due == statute
    assert list(cases.broken_chains()) == []


def test_who_counts_as_accepted_from_the_receipt_on_is_counted_from_there(submitted, monkeypatch):
    frozen(monkeypatch, branch(**LICENCE), promise=(10, "工作日"))
    case = submitted(PROMISED, now=MONDAY)
    columns = dates.counted(case, accepted_at=case.clock_from)
    assert columns["statutory_due"] == date(2026, 12, 21)
    evening = submitted(PROMISED, now=datetime(2026, 11, 20, 18, 30, tzinfo=SHANGHAI))
    columns = dates.counted(evening, accepted_at=evening.clock_from)
    assert columns["statutory_due"] == date(2026, 12, 21)  # it counts as received on the Monday


def test_delivery_is_counted_from_a_decision_that_grants(submitted, monkeypatch):
    frozen(monkeypatch, branch(**LICENCE), promise=(10, "工作日"))
    case = submitted(PROMISED, now=MONDAY)
    decided_at = datetime(2026, 12, 7, 15, tzinfo=SHANGHAI)
    granted = dates.counted(case, decided_at=decided_at, is_granted=True)
    denied = dates.counted(case, decided_at=decided_at, is_granted=False)
    assert (granted[f"{DELIVER}_by"], denied[f"{DELIVER}_by"]) == (date(2026, 12, 14), None)


def answered(case, officer, brought, told_at, answered_at):
    code = case.materials.filter(source="file").first().code
    services.ask_correction(
        case_id=case.uuid,
        officer=officer("gy_clerk"),
        items=[Asked("material", code, "看不清")],
        now=told_at,
    )
    services.answer_correction(
        case_id=case.uuid,
        actor="person:answering",
        answers={},
        materials=[brought(case, code)],
        file_owner="person:answering",
        now=answered_at,
    )


@pytest.mark.parametrize(
    ("restarts", "statute"),
    [
        (["accept", "promise"], date(2026, 12, 7)),
        (["accept", "promise", "statute"], date(2026, 12, 10)),
    ],
)
def test_an_answer_begins_anew_what_the_rule_says(
    submitted, officer, brought, monkeypatch, restarts, statute
):
    rule = branch(statute=[10, "工作日", "收到申请"], correction={"restarts": restarts})
    frozen(monkeypatch, rule, promise=(3, "工作日"))
    case = submitted(PROMISED, now=MONDAY)
    answered(case, officer, brought, MONDAY + DAY, MONDAY + 3 * DAY)
    due, last, accept, _ = days_of(case)
    assert (due, last, accept) == (date(2026, 12, 1), statute, date(2026, 12, 3))
    assert list(cases.broken_chains()) == []


def version_of(*branches):
    made = definition(*branches)
    return SimpleNamespace(terms_in=lambda situation: terms_of(made, situation))


@pytest.mark.parametrize(
    ("answers", "decides_on"),
    [
        ({"permit_to": "2026-12-23"}, date(2026, 12, 23)),  # thirty days before
        ({"permit_to": "2026-12-22"}, None),  # too late to be renewed by silence
        ({"permit_to": "长期"}, None),
        ({}, None),
    ],
)
def test_a_renewal_knows_from_the_first_when_silence_decides(answers, decides_on):
    """行政许可法 50: the licence's last day is read from the form once."""
    version = version_of(branch(statute=[20, "工作日", "受理"], **RENEWAL))
    columns = dates.of_new(version, PLACE, {}, answers, MONDAY)
    assert columns["decides_on"] == decides_on
    assert "deliver_by" not in columns
    if decides_on:
        assert columns["statutory_due"] <= decides_on


def test_what_a_case_keeps_of_its_licence_caps_every_later_count(submitted, monkeypatch):
    rule = branch(statute=[20, "工作日", "受理"], **RENEWAL)
    frozen(monkeypatch, rule, promise=(20, "工作日"))
    case = submitted(PROMISED, now=MONDAY)
    Case.objects.filter(pk=case.pk).update(decides_on=date(2026, 12, 23))
    case.refresh_from_db()
    columns = dates.counted(case)
    assert columns["decides_on"] == columns["statutory_due"] == date(2026, 12, 23)
    later = dates.counted_from_answer(case, {"permit_to": "2026-12-31"}, MONDAY + DAY)
    assert later["decides_on"] == date(2026, 12, 31)


def change(case, officer, kind, **more):
    usual = {"on_day": MONDAY.date(), "reason": "某事", "basis": "某条", "asked_at": MONDAY}
    who = {"asked_by": officer("gy_reviewer")}
    made = TermChange.objects.create(case=case, kind=kind, **usual | who | more)
    case.clock_changed = True
    Case.objects.filter(pk=case.pk).update(clock_changed=True)
    return made


def test_changes_of_terms_are_facts_when_they_are_settled(submitted, officer, monkeypatch):
    shorter = {"days": 5, "unit": "工作日", "why": "事实清楚", "basis": "某条"}
    rule = branch(statute=[20, "工作日", "收到申请"], shorter=shorter)
    frozen(monkeypatch, rule, promise=(20, "工作日"))
    case = submitted(PROMISED, now=MONDAY)
    plain = date(2026, 12, 21)
    assert dates.counted(case)["statutory_due"] == plain
    asked_for = change(case, officer, "extension", days=10, unit="工作日")
    assert dates.counted(case)["statutory_due"] == plain  # nobody has granted it
    asked_for.granted_by = officer("gy_supervisor")
    asked_for.granted_at = MONDAY + DAY
    asked_for.save()
    assert dates.counted(case)["statutory_due"] > plain
    asked_for.granted_at, asked_for.refused_at = None, MONDAY + DAY
    asked_for.granted_by = None
    asked_for.save()
    assert dates.counted(case)["statutory_due"] == plain
    clear = change(case, officer, "shorter")
    assert dates.counted(case)["statutory_due"] == date(2026, 11, 30)
    clear.refused_at = MONDAY + DAY
    clear.save()
    assert dates.counted(case)["statutory_due"] == plain
    change(case, officer, "restart", on_day=date(2026, 11, 25))
    change(case, officer, "restart", on_day=date(2026, 11, 26))
    assert dates.facts_of(case).restarted_on == date(2026, 11, 26)
    assert dates.counted(case)["statutory_due"] == date(2026, 12, 24)


def test_a_stop_after_a_longer_term_was_granted_moves_the_day_that_was_told():
    rule = branch(statute=[20, "工作日", "收到申请"])
    terms = terms_of(definition(rule, promise=(20, "工作日")), {})
    longer = {
        "received_at": MONDAY,
        "complete_at": MONDAY,
        "extension": terms.promise,
        "until": date(2026, 12, 25),
        "longer_since": date(2026, 12, 10),
    }
    stop = timing.Stopped(date(2026, 12, 14), date(2026, 12, 16), "停", ("promise", "statute"))
    before = timing.Stopped(date(2026, 12, 1), date(2026, 12, 3), "停", ("promise", "statute"))
    for stops, day in (
        ((), date(2026, 12, 25)),
        ((before,), date(2026, 12, 25)),
        ((stop,), date(2026, 12, 30)),
        ((before, stop), date(2026, 12, 30)),
    ):
        facts = timing.Facts(stops=stops, **longer)
        counted = timing.dates(facts, terms, calendar(), thresholds())
        assert local(counted.at).date() == day


def test_tracking_reads_a_case_with_all_that_its_dates_follow_from(submitted, monkeypatch):
    frozen(monkeypatch, branch(statute=[20, "工作日", "受理"], **RENEWAL))
    case = submitted(PROMISED, now=MONDAY)
    tracked = applicants.tracked(case.number)
    clocks.clocks_of(tracked, MONDAY)
    with CaptureQueriesContext(connection) as statements:
        clocks.clocks_of(applicants.tracked(case.number), MONDAY)
    assert len(statements) <= 2  # the case, and its pauses


def test_nobody_reads_changes_of_cases_that_have_none(submitted, monkeypatch):
    frozen(monkeypatch, branch(**LICENCE))
    case = submitted(PROMISED, now=MONDAY)
    clocks.clocks_of(case, MONDAY)
    with CaptureQueriesContext(connection) as statements:
        clocks.clocks_of(case, MONDAY)
        assert term_facts.changes_of(case) == ()
    assert len(statements) <= 1


def test_a_provisional_statute_is_counted_anew_though_the_promise_is_sure(submitted, monkeypatch):
    frozen(monkeypatch, branch(statute=[60, "工作日", "收到申请"]), promise=(5, "工作日"))
    case = submitted(PROMISED, now=MONDAY)
    assert case.due_provisional and local(case.due_at).date() == date(2026, 11, 30)
    assert recounts.provisional() == [case.pk]
    assert not clocks.clocks_of(case, MONDAY).provisional  # the day that is told is sure
    Case.objects.filter(pk=case.pk).update(statutory_due=case.statutory_due - DAY)
    assert dates.recount(case_id=case.uuid, now=MONDAY)
    step = cases.trail(cases.get(case.uuid))[-1]
    assert step.kind == "recount" and step.told == {"from": "2026-11-30", "to": "2026-11-30"}
    assert not dates.recount(case_id=case.uuid, now=MONDAY)
