"""A credit record from its proposal to its end: two hands, objection, repair, expiry, and what it bars meanwhile."""

from datetime import date, datetime, time, timedelta

import pytest

from tests.sites.desk import lives
from yichuang.accounts.models import Todo
from yichuang.cases.rules.promises.barring import Standing, barring
from yichuang.catalog import tables
from yichuang.core import clock, outbox
from yichuang.core.errors import Conflict, Forbidden, Invalid, NotFound
from yichuang.notify.models import Message
from yichuang.registry.models import CreditRecord
from yichuang.registry.services import credit
from yichuang.registry.services.credit import Finding

pytestmark = pytest.mark.django_db
# a Monday: shown until the same day a year later, repaired from three months on; objected to until the Monday after
SHOWN_ON = datetime(2026, 3, 16, 10, 0, tzinfo=clock.SHANGHAI)
DAYS = timedelta(days=1)


def finding(**changes) -> Finding:
    values = {
        "kind": "false_commitment",
        "gravity": "general",
        "facts": "承诺没有上班，参保记录里有单位",
        "basis": "国办发〔2020〕42号",
        "source": "test:1",
    }
    return Finding(**(values | changes))


def proposed(**changes) -> CreditRecord:
    return credit.propose_record(
        subject=lives.person(),
        finding=finding(**changes),
        officer=lives.officer("gy_reviewer"),
        now=SHOWN_ON - DAYS,
    )


def shown(**changes) -> CreditRecord:
    row = proposed(**changes)
    return credit.confirm_record(
        record_id=row.uuid, officer=lives.officer("gy_approver"), now=SHOWN_ON
    )


def objected(row: CreditRecord, now=SHOWN_ON, text="那时我已经离职了") -> CreditRecord:
    subject = lives.person()
    return credit.object_to(
        record_id=row.uuid, subject=subject, actor="person:test", text=text, now=now
    )


def answered(row: CreditRecord, upheld: bool, who="gy_city_approver") -> CreditRecord:
    officer = lives.officer(who)
    return credit.answer_objection(
        record_id=row.uuid, officer=officer, upheld=upheld, answer="查了原始记录", now=SHOWN_ON
    )


def repair_asked(row: CreditRecord, now: datetime) -> CreditRecord:
    subject = lives.person()
    return credit.ask_repair(record_id=row.uuid, subject=subject, actor="person:test", now=now)


def bars(kind: str) -> bool:
    """Whether 张三 is kept from a promise of this kind."""
    rows = CreditRecord.objects.filter(person=lives.person())
    records = [Standing(row.kind, row.gravity, row.state) for row in rows]
    return barring(kind, records, tables.promise_rules()) is not None


def at(last: date) -> datetime:
    """The first minutes of a day."""
    return datetime.combine(last, time(0, 20), clock.SHANGHAI)


def open_todos() -> list[str]:
    return list(
        Todo.objects.filter(kind__startswith="credit_", done_at=None).values_list("kind", flat=True)
    )


def day(row: CreditRecord, name: str) -> str:
    return getattr(row, name).isoformat()


def test_it_takes_two_and_has_its_days(world):
    row = proposed()
    with pytest.raises(Forbidden):
        credit.confirm_record(
            record_id=row.uuid, officer=lives.officer("gy_reviewer"), now=SHOWN_ON
        )
    row = credit.confirm_record(
        record_id=row.uuid, officer=lives.officer("gy_approver"), now=SHOWN_ON
    )
    assert day(row, "shown_from") == "2026-03-16"
    assert (row.shown_until - row.shown_from).days == 365  # the same day a year later
    assert day(row, "objection_due") == "2026-03-23"  # Tu 17 1, We 2, Th 3, Fr 4, Mo 23 5


def test_the_same_source_is_proposed_once(world):
    assert proposed() == proposed(facts="别的话")
    assert CreditRecord.objects.count() == 1


@pytest.mark.parametrize("field", ["facts", "basis"])
def test_nothing_is_kept_without_facts_and_an_article(world, field):
    with pytest.raises(Invalid):
        proposed(**{field: " "})
    assert not CreditRecord.objects.exists()


def test_what_is_proposed_or_dropped_bars_nobody(world):
    row = proposed()
    assert not bars("notice")
    credit.drop_record(record_id=row.uuid, officer=lives.officer("gy_approver"), now=SHOWN_ON)
    assert not bars("notice")
    with pytest.raises(Conflict):
        credit.confirm_record(
            record_id=row.uuid, officer=lives.officer("gy_approver"), now=SHOWN_ON
        )


def test_one_that_is_shown_bars_what_stands_in_place_of_a_paper_and_no_benefit(world):  # 31
    shown()
    assert [bars(kind) for kind in ("notice", "tolerance", "credit")] == [True, True, False]


