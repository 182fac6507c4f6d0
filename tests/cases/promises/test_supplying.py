"""A paper that follows: examples 22 to 26, by hand (SYS-033)."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import call_command

from tests.cases.promises.test_keeping import DEATH, PROOF, draft, sent  # noqa: F401
from tests.paper_files import PDF
from yichuang.accounts.models import Todo
from yichuang.cases import services
from yichuang.cases.models import Case, CaseEvent, Commitment, Material
from yichuang.cases.queries import owed
from yichuang.cases.services import messages, supplying
from yichuang.cases.services.supplying import Supplied
from yichuang.core.clock import SHANGHAI, local
from yichuang.core.errors import Conflict
from yichuang.demo.looking import look_at
from yichuang.notify.models import Message


def at(day, hour=10, minute=0, second=0):
    month, number = day.split("-")
    return datetime(2026, int(month), int(number), hour, minute, second, tzinfo=SHANGHAI)


def handed_in(case, now, officer=None):
    """The paper itself, on a day."""
    actor = officer.actor if officer else "test:supplying"
    file = services.store_file(owner=actor, name="证明.pdf", content=PDF, now=now)
    code = Material.objects.get(case=case, name=PROOF).code
    paper = Supplied(code, file.uuid, actor, officer)
    return supplying.supply(case_id=case.uuid, paper=paper, now=now)


@pytest.fixture
def case(draft, officer):  # noqa: F811
    """Submitted on Tuesday 12-01 at 10:00 with a paper to follow by 12-08, accepted the same day."""
    row = sent(draft(later=True), at("12-01"))
    look_at(row, officer("gy_clerk"), at("12-01"))
    services.accept(case_id=row.uuid, officer=officer("gy_clerk"), now=at("12-01", 11))
    return Case.objects.get(pk=row.pk)


def kinds(case):
    return [event.kind for event in CaseEvent.objects.filter(case=case).order_by("seq")]


def promise_of(case):
    case.refresh_from_db()
    return local(case.due_at).date()


def test_example_22_due_in_five_working_days_and_promised_in_ten(case):
    assert Material.objects.get(case=case, name=PROOF).due_on == date(2026, 12, 8)
    assert promise_of(case) == date(2026, 12, 15)


def test_example_23_two_reminders_each_once(case):
    reminded = []
    for number in range(1, 10):
        now = at(f"12-{number:02d}", 8, 30)
        for _ in range(2):
            if supplying.remind(case_id=case.uuid, now=now):
                reminded.append(number)
    assert reminded == [3, 7]
    assert CaseEvent.objects.filter(case=case, kind="remind").count() == 2


def test_example_24_in_time_until_midnight(case):
    row = handed_in(case, at("12-08", 23, 59, 59))
    assert (row.source, row.due_on) == ("file", date(2026, 12, 8))
    assert Commitment.objects.get(case=case, kind="tolerance").ended == "supplied"
    assert not Todo.objects.filter(kind="late_supplied", subject=case.ref).exists()
    assert owed.of_case(case) == []


def test_example_24_after_closing_it_is_taken_and_late(case, officer):
    handed_in(case, at("12-08", 17, 30), officer("gy_clerk"))
    assert Todo.objects.filter(kind="late_supplied", subject=case.ref).count() == 1
    assert Material.objects.get(case=case, name=PROOF).source == "file"


def test_what_is_not_owed_is_refused(case):
    handed_in(case, at("12-02"))
    with pytest.raises(Conflict):
        supplying.supply(
            case_id=case.uuid,
            paper=Supplied("M03", Material.objects.get(case=case, name=PROOF).file.uuid, "x"),
            now=at("12-03"),
        )


def test_example_25_the_promise_stands_while_we_wait(case):
    assert list(owed.overdue(date(2026, 12, 8))) == []
    assert not supplying.begin_awaiting(case_id=case.uuid, now=at("12-08", 0, 18))
    assert list(owed.overdue(date(2026, 12, 9))) == [case.uuid]
    assert supplying.begin_awaiting(case_id=case.uuid, now=at("12-09", 0, 18))
    case.refresh_from_db()
    assert case.state == "awaiting"
    assert case.paused_since == date(2026, 12, 10)
    handed_in(case, at("12-16"))
    assert promise_of(case) == date(2026, 12, 22)
    assert case.state == "accepted"
    assert kinds(case)[-3:] == ["begin_awaiting", "add_paper", "end_awaiting"]
    call_command("verify_chains")


def test_example_26_waiting_ends_by_itself_and_denies_nobody(case):
    supplying.begin_awaiting(case_id=case.uuid, now=at("12-09", 0, 18))
    for day in ("12-22", "12-23"):
        assert not supplying.give_up_waiting(case_id=case.uuid, now=at(day, 0, 18))
    assert list(owed.waited_out(date(2026, 12, 24))) == [case.uuid]
    assert supplying.give_up_waiting(case_id=case.uuid, now=at("12-24", 0, 18))
    case.refresh_from_db()
    assert (case.state, case.outcome) == ("accepted", "")
    assert "unsupplied" in case.flags
    assert Todo.objects.filter(kind="unsupplied", subject=case.ref).count() == 1
    assert not supplying.begin_awaiting(case_id=case.uuid, now=at("12-25", 0, 18))
    handed_in(case, at("12-25"))  # it is taken all the same
    assert Material.objects.get(case=case, name=PROOF).supplied_at


def test_a_case_under_review_goes_on_where_it_stood(case, officer):
    services.begin_review(case_id=case.uuid, officer=officer("gy_reviewer"), now=at("12-02"))
    supplying.begin_awaiting(case_id=case.uuid, now=at("12-09", 0, 18))
    handed_in(case, at("12-10"))
    case.refresh_from_db()
    assert case.state == "reviewing"


def test_nothing_stands_once_the_promise_is_over(case):
    late = promise_of(case) + timedelta(days=1)
    assert not supplying.begin_awaiting(case_id=case.uuid, now=at(f"12-{late.day}", 0, 18))


def sent_of(case, kind):
    """The one message of a kind that the applicant got about the last step."""
    case.refresh_from_db()
    step = CaseEvent.objects.filter(case=case).order_by("seq").last()
    messages.tell(case_id=case.uuid, verb=step.kind, seq=step.seq)
    return Message.objects.get(kind=kind).body


def test_the_applicant_is_reminded_told_of_the_wait_and_of_its_end(case):
    supplying.remind(case_id=case.uuid, now=at("12-03", 8, 30))
    body = sent_of(case, "later_due")
    assert PROOF in body
    assert "2026年12月8日" in body
    supplying.begin_awaiting(case_id=case.uuid, now=at("12-09", 0, 18))
    body = sent_of(case, "later_over")
    assert "2026年12月23日" in body
    assert "法定的期限照走" in body
    supplying.give_up_waiting(case_id=case.uuid, now=at("12-24", 0, 18))
    assert "按手里的材料接着审" in sent_of(case, "later_decided")
