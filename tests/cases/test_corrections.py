"""一次性告知: once and in full; a second notice for what was visible is a breach and stops no clock (SYS-019)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.cases import services
from yichuang.cases.models import Case, Material
from yichuang.cases.queries import cases, desk, worklist
from yichuang.cases.rules.corrections import is_breach
from yichuang.cases.services import messages, papers
from yichuang.cases.services.alarms import raise_alarms
from yichuang.cases.services.corrections import Asked
from yichuang.core import clock, outbox
from yichuang.core.errors import Conflict, Forbidden, Invalid
from yichuang.documents.models import Paper
from yichuang.notify.models import Message
from yichuang.sites.desk.review import due

FILE, OTHER, FIELD = "M06", "M07", "person_phone"
KEYS = st.tuples(st.sampled_from(["material", "field"]), st.sampled_from("abcd"))


def _ask(case, officer, now, *items):
    asked = [Asked(kind, code, f"{code}要改") for kind, code in items]
    return services.ask_correction(
        case_id=case.uuid, officer=officer("gy_clerk"), items=asked, now=now
    )


def _answer(case, now, materials=(), **answers):
    return services.answer_correction(
        case_id=case.uuid, actor="person:1", answers=answers, materials=list(materials),
        file_owner="person:answering", now=now,
    )  # fmt: skip


@given(st.lists(KEYS), st.lists(st.lists(KEYS), max_size=3), st.lists(KEYS))
def test_only_a_further_notice_that_asks_for_more_than_the_answer_brought_is_a_breach(
    asked, earlier, brought
):
    expected = False
    for key in asked:
        if earlier and key not in brought:
            expected = True
    assert is_breach(asked, earlier, brought) is expected


def test_the_first_notice_is_no_breach_and_stops_the_clock(submitted, officer, morning):
    case = submitted()
    notice = _ask(case, officer, morning, ("material", FILE), ("field", FIELD))
    assert (notice.seq, notice.breach, notice.stops_clock) == (1, False, True)
    assert notice.answer_by == date(2026, 12, 11)  # 15 working days after Friday, 20 November
    assert [(i.kind, i.code, i.name) for i in notice.items.order_by("id")][0][
        2
    ] == "代办人身份证件与授权委托书"
    case.refresh_from_db()
    assert (case.state, case.flags) == ("correcting", [])
    raise_alarms(now=case.due_at + timedelta(days=40))
    case.refresh_from_db()
    assert (case.alarm, case.late) == ("green", False)


def test_a_case_whose_clock_stands_is_on_no_coloured_list_until_it_runs_again(
    submitted, officer, brought, morning
):
    clerk = officer("gy_clerk")
    case = submitted()
    _ask(case, officer, morning, ("material", FILE))
    after = case.due_at + timedelta(days=2)
    for now in (after, case.due_at - timedelta(hours=3), case.due_at - timedelta(days=2)):
        counted = worklist.page(clerk, worklist.Filters(), now).counts
        assert counted == {"overdue": 0, "today": 0, "soon": 0, "": 1}
    assert due.chip(Case.objects.get(pk=case.pk), after) == {
        "state": "paused",
        "text": "停着，等补",
    }
    _answer(case, morning + timedelta(days=1), [brought(case, FILE)])
    breach = _ask(case, officer, morning + timedelta(days=2), ("material", OTHER))
    case.refresh_from_db()
    over = case.due_at + timedelta(minutes=1)
    shown = worklist.page(clerk, worklist.Filters(colour="overdue"), over)
    assert breach.breach and shown.counts["overdue"] == 1
    assert [row.pk for row in shown.rows] == [case.pk] and due.chip(case, over)["state"] == "late"


def test_a_second_notice_for_what_was_visible_is_a_breach_and_the_clock_runs_on(
    submitted, officer, brought, morning
):
    case = submitted()
    _ask(case, officer, morning, ("material", FILE))
    later = morning + timedelta(days=3)
    _answer(case, later, [brought(case, FILE)])
    case.refresh_from_db()
    due = case.due_at
    notice = _ask(
        case, officer, later + timedelta(hours=1), ("material", FILE), ("material", OTHER)
    )
    assert (notice.seq, notice.breach, notice.stops_clock) == (2, True, False)
    case.refresh_from_db()
    assert case.flags == ["second_correction"]
    assert cases.trail(case)[-1].told["breach"] is True
    raise_alarms(now=due + timedelta(minutes=1))
    case.refresh_from_db()
    assert (case.alarm, case.late, case.due_at) == ("overdue", True, due)
    _answer(case, due + timedelta(days=1), [brought(case, FILE), brought(case, OTHER)])
    case.refresh_from_db()
    assert (case.due_at, case.clock_from, case.late) == (due, later, True)


def test_a_second_notice_for_a_fault_of_the_answer_is_allowed_and_stops_the_clock(
    submitted, officer, brought, morning
):
    case = submitted()
    _ask(case, officer, morning, ("material", FILE), ("field", FIELD))
    _answer(case, morning + timedelta(days=1), [brought(case, FILE)], person_phone="13900000002")
    notice = _ask(case, officer, morning + timedelta(days=2), ("material", FILE))
    assert (notice.breach, notice.stops_clock) == (False, True)
    assert Case.objects.get(pk=case.pk).flags == []


def test_an_answer_changes_only_what_was_asked_and_starts_the_clock_anew(
    submitted, officer, brought, morning
):
    case = submitted()
    before = case.form
    _ask(case, officer, morning, ("material", FILE), ("field", FIELD))
    later = morning + timedelta(days=10)
    given = [brought(case, FILE), brought(case, OTHER)]
    _answer(case, later, given, person_phone="13900000002", person_name="别的人", bank_account="1")
    case.refresh_from_db()
    assert case.form == before | {"person_phone": "13900000002"}
    assert [(m.code, m.round) for m in Material.objects.filter(case=case, round=1)] == [(FILE, 1)]
    assert (case.state, case.clock_from, case.alarm) == ("supplied", later, "green")
    assert clock.local(case.due_at).date() == date(
        2026, 12, 21
    )  # 15 working days after Monday, 30 November


@pytest.mark.parametrize(("channel", "visits"), [(1, 1), (2, 0), (3, 0), (4, 1), (6, 1)])
def test_an_answer_brought_in_person_is_a_visit_and_one_sent_from_home_is_none(
    submitted, officer, morning, channel, visits
):
    case = submitted()
    _ask(case, officer, morning, ("field", FIELD))
    clerk = officer("gy_clerk") if channel == 1 else None
    services.answer_correction(
        case_id=case.uuid, actor="person:1", answers={FIELD: "13900000002"}, materials=[], file_owner="person:1",
        now=morning, channel=channel, officer=clerk,
    )  # fmt: skip
    case.refresh_from_db()
    assert case.visits == visits
    last = case.events.order_by("seq").last()
    assert (last.on_site, last.officer) == (bool(visits), clerk)
    assert desk.chain_faults(case) == []


def test_only_a_clerk_of_the_place_takes_an_answer_at_the_window(submitted, officer, morning):
    case = submitted()
    _ask(case, officer, morning, ("field", FIELD))
    for username in ("gy_reviewer", "yy_clerk"):
        with pytest.raises(Forbidden):
            services.answer_correction(
                case_id=case.uuid, actor="person:1", answers={FIELD: "13900000002"}, materials=[],
                file_owner="person:1", now=morning, channel=1, officer=officer(username),
            )  # fmt: skip


def test_an_answer_without_what_was_asked_names_it(submitted, officer, morning, brought):
    case = submitted()
    _ask(case, officer, morning, ("material", FILE), ("field", FIELD))
    with pytest.raises(Invalid) as refused:
        _answer(case, morning, person_phone="12345")
    assert {p.field for p in refused.value.problems} == {f"materials.{FILE}", FIELD}
    with pytest.raises(Invalid, match="不是您上传的"):
        _answer(
            case, morning, [brought(case, FILE, actor="person:other")], person_phone="13900000002"
        )
    assert Case.objects.get(pk=case.pk).state == "correcting"


def test_a_notice_names_something_of_the_case_with_a_reason(submitted, officer, morning):
    case = submitted()
    for items, text in (
        ([], "至少勾选一项"),
        ([Asked("material", FILE, " ")], "怎么改"),
        ([Asked("material", "M99", "缺")], "没有这一项"),
        ([Asked("field", "no_such", "缺")], "没有这一项"),
    ):
        with pytest.raises(Invalid, match=text):
            services.ask_correction(
                case_id=case.uuid, officer=officer("gy_clerk"), items=items, now=morning
            )


def test_nothing_is_answered_that_was_not_asked(submitted, morning):
    with pytest.raises(Conflict, match="不能补正"):
        _answer(submitted(), morning)


def test_after_the_last_day_it_is_returned_and_not_a_day_before(submitted, officer, morning):
    case = submitted()
    notice = _ask(case, officer, morning, ("material", FILE))
    last = morning.replace(year=2026, month=12, day=11, hour=23)
    assert clock.local(last).date() == notice.answer_by
    assert case.uuid not in cases.unanswered(last.date())
    assert services.return_unanswered(case_id=case.uuid, now=last) is False
    after = last + timedelta(hours=2)
    assert case.uuid in cases.unanswered(after.date())
    assert services.return_unanswered(case_id=case.uuid, now=after) is True
    assert services.return_unanswered(case_id=case.uuid, now=after) is False
    case.refresh_from_db()
    assert (case.state, case.outcome, case.closed_at) == ("returned", "returned", after)
    with pytest.raises(Conflict):
        _answer(case, after)


def test_each_notice_has_its_own_paper_and_message_however_late_they_are_made(
    submitted, officer, brought, morning
):
    case = submitted()
    _ask(case, officer, morning, ("material", FILE))
    first = Case.objects.get(pk=case.pk).seq
    _answer(case, morning + timedelta(days=1), [brought(case, FILE)])
    second = services.ask_correction(
        case_id=case.uuid, officer=officer("gy_clerk"), now=morning + timedelta(days=2),
        items=[Asked("material", FILE, "第二次的理由")],
    )  # fmt: skip
    for seq in (first, first + 2):
        papers.issue_for(case_id=case.uuid, verb="ask_correction", seq=seq, now=morning)
        messages.tell(case_id=case.uuid, verb="ask_correction", seq=seq)
    told = {
        m.key.rpartition(":")[2]: m.body for m in Message.objects.filter(key__startswith=case.ref)
    }
    assert "第二次的理由" in told[str(first + 2)] and "第二次的理由" not in told[str(first)]
    made = Paper.objects.filter(subject=case.ref, kind="correction").order_by("serial")
    assert [paper.occasion for paper in made] == [str(first), str(first + 2)]
    assert second.seq == 2


def test_a_notice_brings_a_message_with_everything_asked_and_the_last_day(
    submitted, officer, morning
):
    case = submitted()
    _ask(case, officer, morning, ("material", FILE), ("field", FIELD))
    while outbox.deliver():
        continue
    message = Message.objects.get(key=f"{case.ref}:2")
    assert (
        "M06要改" in message.body
        and "person_phone要改" in message.body
        and "2026年12月11日" in message.body
    )
    assert Paper.objects.filter(subject=case.ref, kind="correction").count() == 1
