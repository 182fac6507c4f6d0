"""首问负责: a question has an owner from its first second, and is handed over when it is accepted (SYS-025).

Days and moments are counted by hand on the calendar of 2026.
"""

from datetime import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from yichuang.accounts import services as staff
from yichuang.accounts.models import Leave, Officer, Todo
from yichuang.cases import handlers, services, tasks
from yichuang.cases.models import Case, Enquiry, HandOver
from yichuang.cases.queries import owning as owners
from yichuang.cases.services import owning
from yichuang.core import clock
from yichuang.core.clock import SHANGHAI
from yichuang.core.errors import Conflict, Forbidden, Invalid
from yichuang.registry.models import Person

COUNTY = "510812000000"
PROMISED = "990514102003"
FILL = import_module("yichuang.cases.migrations.0054_questions_without_an_owner_get_one")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


SATURDAY_NIGHT = at("2026-12-05T21:00")
TUESDAY = at("2026-12-01T10:00")


@pytest.fixture
def asked(world):
    """asked(officer=…) → a question of 朝天区, another each time."""
    number = iter(range(100))

    def ask(now: datetime = TUESDAY, **changes) -> Enquiry:
        told = {
            "question": f"第{next(number)}问：怎么办？",
            "name": "",
            "phone": "13900000009",
            "region": COUNTY,
            "channel": 2,
            "actor": "public:web",
            "now": now,
        }
        return services.ask(**told | changes)

    return ask


def take_all_owners_away():
    """Questions as they were before each had an owner."""
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table cases_enquiry alter column owner_id drop not null")
        cursor.execute("update cases_enquiry set owner_id = null")


@pytest.fixture
def handed(asked, officer):
    """handed("2026-12-01T12:20") → what gy_clerk offered to gy_clerk_sb at that moment."""

    def hand(moment: str) -> HandOver:
        now = at(moment)
        first = officer("gy_clerk")
        enquiry = asked(now=now, officer=first)
        return services.hand_over_enquiry(
            enquiry_id=enquiry.uuid,
            officer=first,
            to=officer("gy_clerk_sb"),
            reason="是社保的事",
            now=now,
        )

    return hand


def owner_of(offer: HandOver) -> Officer:
    return Enquiry.objects.get(pk=offer.enquiry_id).owner


def test_a_question_asked_at_night_falls_to_who_is_there_and_has_the_fewest(asked, officer):
    first, second = officer("gy_clerk"), officer("gy_clerk_sb")
    for clerk in (first, first, second):
        asked(officer=clerk)
    assert asked(SATURDAY_NIGHT).owner == second
    assert asked(SATURDAY_NIGHT).owner == first
    todo = Todo.objects.get(kind=owning.ASKED_TODO, owner=second)
    assert todo.due_at == at("2026-12-07T17:00")


def test_whoever_is_on_leave_is_not_asked_and_a_colleague_may_answer_for_them(asked, officer):
    first, second = officer("gy_clerk"), officer("gy_clerk_sb")
    earlier = asked(officer=first)
    with pytest.raises(Conflict, match=first.name):
        services.take_enquiry(enquiry_id=earlier.uuid, officer=second, now=TUESDAY)
    Leave.objects.create(officer=first, first_day=TUESDAY.date(), last_day=TUESDAY.date())
    with clock.frozen(TUESDAY):
        assert asked().owner == second
        assert asked().owner == second
        answered = services.answer_enquiry(
            enquiry_id=earlier.uuid, officer=second, answer="可以", now=TUESDAY
        )
    assert (answered.owner, answered.state) == (second, "answered")


def test_where_nobody_is_at_the_hall_the_bureau_answers_and_where_nobody_is_at_all_nothing_is_taken(
    asked, officer
):
    for name in ("gy_clerk", "gy_clerk_sb"):
        staff.deactivate_officer(actor="system", officer=officer(name))
    assert asked().owner == officer("gy_head")
    Officer.objects.update(active=False)
    before = Enquiry.objects.count()
    with pytest.raises(Invalid) as refused:
        asked()
    (problem,) = refused.value.problems
    assert problem.field == "question" and "12333" in problem.message
    assert Enquiry.objects.count() == before


