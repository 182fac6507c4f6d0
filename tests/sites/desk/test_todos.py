"""What an officer is given to do: 督办, a correction that was answered, a colleague's leave; seen in the bar, done on
its page or by doing what it asks for."""

from datetime import datetime, timedelta

import pytest

from tests.sites.desk import lives
from yichuang.accounts import queries as accounts
from yichuang.accounts import services as staff
from yichuang.accounts.models import Officer, Todo
from yichuang.audit.queries import of_subject
from yichuang.cases import services
from yichuang.cases.models import Case
from yichuang.cases.queries import permission
from yichuang.cases.rules.application import Given
from yichuang.cases.services.corrections import Asked
from yichuang.cases.services.desk import let_go_of_all
from yichuang.core import clock
from yichuang.notify import queries as notify
from yichuang.supervision import services as supervision
from yichuang.supervision.models import Urging
from yichuang.supervision.queries import superiors
from yichuang.supervision.services import escalation

TODOS = "/desk/todos/"
TOMORROW = timedelta(days=1)


def in_days(count: int) -> str:
    return (clock.today() + timedelta(days=count)).isoformat()


@pytest.fixture
def held(world) -> Case:
    """A case that gy_reviewer holds."""
    return lives.reviewing()


def urged(case: Case, days: int = 2):
    form = {"urging": "申请人来问了三次", "answer_by": in_days(days)}
    return lives.signed_in("gy_supervisor").post(
        f"/desk/cases/{case.uuid}/urge/", form, follow=True
    )


def bar(username: str) -> str:
    """What the bar at the top of an officer's page says of their things to do."""
    return lives.words(lives.signed_in(username).get(TODOS)).split("交办")[1][:12]


def test_a_supervisor_asks_the_holder_answers_the_supervisor_ends_it_and_the_trail_says_so(held):
    assert "等答复" in lives.words(urged(held))
    holder = lives.signed_in("gy_reviewer")
    given = lives.words(holder.get(TODOS))
    assert "答复督办：" in given
    assert "交给您的" in given
    address = f"/desk/cases/{held.uuid}/"
    assert f'href="{address}#urging"' in holder.get(TODOS).content.decode()
    answered = holder.post(
        f"{address}answer-urging/", {"answering": "缺公章，明天办结"}, follow=True
    )
    assert "缺公章，明天办结" in lives.words(answered)
    assert "答复督办：" not in lives.words(holder.get(TODOS)).split("消息")[0]
    asked = lives.signed_in("gy_supervisor")
    assert "督办有答复了" in lives.words(asked.get(TODOS))
    assert "督办办结" in lives.words(asked.post(f"{address}close-urging/", follow=True))
    assert not Todo.objects.filter(kind__startswith="urging", done_at=None).exists()
    assert [event.kind for event in held.events.order_by("seq")][-3:] == [
        "urge",
        "answer_urging",
        "end_urging",
    ]
    assert {"case.urge", "case.answer_urging", "case.end_urging"} <= {
        e.verb for e in of_subject(held.ref)
    }


def test_the_head_of_the_place_is_given_it_too_and_officers_find_it_in_their_messages(held):
    urged(held)
    heads = Todo.objects.get(kind="urging_head")
    assert (heads.role, heads.region_id) == ("approver", held.organisation.region_id)
    reviewer = lives.officer("gy_reviewer")
    assert notify.inbox(reviewer.actor).filter(kind="todo_given").count() == 1


def test_what_is_late_is_said_where_it_is_seen_and_passed_upward_once(held):
    urged(held, days=0)
    mine = Todo.objects.get(kind="urging")
    assert supervision.pass_on_overdue(now=mine.next_at - timedelta(seconds=1)) == 0
    with clock.frozen(mine.next_at):
        assert "天没答复" in lives.words(
            lives.signed_in("gy_reviewer").get(f"/desk/cases/{held.uuid}/")
        )
        assert bar("gy_reviewer").startswith("1 逾期1") or bar("gy_reviewer").startswith("1逾期1")
        assert supervision.pass_on_overdue(now=clock.now()) >= 1
        mine.refresh_from_db()
        assert mine.level == 1
        assert mine in accounts.todos_of(mine.escalated_to)
        assert supervision.pass_on_overdue(now=clock.now()) == 0