def test_a_light_one_of_another_kind_bars_nothing(world):  # 31
    shown(kind="late", gravity="light")
    assert not bars("notice")


def test_an_objection_has_its_day(world):
    row = shown()
    last = SHOWN_ON.replace(day=23, hour=23, minute=59)
    with pytest.raises(Conflict):
        objected(row, last + timedelta(minutes=1))
    objected(row, last)
    with pytest.raises(Conflict):
        objected(row, last)
    (todo,) = Todo.objects.filter(kind=credit.OBJECTION_TODO)
    assert todo.due_on.isoformat() == "2026-03-30"
    assert todo.link == f"/desk/credit/{row.uuid}/"


def test_it_is_nobody_elses_to_object_to(world):
    row = shown()
    somebody = lives.person(lives.LISI)
    with pytest.raises(NotFound):
        credit.object_to(
            record_id=row.uuid, subject=somebody, actor="person:x", text="不对", now=SHOWN_ON
        )


@pytest.mark.parametrize("who", ["gy_reviewer", "gy_approver"])
def test_who_found_it_does_not_answer(world, who):
    row = objected(shown())
    with pytest.raises(Forbidden):
        answered(row, upheld=False, who=who)


def test_an_objection_that_is_upheld_withdraws_it(world):
    row = answered(objected(shown()), upheld=True)
    assert row.state == CreditRecord.WITHDRAWN
    assert not bars("notice")
    assert not Todo.objects.filter(kind=credit.OBJECTION_TODO, done_at=None).exists()


def test_one_that_is_not_leaves_it_and_is_answered_once(world):
    row = answered(objected(shown()), upheld=False)
    assert row.state == CreditRecord.SHOWN
    assert bars("notice")
    with pytest.raises(Conflict):
        answered(row, upheld=True)


def test_repair_waits_for_its_day(world):
    row = shown()
    with pytest.raises(Conflict, match="2026年6月16日起"):
        repair_asked(row, SHOWN_ON + timedelta(days=91))  # 06-15
    row = repair_asked(row, SHOWN_ON + timedelta(days=92))
    (todo,) = Todo.objects.filter(kind=credit.REPAIR_TODO)
    # from Tu 06-16: 17 1, 18 2, 22 3 (19–21 端午), 23–26 7, 29–07-03 12, 06 13, 07 14, 08 15
    assert todo.due_on.isoformat() == "2026-07-08"
    credit.repair(record_id=row.uuid, officer=lives.officer("gy_city_approver"), now=SHOWN_ON)
    assert not bars("notice")


def test_a_light_one_ends_by_itself(world):
    row = shown(gravity="light")
    with pytest.raises(Conflict, match="自己结束"):
        repair_asked(row, SHOWN_ON + timedelta(days=30))


def test_a_repair_that_is_declined_says_what_is_lacking_and_may_be_asked_again(world):
    later = SHOWN_ON + timedelta(days=100)
    row = repair_asked(shown(), later)
    officer = lives.officer("gy_city_approver")
    with pytest.raises(Invalid):
        credit.decline_repair(record_id=row.uuid, officer=officer, reason="", now=later)
    credit.decline_repair(record_id=row.uuid, officer=officer, reason="还没有退", now=later)
    assert repair_asked(row, later).repair_declined == "还没有退"


def test_it_ends_the_day_after_its_last(world):
    row = shown()
    assert credit.expire(now=at(row.shown_until)) == 0
    assert credit.expire(now=at(row.shown_until + DAYS)) == 1
    row.refresh_from_db()
    assert row.state == CreditRecord.EXPIRED
    assert not bars("tolerance")


def test_each_step_is_told_once(world):
    answered(objected(shown()), upheld=False)
    while outbox.deliver():
        pass
    kinds = Message.objects.filter(kind__startswith="credit_").values_list("kind", flat=True)
    assert sorted(kinds) == ["credit_confirm", "credit_keep"]


def test_what_was_said_against_it_is_answered_though_it_has_ended(world):
    row = objected(shown())
    credit.expire(now=at(row.shown_until + DAYS))
    assert open_todos() == [credit.OBJECTION_TODO]
    assert answered(row, upheld=True).state == CreditRecord.WITHDRAWN
    assert open_todos() == []


def test_nobody_has_to_repair_what_was_withdrawn(world):
    later = SHOWN_ON + timedelta(days=100)
    row = repair_asked(objected(shown()), later)
    answered(row, upheld=True)
    assert open_todos() == []


def test_nobody_has_to_repair_what_has_ended(world):
    row = repair_asked(shown(), SHOWN_ON + timedelta(days=100))
    credit.expire(now=at(row.shown_until + DAYS))
    assert open_todos() == []


def test_a_gravity_without_a_class_is_a_fault_of_the_caller(world):
    with pytest.raises(KeyError):
        proposed(gravity="mortal")
