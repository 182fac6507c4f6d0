"""A notice that broke the rule of telling once holds nobody: it is taken back, or the night passes over it."""

from dataclasses import replace
from datetime import date

import pytest

from tests.cases.branching import branch
from tests.cases.clock_rules import LICENCE, MONDAY, days_of, heard, on
from tests.cases.conftest import PROMISED
from tests.cases.frozen_terms import frozen
from yichuang.cases import services
from yichuang.cases.models import Case, Pause
from yichuang.cases.queries import cases, desk, nightly
from yichuang.cases.services.corrections import Asked
from yichuang.core import outbox
from yichuang.core.errors import Conflict, Invalid
from yichuang.notify.models import Message

FIELD = Asked("field", "person_phone", "请核对")
NIGHT = on(12, 4, 0, 10)


@pytest.fixture
def told(officer):
    """told(case, asked, now) → the notice that the clerk sends."""

    def tell(case, asked, now):
        return services.ask_correction(
            case_id=case.uuid, officer=officer("gy_clerk"), items=[asked], now=now
        )

    return tell


@pytest.fixture
def dropped(officer):
    """dropped(case, now) → the case after the clerk took its notice back."""

    def drop(case, now):
        services.drop_notice(case_id=case.uuid, officer=officer("gy_clerk"), now=now)
        return Case.objects.get(pk=case.pk)

    return drop


def of_rule(monkeypatch, rule):
    frozen(monkeypatch, rule, promise=(10, "工作日"))


def a_paper(case) -> Asked:
    return Asked("material", case.materials.filter(source="file").first().code, "看不清")


@pytest.fixture
def asked_twice(monkeypatch, submitted, brought, told):
    """asked_twice(rule) → a case whose lawful notice was answered on Thursday the 26th, and of which the clerk wants
    more the day after; 3 December is the last day for accepting it, 10 December for deciding."""

    def make(rule):
        of_rule(monkeypatch, rule)
        case = submitted(PROMISED, now=MONDAY)
        paper = a_paper(case)
        told(case, paper, on(11, 25))
        services.answer_correction(
            case_id=case.uuid,
            actor="person:1",
            answers={},
            materials=[brought(case, paper.code)],
            file_owner="person:answering",
            now=on(11, 26),
        )
        assert told(case, FIELD, on(11, 27)).breach
        return Case.objects.get(pk=case.pk)

    return make


def test_it_is_taken_back_and_the_case_goes_on_by_its_own_dates(asked_twice, dropped, officer):
    case = asked_twice(branch(**LICENCE))
    assert (case.state, case.accept_by) == ("correcting", date(2026, 12, 3))
    after = dropped(case, on(11, 30))
    assert (after.state, after.due_at, after.accept_by) == ("received", case.due_at, case.accept_by)
    assert after.paused_since is None
    while outbox.deliver():
        continue
    assert "不用再补" in Message.objects.get(kind="case_notice_dropped").body
    services.accept(
        case_id=case.uuid, officer=officer("gy_clerk"), now=on(12, 1), though_not_met=True
    )
    after.refresh_from_db()
    assert after.state == "accepted"
    assert days_of(after)[0] == date(2026, 12, 10)
    assert Pause.objects.filter(case=case).count() == 1
    assert list(cases.broken_chains()) == []


def test_a_notice_that_stands_in_law_is_not_taken_back(monkeypatch, submitted, told, dropped):
    of_rule(monkeypatch, branch(**LICENCE))
    case = submitted(PROMISED, now=MONDAY)
    told(case, FIELD, on(11, 25))
    with pytest.raises(Conflict, match="合规"):
        dropped(case, on(11, 26))


def test_what_was_taken_back_makes_no_further_notice_lawful(asked_twice, dropped, told):
    case = asked_twice(branch(**LICENCE))
    dropped(case, on(11, 30))
    notice = told(case, FIELD, on(11, 30, 11))
    assert (notice.breach, notice.stops_clock) == (True, False)


def test_there_is_nothing_to_answer_then(asked_twice, dropped):
    case = asked_twice(branch(**LICENCE))
    dropped(case, on(11, 30))
    with pytest.raises(Conflict, match="不能补正"):
        services.answer_correction(
            case_id=case.uuid,
            actor="person:1",
            answers={"person_phone": "13900000002"},
            materials=[],
            file_owner="person:1",
            now=on(11, 30, 11),
        )