def test_a_question_about_a_case_is_its_holders(reviewing, asked, officer):
    case = reviewing()
    person = Person.objects.get(pk=case.person_id)
    about = {
        "question": "什么时候好？",
        "subject": person,
        "phone": "13900000009",
        "channel": 2,
        "actor": "person:x",
        "now": TUESDAY,
    }
    assert services.ask_about(case, **about).owner == officer("gy_reviewer")
    Case.objects.filter(pk=case.pk).update(holder=None)
    free = Case.objects.select_related("organisation").get(pk=case.pk)
    other = services.ask_about(free, **about | {"question": "到哪了？"})
    assert other.owner in (officer("gy_clerk"), officer("gy_clerk_sb"))


@pytest.mark.parametrize(
    ("offered", "returns"),
    [
        ("2026-12-04T16:00", "2026-12-07T12:00"),  # over a weekend: 60 and 180 minutes
        ("2026-12-01T12:20", "2026-12-01T17:00"),  # at noon
        ("2026-12-01T18:00", "2026-12-02T14:00"),  # after closing
        ("2026-09-24T16:30", "2026-09-28T13:30"),  # over 中秋
        ("2026-09-30T15:00", "2026-10-08T11:00"),  # over 国庆
    ],
)
def test_what_nobody_accepts_goes_back_after_so_many_minutes_of_office(
    handed, officer, offered, returns
):
    offer = handed(offered)
    assert offer.return_at == at(returns)
    todo = Todo.objects.get(kind=owning.HANDED_TODO)
    assert (todo.owner, todo.due_at, todo.next_at) == (officer("gy_clerk_sb"), at(returns), None)
    assert owner_of(offer) == officer("gy_clerk")
    assert not services.return_enquiry(enquiry_id=offer.enquiry.uuid, now=at(offered))
    with clock.frozen(at(returns)):
        tasks.return_enquiries(0)
    offer.refresh_from_db()
    assert (offer.end, offer.ended_at) == ("returned", at(returns))
    assert owner_of(offer) == officer("gy_clerk")
    open_todos = Todo.objects.filter(done_at=None, subject=offer.enquiry.ref)
    assert [(todo.kind, todo.owner) for todo in open_todos] == [
        (owning.MOVED_TODO, officer("gy_clerk"))
    ]


def test_who_presses_first_has_it(handed, officer):
    second = officer("gy_clerk_sb")
    just_before, just_then = at("2026-10-08T10:59:59"), at("2026-10-08T11:00:00")
    accepted = handed("2026-09-30T15:00").enquiry
    services.accept_enquiry(enquiry_id=accepted.uuid, officer=second, now=just_before)
    assert not services.return_enquiry(enquiry_id=accepted.uuid, now=just_then)
    accepted.refresh_from_db()
    assert (accepted.owner, accepted.owned_since) == (second, just_before)
    returned = handed("2026-09-30T15:00").enquiry
    assert services.return_enquiry(enquiry_id=returned.uuid, now=just_then)
    with pytest.raises(Conflict, match="退回"):
        services.accept_enquiry(enquiry_id=returned.uuid, officer=second, now=just_then)
    returned.refresh_from_db()
    assert returned.owner == officer("gy_clerk")


def test_what_is_declined_or_taken_back_stays_with_its_owner(handed, officer):
    first, second = officer("gy_clerk"), officer("gy_clerk_sb")
    declined = handed("2026-12-01T10:00").enquiry
    with pytest.raises(Invalid):
        services.decline_enquiry(enquiry_id=declined.uuid, officer=second, why=" ", now=TUESDAY)
    services.decline_enquiry(enquiry_id=declined.uuid, officer=second, why="手里太多", now=TUESDAY)
    withdrawn = handed("2026-12-01T10:00").enquiry
    with pytest.raises(Conflict):
        services.take_back_enquiry(enquiry_id=withdrawn.uuid, officer=second, now=TUESDAY)
    services.take_back_enquiry(enquiry_id=withdrawn.uuid, officer=first, now=TUESDAY)
    with pytest.raises(Conflict):
        services.accept_enquiry(enquiry_id=withdrawn.uuid, officer=second, now=TUESDAY)
    ends = HandOver.objects.order_by("pk").values_list("end", flat=True)
    assert list(ends) == ["declined", "withdrawn"]
    assert set(Enquiry.objects.values_list("owner", flat=True)) == {first.pk}


