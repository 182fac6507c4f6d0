"""Whoever a form names by number in a table or in a field of its own is asked of the police register and told as
packs/forms/named.yaml declares, by jobs, and the sender waits for none of it (docs/adr/0048…)."""

from datetime import timedelta

import pytest

from tests.lives import FRIDAY
from tests.sites.desk import lives
from yichuang.adapters.faults import Faults
from yichuang.adapters.idcheck.simulator import Simulator
from yichuang.cases.models import Case, NameCheck
from yichuang.cases.queries import listed, named, versions
from yichuang.cases.services import listed as listing
from yichuang.cases.services import police
from yichuang.catalog import queries as catalog
from yichuang.catalog import tables
from yichuang.core import clock, jobs, outbox, packs, ports
from yichuang.identity import services as identity
from yichuang.notify.models import Message
from yichuang.registry import services as registry
from yichuang.registry.models import Person

pytestmark = pytest.mark.django_db
ADDED = "992014201003"  # 职工参保登记（增员）
KNOWN = "13900000088"
NAME, NUMBER = "李四", "510812196607089934"  # one of whom the simulated register knows
PACK = packs.read("forms/named.yaml")
KINDS = {"message": ["named_in_form"], "inbox": ["named_in_list"], "nobody": []}


@pytest.fixture
def deferred(monkeypatch):
    """Jobs that were asked for, none of them run."""
    names = []
    monkeypatch.setattr(jobs, "defer", lambda name, **arguments: names.append((name, arguments)))
    simulator = Simulator(Faults())
    others = ports.adapter
    monkeypatch.setattr(
        ports, "adapter", lambda kind: simulator if kind == "idcheck" else others(kind)
    )
    return names


@pytest.fixture
def lisi(world):
    person = next(each for each in Person.objects.all() if each.name == NAME)
    identity.trust_phone(person=person, phone=KNOWN, came_from="window:test", now=FRIDAY)
    return person


def _forms():
    for row in catalog.items():
        yield row.code, catalog.form_of(row.version_id)


def _named_fields(form):
    """Keys of the fields and tables in which the form names somebody by number, but those whom it is about."""
    about = {pair.number for pair in form.about}
    for key, field in form.fields.items():
        if field.type == "id_number" and key not in about:
            yield key, field
        if any(column.type == "id_number" for column in field.columns):
            yield key, field


def test_every_number_in_every_form_is_declared_and_nothing_else_is(world):
    declared = {row["key"] for row in [*PACK["people"], *PACK["others"]]}
    in_forms = {key for _, form in _forms() for key, _ in _named_fields(form)}
    assert declared == in_forms


def test_each_declaration_says_why_and_how():
    for row in PACK["people"]:
        assert row["tells"] in KINDS
        assert len(row["because"]) > 8 and "法" in row["source"], row["key"]
    assert all(len(row["because"]) > 8 for row in PACK["others"])


def _naming(form, key, field, person):
    """Answers that name the person there."""
    if field.type != "table":
        declared = tables.named_people()[key]
        return {declared.name: person.name, key: person.id_number}
    return {key: [{"name": person.name, "id_number": person.id_number}]}


def test_in_every_form_whoever_is_declared_is_put_down_and_told(world, lisi, deferred, monkeypatch):
    case = lives.submitted(ADDED, subject=lives.employer())
    people = tables.named_people()
    monkeypatch.setattr(versions.Version, "visible", lambda self, answers: frozenset(answers))
    tried = 0
    for row in catalog.items():
        form = catalog.form_of(row.version_id)
        for key, field in _named_fields(form):
            if key not in people:
                continue
            Message.objects.all().delete()
            NameCheck.objects.all().delete()
            Case.objects.filter(pk=case.pk).update(version_id=row.version_id, item_code=row.code)
            fresh = Case.objects.get(pk=case.pk)
            fresh.form = _naming(form, key, field, lisi)
            fresh.save(update_fields=["form"])
            listing.take_in(case_id=case.uuid, start=0, now=FRIDAY)
            listing.take_in(case_id=case.uuid, start=0, now=FRIDAY)
            place = (row.code, key)
            assert NameCheck.objects.count() == int(people[key].asks), place
            sent = Message.objects.filter(recipient=f"person:{lisi.uuid}")
            kinds = [message.kind for message in sent]
            assert kinds == KINDS[people[key].tells], place
            phones = [message.phone for message in sent if message.phone]
            assert phones == ([KNOWN] if people[key].tells == "message" else []), place
            tried += 1
    assert tried > 30


def _roster(count: int) -> list[dict]:
    """So many rows, each with another number; the first is of one whom the register knows."""
    rows = [{"name": NAME, "id_number": NUMBER}]
    for number in range(1, count):
        rows.append({"name": f"甲{number}", "id_number": f"51081219900101{number:04d}"})
    return rows


