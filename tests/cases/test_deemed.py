"""视为受理: the morning after, from the day of receipt, only where the law says so; and who may go another way."""

from datetime import date, timedelta

import pytest

from tests.cases.branching import branch
from tests.cases.clock_rules import LICENCE, MONDAY, days_of, heard, on
from tests.cases.conftest import PROMISED
from tests.cases.frozen_terms import frozen
from tests.cases.printed import printed, worded
from yichuang.accounts.models import Todo
from yichuang.cases import services, tasks
from yichuang.cases.models import Pause
from yichuang.cases.queries import cases, nightly
from yichuang.cases.services import step_words
from yichuang.cases.services.corrections import Asked
from yichuang.cases.services.tasks_of_clock import DEEMED_TODO, OVERRUN_TODO
from yichuang.core import clock, outbox
from yichuang.core.errors import Conflict, Invalid
from yichuang.notify.models import Message

NIGHT = on(12, 1, 0, 10)
DEEMED, MAY_SUE = "视为受理", "可以起诉"


@pytest.fixture
def waiting(monkeypatch, submitted):
    """waiting(rule) → a case that nobody has looked at; 30 November is its last day for that."""

    def make(rule=None):
        frozen(monkeypatch, rule or heard(DEEMED), promise=(10, "工作日"))
        return submitted(PROMISED, now=MONDAY)

    return make


def told_of(case, officer, now):
    code = case.materials.filter(source="file").first().code
    return services.ask_correction(
        case_id=case.uuid,
        officer=officer("gy_clerk"),
        items=[Asked("material", code, "看不清")],
        now=now,
    )


def test_nobody_answered_and_it_counts_as_accepted_from_the_receipt_on(waiting):
    case = waiting()
    assert case.accept_by == date(2026, 11, 30)
    assert not services.deem_accepted(case_id=case.uuid, now=on(11, 30, 23, 59))
    assert nightly.unheard(date(2026, 11, 30)) == []
    assert nightly.unheard(date(2026, 12, 1)) == [case.uuid]
    assert services.deem_accepted(case_id=case.uuid, now=NIGHT)
    assert not services.deem_accepted(case_id=case.uuid, now=NIGHT)
    assert days_of(case) == (date(2026, 12, 7), date(2026, 12, 21))
    assert (case.state, case.accepted_at, case.accepted_by) == ("accepted", case.clock_from, None)
    assert case.flags == ["deemed"]
    assert Todo.objects.get(kind=DEEMED_TODO, done_at=None).role == "head"
    words = worded(case, NIGHT, only="deemed")["deemed"]
    assert "2026年11月30日（周一）" in words and "2026年11月23日" in words
    assert "2026年12月7日（周一）" in words and "行政许可法第32条第1款" in words
    assert list(cases.broken_chains()) == []


def test_the_job_of_the_night_does_it_and_the_applicant_is_told(waiting):
    case = waiting()
    with clock.frozen(NIGHT):
        tasks.deem_accepted(0)
    case.refresh_from_db()
    assert case.state == "accepted"
    while outbox.deliver():
        pass
    message = Message.objects.get(kind="case_deemed")
    assert "2026年12月7日" in message.body and "视为已经受理" in message.title


def test_a_reviewer_goes_on_with_it(waiting, officer):
    case = waiting()
    services.deem_accepted(case_id=case.uuid, now=NIGHT)
    services.begin_review(case_id=case.uuid, officer=officer("gy_reviewer"), now=on(12, 1))
    case.refresh_from_db()
    assert case.state == "reviewing"


def test_a_notice_of_the_last_minute_is_in_time(waiting, officer):
    case = waiting()
    told_of(case, officer, on(11, 30, 23, 59))
    assert not services.deem_accepted(case_id=case.uuid, now=NIGHT)
    assert nightly.unheard(date(2026, 12, 1)) == []


@pytest.mark.parametrize("verb", ["accept", "refuse", "ask_correction"])
def test_what_the_law_has_accepted_is_neither_refused_nor_sent_back(waiting, officer, verb):
    """Also in the ten minutes before it is written down."""
    case = waiting()
    who = {"case_id": case.uuid, "officer": officer("gy_clerk"), "now": on(12, 1, 0, 5)}
    more = {
        "accept": {},
        "refuse": {"reason": "不归我们", "basis": "行政许可法第32条"},
        "ask_correction": {"items": [Asked("field", "person_phone", "请核对")]},
    }
    with pytest.raises(Conflict, match="视为受理"):
        getattr(services, verb)(**who, **more[verb])


def test_where_no_law_says_so_nothing_is_deemed_and_a_late_answer_is_our_fault(waiting, officer):
    case = waiting(branch(**LICENCE))
    assert not services.deem_accepted(case_id=case.uuid, now=NIGHT)
    services.accept(case_id=case.uuid, officer=officer("gy_clerk"), now=on(12, 1))
    case.refresh_from_db()
    assert (case.state, case.flags) == ("accepted", ["heard_late"])
    assert list(cases.broken_chains()) == []


