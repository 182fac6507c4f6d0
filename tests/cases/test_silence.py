"""沉默的效果: written the morning after, by nobody of us, only ever a yes (行政许可法 50; 劳动合同法 54)."""

from datetime import date

import pytest

from tests.cases.branching import branch
from tests.cases.clock_rules import LICENCE, MONDAY, TEST, on
from tests.cases.conftest import PROMISED
from tests.cases.frozen_terms import frozen
from tests.cases.printed import worded
from yichuang.accounts.models import Todo
from yichuang.cases import services, tasks
from yichuang.cases.models import Case
from yichuang.cases.queries import cases, nightly
from yichuang.cases.services.corrections import Asked
from yichuang.cases.services.tasks_of_clock import SILENCE_TODO
from yichuang.core import clock, outbox
from yichuang.notify.models import Message

TEXT = {
    "days": 15,
    "unit": "自然日",
    "from": "收到文本",
    "effect": "即行生效",
    "basis": "劳动合同法第54条",
}
RENEWAL = {
    "before": "permit_to",
    "timely": {"days": 7, "unit": "自然日"},
    "effect": "视为准予延续",
    "basis": "行政许可法第50条",
}
LAST = date(2026, 12, 8)  # fifteen days after 23 November
NIGHT = on(12, 9, 0, 16)


@pytest.fixture
def text(monkeypatch, submitted):
    """A text that was handed in: silence lets it take effect."""
    frozen(monkeypatch, branch(statute=[15, "自然日", "收到文本"], silence=TEXT))
    return submitted(PROMISED, now=MONDAY)


def test_a_text_takes_effect_the_day_that_its_term_ends(text):
    assert text.decides_on == LAST
    assert not services.decide_by_silence(case_id=text.uuid, now=on(12, 8, 23, 59))
    assert nightly.silent(LAST) == []
    assert nightly.silent(NIGHT.date()) == [text.uuid]
    assert services.decide_by_silence(case_id=text.uuid, now=NIGHT)
    assert not services.decide_by_silence(case_id=text.uuid, now=NIGHT)
    text.refresh_from_db()
    assert (text.state, text.outcome, text.decided_by) == ("closed", "approved", None)
    assert "by_silence" in text.flags
    step = cases.trail(text)[-2]
    assert (step.kind, step.actor) == ("decide_by_silence", "system:silence")
    assert (step.told["effect"], step.told["effective_on"]) == ("即行生效", "2026-12-08")
    papers = worded(text, NIGHT)
    assert {"decision", "result"} & set(papers)
    assert [words for words in papers.values() if "即行生效" in words]
    assert Todo.objects.get(kind=SILENCE_TODO, done_at=None).role == "head"
    assert list(cases.broken_chains()) == []


def test_the_job_of_the_night_writes_it_and_the_applicant_is_told(text):
    with clock.frozen(NIGHT):
        tasks.decide_by_silence(0)
    while outbox.deliver():
        pass
    message = Message.objects.get(kind="case_by_silence")
    assert "劳动合同法第54条" in message.body and "即行生效" in message.body


def test_a_text_waits_while_a_lawful_notice_does(text, officer):
    code = text.materials.filter(source="file").first().code
    services.ask_correction(
        case_id=text.uuid,
        officer=officer("gy_clerk"),
        items=[Asked("material", code, "缺一页")],
        now=on(11, 25),
    )
    assert not services.decide_by_silence(case_id=text.uuid, now=NIGHT)


def test_what_was_decided_is_decided(text, officer):
    services.refuse(
        case_id=text.uuid,
        officer=officer("gy_clerk"),
        reason="不归我们",
        basis="行政许可法第32条",
        now=on(11, 24),
    )
    assert not services.decide_by_silence(case_id=text.uuid, now=NIGHT)


# ── renewals ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def renewal(monkeypatch):
    """renewal(case) → the case as one of a licence that ends on 4 December."""
    frozen(monkeypatch, branch(**LICENCE, silence=RENEWAL, stops=[TEST]), promise=(10, "工作日"))

    def ends(case):
        Case.objects.filter(pk=case.pk).update(decides_on=date(2026, 12, 4))
        return Case.objects.get(pk=case.pk)

    return ends


def test_a_licence_is_renewed_the_morning_after_its_end(renewal, reviewing):
    case = renewal(reviewing(PROMISED, now=MONDAY))
    assert not services.decide_by_silence(case_id=case.uuid, now=on(12, 4, 23, 59))
    assert services.decide_by_silence(case_id=case.uuid, now=on(12, 5, 0, 16))
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("closed", "approved")
    assert case.deliver_by == date(2026, 12, 11)  # five working days after Saturday, 5 December


def test_the_end_of_a_licence_waits_for_no_stop(renewal, reviewing, officer):
    case = renewal(reviewing(PROMISED, now=MONDAY))
    services.begin_special(
        case_id=case.uuid,
        officer=officer("gy_reviewer"),
        kind="test",
        reason="送检",
        planned_until=date(2026, 12, 11),
        now=on(12, 1),
    )
    assert services.decide_by_silence(case_id=case.uuid, now=on(12, 5, 0, 16))
    case.refresh_from_db()
    assert (case.state, case.paused_since) == ("closed", None)


def test_what_nobody_accepted_is_not_renewed(renewal, submitted):
    case = renewal(submitted(PROMISED, now=MONDAY))
    assert not services.decide_by_silence(case_id=case.uuid, now=on(12, 5, 0, 16))


def test_papers_that_were_complete_after_the_end_renew_nothing(renewal, reviewing):
    case = renewal(reviewing(PROMISED, now=MONDAY))
    Case.objects.filter(pk=case.pk).update(clock_from=on(12, 7))
    assert not services.decide_by_silence(case_id=case.uuid, now=on(12, 8, 0, 16))


def test_where_the_rule_says_nothing_silence_decides_nothing(monkeypatch, reviewing):
    frozen(monkeypatch, branch(**LICENCE), promise=(10, "工作日"))
    case = reviewing(PROMISED, now=MONDAY)
    Case.objects.filter(pk=case.pk).update(decides_on=date(2026, 12, 4))
    assert not services.decide_by_silence(case_id=case.uuid, now=NIGHT)