def _with_roster(rows) -> Case:
    case = lives.submitted(ADDED, subject=lives.employer())
    case.form = case.form | {"employees": rows}
    case.save(update_fields=["form"])
    return case


def test_a_roster_is_taken_in_hand_by_parts_and_its_sender_waits_for_nothing(
    world, lisi, deferred, monkeypatch
):
    monkeypatch.setattr(listing, "AT_A_TIME", 10)
    case = _with_roster(_roster(25))
    deferred.clear()
    listing.take_in_later(case_id=case.uuid, seq=1)
    assert deferred == [("cases.take_in_listed", {"case": str(case.uuid), "start": 0})]
    assert not NameCheck.objects.filter(case=case).exists()
    steps = []
    while deferred[-1][0] == "cases.take_in_listed":
        start = deferred[-1][1]["start"]
        steps.append(start)
        listing.take_in(case_id=case.uuid, start=start, now=FRIDAY)
    assert steps == [0, 10, 20]
    assert deferred[-1] == ("cases.ask_police", {"case": str(case.uuid)})
    assert NameCheck.objects.filter(case=case).count() == 25
    (message,) = Message.objects.filter(recipient=f"person:{lisi.uuid}", kind="named_in_list")
    assert (message.kind, message.sms_state) == ("named_in_list", Message.NONE)
    assert "示例甲食品有限公司" in message.body
    assert NAME not in message.body


def test_the_register_is_asked_by_parts(world, deferred, monkeypatch):
    monkeypatch.setattr(police, "AT_A_TIME", 2)
    case = _with_roster(_roster(3))
    listing.take_in(case_id=case.uuid, start=0, now=FRIDAY)
    assert police.ask(case_id=case.uuid, now=FRIDAY) is True
    assert police.ask(case_id=case.uuid, now=FRIDAY) is False
    (tally,) = listed.tallies(versions.of_case(case), case)
    assert tally.people == 3
    assert tally.outcomes.get(NameCheck.SAME) == 1


def test_a_name_keeps_its_answer_when_rows_move(world, deferred):
    case = _with_roster(_roster(2))
    listing.take_in(case_id=case.uuid, start=0, now=FRIDAY)
    police.ask(case_id=case.uuid, now=FRIDAY)
    rows = case.form["employees"]
    case.form = case.form | {"employees": rows[::-1]}
    case.save(update_fields=["form"])
    (tally,) = listed.tallies(versions.of_case(case), case)
    assert tally.outcomes.get(NameCheck.SAME) == 1
    assert tally.outcomes.get(NameCheck.WAITING, 0) == 0


def test_two_parts_of_one_day_tell_once(world, lisi, deferred):
    for _ in range(2):
        case = _with_roster(_roster(1))
        listing.take_in(case_id=case.uuid, start=0, now=FRIDAY)
    sent = Message.objects.filter(recipient=f"person:{lisi.uuid}", kind="named_in_list")
    assert sent.count() == 1


def test_the_officer_reads_which_row_does_not_fit_and_the_sender_is_refused_nothing(
    world, deferred
):
    registry.record_person(name="周八", id_number="510812195801109973", actor="test")
    rows = [{"name": "周九", "id_number": "510812195801109973"}, *_roster(1)]
    case = _with_roster(rows)
    listing.take_in(case_id=case.uuid, start=0, now=clock.now())
    page = lives.words(lives.signed_in("gy_clerk").get(f"/desk/cases/{case.uuid}/"))
    assert "增员名单，2人" in page
    assert "第1行的姓名和号码不一致" in page
    assert "1人还没有回话" in page


def test_who_lists_nobody_asks_for_no_job(world, deferred):
    case = lives.submitted()
    deferred.clear()
    listing.take_in_later(case_id=case.uuid, seq=1)
    assert deferred == []


def test_sending_a_roster_asks_for_the_job(world, deferred):
    case = lives.submitted(ADDED, subject=lives.employer())
    while outbox.deliver():
        continue
    assert ("cases.take_in_listed", {"case": str(case.uuid), "start": 0}) in deferred


def test_the_next_round_leaves_alone_what_is_being_answered(world, deferred, monkeypatch):
    monkeypatch.setattr(police, "AT_A_TIME", 2)
    case = _with_roster(_roster(3))
    listing.take_in(case_id=case.uuid, start=0, now=clock.now())
    assert named.unanswered() == [case.uuid]
    police.ask(case_id=case.uuid, now=clock.now())
    assert named.unanswered() == []
    NameCheck.objects.filter(case=case).update(asked_at=clock.now() - timedelta(days=7))
    assert named.unanswered() == [case.uuid]