def test_only_its_owner_hands_it_over_once_with_a_reason_to_who_is_there(handed, officer, asked):
    first, second = officer("gy_clerk"), officer("gy_clerk_sb")
    offer = {"enquiry_id": asked(officer=first).uuid, "now": TUESDAY}
    with pytest.raises(Conflict):
        services.hand_over_enquiry(**offer, officer=second, to=first, reason="x")
    with pytest.raises(Invalid):
        services.hand_over_enquiry(**offer, officer=first, to=second, reason="  ")
    for stranger in (first, officer("gy_reviewer"), officer("yy_clerk")):
        with pytest.raises(Forbidden):
            services.hand_over_enquiry(**offer, officer=first, to=stranger, reason="x")
    services.hand_over_enquiry(**offer, officer=first, to=second, reason="x")
    with pytest.raises(Conflict, match=second.name):
        services.hand_over_enquiry(**offer, officer=first, to=officer("gy_city_clerk"), reason="x")


def test_what_is_answered_meanwhile_is_on_its_way_no_more(handed, officer):
    offer = handed("2026-12-01T10:00")
    services.answer_enquiry(
        enquiry_id=offer.enquiry.uuid, officer=officer("gy_clerk"), answer="可以", now=TUESDAY
    )
    offer.refresh_from_db()
    assert offer.end == "withdrawn"
    assert not Todo.objects.filter(subject=offer.enquiry.ref, done_at=None).exists()


def test_when_its_owner_leaves_it_goes_to_who_is_next_and_what_was_offered_to_them_goes_back(
    handed, asked, officer
):
    first, second = officer("gy_clerk"), officer("gy_clerk_sb")
    own = asked(officer=second)
    on_its_way = handed("2026-12-01T10:00")
    staff.deactivate_officer(actor="system", officer=second)
    moved = handlers.OfficerMoved(officer=second.uuid, at=TUESDAY)
    handlers.let_go(moved)
    own.refresh_from_db()
    on_its_way.refresh_from_db()
    assert own.owner == first
    assert (on_its_way.end, owner_of(on_its_way)) == ("returned", first)
    assert Todo.objects.filter(kind=owning.MOVED_TODO, owner=first, done_at=None).count() == 2


def test_who_left_while_nobody_was_there_is_followed_by_who_comes(asked, officer):
    first = officer("gy_clerk")
    enquiry = asked(officer=first)
    at_work = list(Officer.objects.filter(active=True).values_list("pk", flat=True))
    Officer.objects.update(active=False)
    tasks.move_enquiries(0)
    enquiry.refresh_from_db()
    assert enquiry.owner == first
    Officer.objects.filter(pk__in=at_work).exclude(pk=first.pk).update(active=True)
    tasks.move_enquiries(0)
    enquiry.refresh_from_db()
    assert enquiry.owner == officer("gy_clerk_sb")
    assert not owners.gone()


def test_the_database_takes_none_without_an_owner_and_none_handed_to_its_own_owner(handed):
    offer = handed("2026-12-01T10:00")
    with pytest.raises(IntegrityError), transaction.atomic():
        Enquiry.objects.filter(pk=offer.enquiry_id).update(owner=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.filter(pk=offer.pk).update(to_officer=offer.from_officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        HandOver.objects.filter(pk=offer.pk).update(end="returned")


def test_questions_of_before_that_nobody_had_taken_fall_to_the_nearest_clerks_in_turn(
    asked, officer
):
    rows = [asked(), asked(), asked(region="510812100200")]
    keys = [row.pk for row in rows]
    take_all_owners_away()
    FILL.fill(apps, None)
    clerks = {officer("gy_clerk").pk, officer("gy_clerk_sb").pk}
    filled = dict(Enquiry.objects.filter(pk__in=keys).values_list("pk", "owner"))
    assert {filled[key] for key in keys[:2]} == clerks
    assert None not in filled.values()


def test_where_nobody_works_any_more_they_fall_to_who_did(asked):
    row = asked()
    take_all_owners_away()
    Officer.objects.update(active=False)
    FILL.fill(apps, None)
    row.refresh_from_db()
    assert row.owner == Officer.objects.earliest("pk")
