"""公示: nothing is granted before a list has stood its days, every objection is answered, and the clock goes on."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.cases.branching import branch
from tests.cases.conftest import PROMISED, TABLED, sound
from tests.cases.frozen_terms import frozen
from yichuang.accounts.models import Todo
from yichuang.cases import services
from yichuang.cases.models import Case, Notice, NoticeRow, Pause
from yichuang.cases.queries import cases, notices, versions
from yichuang.cases.rules import publicising
from yichuang.cases.rules.publicising import Line, Stood
from yichuang.cases.rules.terms import Publicity, Span
from yichuang.cases.services import publicity_news
from yichuang.cases.services.objections import OBJECTION_TODO
from yichuang.cases.services.tasks_of_clock import OVER_TODO
from yichuang.core.clock import SHANGHAI, local
from yichuang.core.errors import Conflict, Forbidden, Invalid, NotFound, Problem
from yichuang.notify.models import Message
from yichuang.reference.tables import calendar

RECEIVED = datetime(2026, 11, 9, 11, 45, tzinfo=SHANGHAI)
PUT_UP = datetime(2026, 11, 17, 10, 0, tzinfo=SHANGHAI)
NIGHT = datetime(2026, 11, 25, 0, 14, tzinfo=SHANGHAI)
MORNING_AFTER = datetime(2026, 11, 25, 10, 0, tzinfo=SHANGHAI)
SHOP = "示例庚餐馆（个体工商户，虚构），朝天镇"
DAY = timedelta(days=1)


def examined(case, officer, now):
    """Every point is judged, and met."""
    findings = {point.code: "good" for point in versions.of_case(case).review_points}
    services.review(case_id=case.uuid, officer=officer("gy_reviewer"), findings=findings, now=now)


def put_up(*lines, officer, now=PUT_UP, days=5, who="gy_reviewer", **words):
    """The notice with these lines, as (case, amount)."""
    on_page = [Line(case.uuid, SHOP, amount) for case, amount in lines]
    heading = {"title": "一次性创业补贴公示", "conditions": "首次创办，正常经营满1年"} | words
    return services.publicise(lines=on_page, officer=officer(who), days=days, now=now, **heading)


def decide(case, officer, now, **changes):
    return services.decide(
        case_id=case.uuid, officer=officer("gy_reviewer"), decision=sound(case, **changes), now=now
    )


def said_of(refused):
    return [problem.message for problem in refused.value.problems]


@pytest.fixture
def ready(reviewing, officer):
    """A case of the fifteen working days of example 30, examined and not shown yet."""
    case = reviewing(PROMISED, now=RECEIVED)
    examined(case, officer, RECEIVED + DAY)
    return case


@pytest.fixture
def shown(ready, officer):
    """The same, put up on the 17th with 5,000 yuan."""
    put_up((ready, "5000"), officer=officer)
    return Case.objects.get(pk=ready.pk)


def test_nothing_is_granted_before_the_end_and_the_date_stays(ready, officer):
    """Example 30: received on the 9th, due on the 30th, shown from the 17th to the 24th."""
    assert local(ready.due_at).date() == date(2026, 11, 30)
    with pytest.raises(Invalid, match="要先公示"):
        decide(ready, officer, PUT_UP)
    notice = put_up((ready, "5000"), officer=officer)
    ready.refresh_from_db()
    assert (notice.from_on, notice.until_on) == (date(2026, 11, 17), date(2026, 11, 24))
    assert (ready.paused_since, local(ready.due_at).date()) == (None, date(2026, 11, 30))
    with pytest.raises(Problem, match="正在公示"):
        decide(ready, officer, PUT_UP + 3 * DAY)
    last_minute = datetime(2026, 11, 24, 23, 59, tzinfo=SHANGHAI)
    assert not services.end_notice(notice_id=notice.uuid, now=last_minute)
    assert services.end_notice(notice_id=notice.uuid, now=NIGHT)
    assert not services.end_notice(notice_id=notice.uuid, now=NIGHT)
    done = decide(ready, officer, MORNING_AFTER)
    assert (done.state, local(done.due_at).date()) == ("closed", date(2026, 11, 30))
    steps = [step.kind for step in cases.trail(done)]
    assert steps[-4:] == ["publicise", "end_notice", "approve", "close"]
    assert list(cases.broken_chains()) == []


def test_more_than_was_shown_is_not_granted(shown, officer):
    services.end_notice(notice_id=Notice.objects.get().uuid, now=NIGHT)
    NoticeRow.objects.update(amount=Decimal("300"))
    with pytest.raises(Invalid) as refused:
        decide(shown, officer, MORNING_AFTER, amount="300.01", cut="标准以外的不付")
    assert [problem.field for problem in refused.value.problems] == ["amount"]
    assert "300.00元" in said_of(refused)[0]
    assert (
        decide(shown, officer, MORNING_AFTER, amount="300", cut="标准以外的不付").state == "closed"
    )


@pytest.mark.parametrize(
    ("outcome", "stood", "words"),
    [
        ("approve", None, "要先公示"),
        ("deny", None, ""),
        ("approve", Stood(False, "", None, 0, 0), "正在公示"),
        ("deny", Stood(False, "", None, 0, 0), "正在公示"),
        ("approve", Stood(True, "", None, 1, 0), "1条异议没有答复"),
        ("deny", Stood(True, "", None, 1, 0), ""),
        ("approve", Stood(True, "异议属实", None, 0, 1), "异议属实"),
        ("approve", Stood(True, "异议属实", None, 0, 0), "重新公示"),
        ("deny", Stood(True, "异议属实", None, 0, 1), ""),
        ("approve", Stood(True, "", None, 0, 0), ""),
    ],
)
def test_which_decision_passes(outcome, stood, words):
    problems = publicising.decision_problems(outcome, "", stood)
    assert bool(problems) == bool(words)
    assert all(words in problem.message for problem in problems)


@pytest.mark.parametrize(
    ("amount", "was_shown", "passes"),
    [("5000", "5000", True), ("5000.01", "5000", False), ("1", None, False), ("", None, True)],
)
def test_an_amount_passes_up_to_what_was_shown(amount, was_shown, passes):
    publicised = Decimal(was_shown) if was_shown else None
    stood = Stood(True, "", publicised, 0, 0)
    assert (publicising.decision_problems("approve", amount, stood) == []) == passes


def test_what_is_not_examined_or_has_no_amount_is_not_shown(reviewing, officer):
    case = reviewing(PROMISED, now=RECEIVED)
    with pytest.raises(Invalid) as refused:
        put_up((case, ""), officer=officer, title=" ", conditions="打13900000001问")
    fields = [problem.field for problem in refused.value.problems]
    assert fields == ["title", "conditions", "points", "publicised_amount"]
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "words", ["张三 510812198805129916", "电话139 0000 0001", "账号6222-0201-1234"]
)
def test_no_number_of_a_person_stands_on_a_page(words):
    line = Line(None, words, "1")
    problems = publicising.line_problems(line, {"R1": "good"}, 1, "once")
    assert [problem.violates for problem in problems] == ["personal"]


def test_a_person_is_masked_and_a_unit_is_named(ready, reviewing, officer):
    unit = reviewing(TABLED, now=RECEIVED)
    examined(unit, officer, RECEIVED + DAY)
    put_up((unit, "5000"), officer=officer)
    put_up((ready, "5000"), officer=officer)
    assert unit.notice_rows.get().shown == unit.employer.name
    assert ready.notice_rows.get().shown == f"{ready.person.name[0]}**"


def test_it_is_never_shorter_and_longer_only_while_the_decision_has_room(ready, officer):
    with pytest.raises(Invalid, match="不能少于5个工作日"):
        put_up((ready, "5000"), officer=officer, days=4)
    with pytest.raises(Invalid, match="请把天数写短"):
        put_up((ready, "5000"), officer=officer, days=7)
    late = datetime(2026, 12, 1, 10, 0, tzinfo=SHANGHAI)
    assert put_up((ready, "5000"), officer=officer, now=late).until_on == date(2026, 12, 8)


def test_there_is_room_when_the_decision_fits_behind_it():
    publicity = Publicity(Span(5, "工作日"), (), Span(5, "工作日"), Span(3, "工作日"), "某办法")
    until = date(2026, 11, 25)
    days = calendar()
    assert publicising.has_room(until, publicity, date(2026, 11, 30), days)
    assert not publicising.has_room(until, publicity, date(2026, 11, 27), days)


def test_several_stand_on_one_page_when_they_are_alike(ready, reviewing, officer):
    other = reviewing(TABLED, now=RECEIVED)
    examined(other, officer, RECEIVED + DAY)
    with pytest.raises(Invalid, match="同一个事项"):
        put_up((ready, "5000"), (other, "5000"), officer=officer)
    notice = put_up((ready, "5000"), officer=officer)
    with pytest.raises(Conflict, match="正在公示"):
        put_up((ready, "5000"), officer=officer)
    assert notice.rows.count() == 1


def test_who_has_no_part_in_it_puts_nothing_up(ready, officer):
    for who in ("gy_clerk", "yy_reviewer"):
        with pytest.raises(Forbidden):
            put_up((ready, "5000"), officer=officer, who=who)


STOPPED = {
    "days": 7,
    "unit": "工作日",
    "stops": ["promise"],
    "answer": {"days": 5, "unit": "工作日"},
    "review": {"days": 3, "unit": "工作日"},
    "basis": "《示例区就业补助办法》（〔2024〕5号）",
}


def test_by_a_rule_that_is_cited_the_clock_stands_meanwhile(reviewing, officer, monkeypatch):
    """Example 31: complete on the 13th, stopped from the 26th to 4 December, due on the 15th instead of the 4th."""
    frozen(monkeypatch, branch(publicity=STOPPED), promise=(15, "工作日"))
    received = datetime(2026, 11, 12, 20, 30, tzinfo=SHANGHAI)
    case = reviewing(PROMISED, now=received)
    assert local(case.due_at).date() == date(2026, 12, 4)
    examined(case, officer, received + DAY)
    now = datetime(2026, 11, 25, 10, 0, tzinfo=SHANGHAI)
    notice = put_up((case, "5000"), officer=officer, now=now, days=7)
    case.refresh_from_db()
    assert (notice.until_on, case.paused_since) == (date(2026, 12, 4), date(2026, 11, 26))
    assert STOPPED["basis"] in notice.basis
    night = datetime(2026, 12, 8, 0, 14, tzinfo=SHANGHAI)  # the job had rested for three nights
    services.end_notice(notice_id=notice.uuid, now=night)
    case.refresh_from_db()
    pause = Pause.objects.get(case=case)
    assert (pause.kind, pause.from_on, pause.until_on) == (
        "publicity",
        date(2026, 11, 26),
        date(2026, 12, 4),
    )
    assert (case.paused_since, local(case.due_at).date()) == (None, date(2026, 12, 15))
    moved = versions.last_told(case, "end_notice").told
    assert (moved["from"], moved["to"]) == ("2026-12-04", "2026-12-15")
    assert list(cases.broken_chains()) == []


def test_the_applicant_is_told_until_when_they_are_shown(shown):
    publicity_news.tell(case_id=shown.uuid, seq=shown.seq)
    publicity_news.tell(case_id=shown.uuid, seq=shown.seq)
    message = Message.objects.get(kind="case_publicised")
    assert "2026年11月24日" in message.body
    assert message.link == f"/openness/notices/{Notice.objects.get().uuid}/"


def test_the_end_gives_it_back_to_be_decided(shown, officer):
    services.end_notice(notice_id=Notice.objects.get().uuid, now=NIGHT)
    todo = Todo.objects.get(kind=OVER_TODO, subject=shown.ref)
    assert (todo.owner, todo.done_at) == (officer("gy_reviewer"), None)
    decide(shown, officer, MORNING_AFTER)
    todo.refresh_from_db()
    assert todo.done_at == MORNING_AFTER


def test_a_case_that_was_withdrawn_is_shown_no_more(shown):
    notice = Notice.objects.get()
    services.withdraw(case_id=shown.uuid, actor="person:1", reason="不办了", now=PUT_UP + DAY)
    assert notices.page(notice.uuid, PUT_UP.date()).lines == ()
    services.end_notice(notice_id=notice.uuid, now=NIGHT)
    row = NoticeRow.objects.get()
    assert (row.ended, row.left_out_why) == (True, "已撤回")


def test_an_objection_after_the_last_day_is_too_late_and_a_strange_place_is_none(shown):
    notice = Notice.objects.get()
    words = {"text": "他没有开店", "phone": "", "notice_id": notice.uuid}
    with pytest.raises(NotFound):
        services.object_to_notice(place=2, now=PUT_UP, **words)
    with pytest.raises(Conflict, match="已经结束"):
        services.object_to_notice(place=1, now=NIGHT, **words)
    assert not Todo.objects.filter(kind=OBJECTION_TODO).exists()