def test_what_nobody_stands_above_keeps_nothing_else_waiting(held, monkeypatch):
    monkeypatch.setattr(escalation, "BATCH", 2)
    nobody_above = superiors.above
    urged(held)
    mine = Todo.objects.get(kind="urging")
    later = clock.now() + timedelta(days=30)
    for number in range(5):
        staff.open_todo(
            kind="urging",
            subject=f"tests:{number}",
            title="没有上级的事",
            now=clock.now(),
            owner=lives.officer("gy_reviewer"),
            due_on=clock.today(),
        )

    def above(todo, rung):
        return None if todo.subject.startswith("tests:") else nobody_above(todo, rung)

    monkeypatch.setattr(superiors, "above", above)
    assert supervision.pass_on_overdue(now=later) > 5
    mine.refresh_from_db()
    assert mine.level == 1


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"urging": "", "answer_by": "2999-01-01"}, "请写明督办什么"),
        ({"urging": "问", "answer_by": ""}, "请填哪天以前答复"),
        ({"urging": "问", "answer_by": "2001-01-01"}, "不能早于今天"),
    ],
)
def test_a_question_without_reason_or_day_is_told_and_nothing_is_written(held, form, told):
    before = held.events.count()
    answer = lives.signed_in("gy_supervisor").post(f"/desk/cases/{held.uuid}/urge/", form)
    assert answer.status_code == 422
    assert told in lives.words(answer)
    assert not Urging.objects.exists()
    assert held.events.count() == before


def test_one_question_stands_at_a_time_and_who_does_not_supervise_asks_none(held):
    urged(held)
    form = {"urging": "问", "answer_by": in_days(1)}
    again = lives.signed_in("gy_supervisor").post(f"/desk/cases/{held.uuid}/urge/", form)
    assert again.status_code == 409
    assert (
        lives.signed_in("gy_reviewer").post(f"/desk/cases/{held.uuid}/withdraw-urging/").status_code
        == 403
    )
    assert "督办撤回" in lives.words(
        lives.signed_in("gy_supervisor").post(
            f"/desk/cases/{held.uuid}/withdraw-urging/", follow=True
        )
    )


def test_what_is_done_by_doing_cannot_be_called_done_and_another_thing_can(held):
    urged(held)
    holder = lives.signed_in("gy_reviewer")
    mine = Todo.objects.get(kind="urging")
    assert holder.post(f"{TODOS}{mine.pk}/done/").status_code == 409
    other = staff.open_todo(
        kind="look",
        subject="item:1",
        title="看一眼",
        now=clock.now(),
        owner=lives.officer("gy_reviewer"),
    )
    assert holder.post(f"{TODOS}{other.pk}/done/").status_code == 302
    other.refresh_from_db()
    assert other.done_by == lives.officer("gy_reviewer")


def test_a_correction_that_was_answered_is_given_back_and_is_done_when_the_case_goes_on(world):
    case, now, clerk = lives.submitted("992014401001"), clock.now(), lives.officer("gy_clerk")
    code = case.materials.first().code
    items = [Asked("material", code, "看不清")]
    services.ask_correction(case_id=case.uuid, officer=clerk, items=items, now=now)
    file = services.store_file(
        owner="person:answering", name="补正.pdf", content=lives.PDF, now=now
    )
    services.answer_correction(
        case_id=case.uuid,
        actor="person:answering",
        answers={},
        materials=[Given(code, "file", str(file.uuid))],
        file_owner="person:answering",
        now=now,
    )
    todo = Todo.objects.get(kind="supplied", subject=case.ref)
    assert todo in accounts.todos_of(clerk)
    services.accept(case_id=case.uuid, officer=clerk, now=now)
    todo.refresh_from_db()
    assert todo.done_at is not None


def colleague(of: Officer) -> Officer:
    """Somebody new in the same unit, without any role."""
    return staff.create_officer(
        actor="system",
        username="new_one",
        name="新来的",
        organisation=of.organisation,
        employee_no="N-0001",
    )