def test_a_notice_after_the_last_day_is_a_breach_that_stops_nothing_and_ends_nothing(
    waiting, officer
):
    case = waiting(branch(**LICENCE))
    notice = told_of(case, officer, on(12, 1))
    case.refresh_from_db()
    assert (notice.breach, notice.stops_clock) == (True, False)
    assert (case.flags, case.paused_since) == (["late_notice"], None)
    assert not Pause.objects.filter(case=case).exists()
    later = on(12, 1) + timedelta(days=60)
    assert not services.return_unanswered(case_id=case.uuid, now=later)
    assert case.uuid not in cases.unanswered(later.date())


def test_the_rule_says_how_long_the_applicant_has(waiting, officer):
    rule = branch(**LICENCE, correction={"answer": {"days": 7, "unit": "自然日"}})
    notice = told_of(waiting(rule), officer, on(11, 24))
    assert notice.answer_by == date(2026, 12, 1)


def test_who_was_told_in_time_and_did_not_answer_is_sent_back(waiting, officer):
    rule = branch(**LICENCE, correction={"unanswered": "视为放弃"})
    case = waiting(rule)
    notice = told_of(case, officer, on(11, 24))
    after = on(11, 24) + (notice.answer_by - date(2026, 11, 23))
    assert services.return_unanswered(case_id=case.uuid, now=after)
    step = cases.trail(case)[-1]
    assert (step.told["effect"], step.plain) == ("视为放弃", "到期没有补，视为放弃这次申请")
    assert step_words.reason_of(case, "return", step.seq) == "到期没有补材料，视为放弃这次申请"


@pytest.mark.parametrize(
    ("now", "unanswered", "said", "unsaid"),
    [
        (on(11, 24), "退件", "按退件处理", "照常计算"),
        (on(11, 24), "视为放弃", "视为放弃这次申请", "按退件处理"),
        (on(12, 1), "退件", "照常计算", "按退件处理"),
    ],
)
def test_the_notice_says_what_becomes_of_who_does_not_answer(
    waiting, officer, now, unanswered, said, unsaid
):
    case = waiting(branch(**LICENCE, correction={"unanswered": unanswered}))
    told_of(case, officer, now)
    sheet = printed(case, now, only="correction")["correction"]
    text = "".join(sheet.split())
    assert said in text and unsaid not in text


# ── the shorter statute ──────────────────────────────────────────────────────────────────────────────────────────────

CLEAR = {"days": 10, "unit": "工作日", "why": "事实清楚", "basis": "工伤保险条例第20条"}


def test_who_accepts_finds_that_the_facts_are_clear(waiting, officer):
    case = waiting(branch(**LICENCE, shorter=CLEAR))
    services.accept(case_id=case.uuid, officer=officer("gy_clerk"), now=on(11, 24), clear=True)
    # the tenth working day after 24 November
    assert days_of(case) == (date(2026, 12, 7), date(2026, 12, 8))
    assert case.clock_changed and cases.trail(case)[1].told["clear"] is True
    assert case.term_changes.get().basis == "工伤保险条例第20条"
    assert list(cases.broken_chains()) == []


def test_without_a_shorter_statute_nobody_finds_it(waiting, officer):
    case = waiting(branch(**LICENCE))
    with pytest.raises(Invalid):
        services.accept(case_id=case.uuid, officer=officer("gy_clerk"), now=on(11, 24), clear=True)


# ── another way ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_heard_nothing_may_sue_and_is_told_once(waiting):
    case = waiting(heard(MAY_SUE))
    assert not services.note_right(case_id=case.uuid, now=on(11, 30, 23, 59))
    assert services.note_right(case_id=case.uuid, now=NIGHT)
    assert not services.note_right(case_id=case.uuid, now=NIGHT)
    case.refresh_from_db()
    assert (case.state, case.flags) == ("received", ["may_go_on"])
    assert not services.deem_accepted(case_id=case.uuid, now=NIGHT)
    facts = cases.trail(case)[-1].told
    assert (facts["right"], facts["last_day"]) == ("unheard", "2026-11-30")
    assert "向法院起诉" in worded(case, NIGHT, only="right")["right"]
    assert Todo.objects.get(kind=OVERRUN_TODO, done_at=None).role == "head"
    assert list(cases.broken_chains()) == []


@pytest.mark.parametrize(
    ("right", "last", "first"),
    [
        ({"days": 15, "unit": "自然日", "from": "收到申请"}, on(12, 8), on(12, 9)),
        ({"at": "statute"}, on(12, 28), on(12, 29)),  # counted from the last day for accepting it
    ],
)
def test_a_right_opens_the_day_after_its_time(waiting, right, last, first):
    row = right | {"effect": "可以申请仲裁", "basis": "劳动争议调解仲裁法第14条"}
    case = waiting(branch(**LICENCE, rights=[row]))
    assert not services.note_right(case_id=case.uuid, now=last)
    assert services.note_right(case_id=case.uuid, now=first)
    assert cases.trail(case)[-1].told["effect"] == "可以申请仲裁"


def test_who_is_waited_for_is_told_of_no_right(waiting, officer):
    case = waiting(heard(MAY_SUE))
    told_of(case, officer, on(11, 30))
    assert not services.note_right(case_id=case.uuid, now=NIGHT)