def test_the_night_accepts_what_such_a_notice_holds_up(asked_twice):
    """视为受理 from the receipt of the lawful answer on: the second notice says nothing."""
    case = asked_twice(heard("视为受理"))
    assert nightly.unheard(date(2026, 12, 3)) == []
    assert nightly.unheard(date(2026, 12, 4)) == [case.uuid]
    assert services.deem_accepted(case_id=case.uuid, now=NIGHT)
    after = Case.objects.get(pk=case.pk)
    assert (after.state, after.accepted_at) == ("accepted", on(11, 26))
    steps = [step.kind for step in cases.trail(after)]
    assert steps[-2:] == ["drop_notice", "deem_accepted"]
    assert list(cases.broken_chains()) == []


def test_after_the_last_day_the_clerk_leaves_it_to_the_night(asked_twice, dropped):
    case = asked_twice(heard("视为受理"))
    with pytest.raises(Conflict, match="视为受理"):
        dropped(case, NIGHT)


def test_the_night_accepts_nothing_that_waits_for_a_lawful_answer(monkeypatch, submitted, told):
    of_rule(monkeypatch, heard("视为受理"))
    case = submitted(PROMISED, now=MONDAY)
    told(case, FIELD, on(11, 25))
    assert nightly.unheard(date(2026, 12, 4)) == []
    assert not services.deem_accepted(case_id=case.uuid, now=NIGHT)


def test_who_was_only_asked_in_breach_may_sue(asked_twice):
    case = asked_twice(heard("可以起诉"))
    assert not services.note_right(case_id=case.uuid, now=on(12, 3, 23, 59))
    assert services.note_right(case_id=case.uuid, now=NIGHT)


# ── a paper that nobody brought and that may not be asked for any more ───────────────────────────────────────────────


@pytest.fixture
def lacking(monkeypatch, application):
    """A case without one of its papers; 30 November is its last day for accepting it."""
    of_rule(monkeypatch, branch(**LICENCE))
    whole = application(PROMISED, now=MONDAY)
    rest = replace(whole, materials=whole.materials[1:])
    case = Case.objects.get(uuid=services.submit(application=rest, now=MONDAY).uuid)
    return case, whole.materials[0].code


def accepted(case, officer, now, **more):
    return services.accept(case_id=case.uuid, officer=officer("gy_clerk"), now=now, **more)


def test_a_paper_that_may_still_be_asked_for_holds_up_the_acceptance(lacking, officer):
    case, _ = lacking
    for though in (False, True):
        with pytest.raises(Invalid, match="请先一次告知"):
            accepted(case, officer, on(11, 30), though_not_met=though)


def test_one_that_may_not_is_left_to_the_review(lacking, told, dropped, officer):
    case, code = lacking
    notice = told(case, Asked("material", code, "没有交"), on(12, 1))
    assert notice.breach
    dropped(case, on(12, 2))
    with pytest.raises(Invalid, match="仍然受理"):
        accepted(case, officer, on(12, 2))
    accepted(case, officer, on(12, 2), though_not_met=True)
    after = Case.objects.get(pk=case.pk)
    assert (after.state, after.flags) == ("accepted", ["heard_late", "late_notice"])
    acceptance = [step for step in cases.trail(after) if step.kind == "accept"]
    assert acceptance[0].told["lacking"] == [code]
    services.begin_review(case_id=case.uuid, officer=officer("gy_reviewer"), now=on(12, 2, 11))
    assert list(cases.broken_chains()) == []


def test_lists_name_what_the_newest_notice_wants_and_not_what_was_taken_back(
    asked_twice, dropped, told
):
    """Every paper is in hand again: what is wanted now is a field."""
    case = asked_twice(branch(**LICENCE))
    dropped(case, on(11, 30))
    paper = case.materials.exclude(code=a_paper(case).code).earliest("pk")
    assert told(case, Asked("material", paper.code, "看不清"), on(11, 30, 11)).breach
    dropped(case, on(11, 30, 12))
    notice = told(case, FIELD, on(12, 1))
    papers = desk.papers_of([Case.objects.get(pk=case.pk)])[case.pk]
    assert papers.answer_by == notice.answer_by
    assert papers.have == papers.needed