def test_who_is_on_leave_is_handed_nothing_lets_others_take_and_a_deputy_does_what_was_given(held):
    absent = lives.officer("gy_reviewer")
    deputy = colleague(absent)
    county = absent.organisation.region
    staff.grant_role(actor="system", officer=deputy, role="reviewer", region=county)
    supervision.begin_leave(
        actor="system",
        officer=absent,
        first_day=clock.today(),
        last_day=clock.today() + TOMORROW,
        deputy=deputy,
        reason="",
        now=clock.now(),
    )
    case = Case.objects.get(pk=held.pk)
    assert permission.standing(case).holder is None
    assert Todo.objects.get(kind="leave_cases").owner == deputy
    mine = staff.open_todo(
        kind="look", subject="item:2", title="看一眼", now=clock.now(), owner=absent
    )
    assert mine in accounts.todos_of(deputy)
    city = lives.officer("gy_city_reviewer")
    assert absent not in permission.colleagues(case, city, clock.now())
    back = clock.today() + timedelta(days=2)
    assert mine not in accounts.todos_of(deputy, back)
    assert not accounts.is_away(absent.pk, back)


def test_a_person_moved_to_another_unit_loses_the_roles_of_the_old_place_and_lets_go_of_its_cases(
    held,
):
    moved = lives.officer("gy_reviewer")
    other = accounts.bureau_of("370200000000")
    assert staff.move_officer(actor="system", officer=moved, to=other) >= 1
    moved = Officer.objects.get(pk=moved.pk)
    assert moved.organisation == other
    assert not accounts.scopes(moved).roles
    assert let_go_of_all(holder=moved, now=clock.now()) == 1
    assert Case.objects.get(pk=held.pk).holder is None


def on_monday(hour: int, minute: int = 0):
    """A Monday that is worked, so that a day has its hours."""
    return datetime(2026, 11, 23, hour, minute, tzinfo=clock.SHANGHAI)


def press(kind: str, subject: str, **more) -> Todo:
    return staff.open_todo(
        kind=kind,
        subject=subject,
        title=f"{kind}·{subject}",
        now=on_monday(9, 30),
        owner=lives.officer("gy_reviewer"),
        **more,
    )


def test_the_list_says_how_each_presses_until_which_hour_and_to_whom_it_goes(world):
    press("slow_reason", "a:1")
    press("deliver", "a:2", due_on=on_monday(9).date() + timedelta(days=2))
    press("quality", "a:3")
    with clock.frozen(on_monday(10)):
        shown = lives.words(lives.signed_in("gy_reviewer").get(TODOS))
    assert "今天13:30" in shown
    for name in ("马上办", "限时办", "认真办"):
        assert shown.count(name) == 3, name  # to be chosen, in its row, and how it is timed
    assert "当场办的办久了，要写明原因" in shown
    assert "10:30报科长" in shown
    assert "11月26日报科长" in shown
    assert "事后抽查" in shown
    with clock.frozen(on_monday(14)):
        shown = lives.words(lives.signed_in("gy_reviewer").get(TODOS))
    assert "13:30过了" in shown


def test_the_list_is_narrowed_by_term_and_type(world):
    press("slow_reason", "a:1")
    press("deliver", "a:2", due_on=on_monday(9).date() + timedelta(days=20))
    client = lives.signed_in("gy_reviewer")
    with clock.frozen(on_monday(10)):
        today = lives.words(client.get(f"{TODOS}?term=today"))
        timed = lives.words(client.get(f"{TODOS}?task=timed"))
        strange = lives.words(client.get(f"{TODOS}?term=never&task=none"))
    assert "slow_reason·a:1" in today and "deliver·a:2" not in today
    assert "deliver·a:2" in timed and "slow_reason·a:1" not in timed
    assert "slow_reason·a:1" in strange and "deliver·a:2" in strange


def test_what_is_earlier_on_the_same_day_stands_first(world):
    late = press("x", "a:1", due_at=on_monday(16))
    early = press("x", "a:2", due_at=on_monday(11))
    listed = list(accounts.todos_of(lives.officer("gy_reviewer")).filter(kind="x"))
    assert listed == [early, late]
    assert (early.due_on, late.due_on) == (on_monday(9).date(), on_monday(9).date())
