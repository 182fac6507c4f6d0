"""The fast way of an application: few round trips, nothing stale for long, the same rows as the slow way."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import ITEM, KEY, REGION, SEVERAL, ZHANG, Caller
from yichuang.api import leases, rules, services
from yichuang.cases.models import Case
from yichuang.cases.queries import prepared, versions
from yichuang.catalog import services as catalog
from yichuang.core import clock, crypto, db
from yichuang.core.errors import Invalid, NotFound
from yichuang.reference.rules.identifiers import id_number_problem
from yichuang.registry import services as registry
from yichuang.registry.models import Person


def test_an_application_takes_one_round_trip_once_its_item_is_known(real_db, monkeypatch):
    monkeypatch.setattr(leases, "FRESH", 60)
    _, text = services.issue_key(
        name="busy",
        channel=2,
        source=f"busy-{uuid4().hex[:8]}",
        scopes=[*rules.SCOPES],
        actor="test",
        minute_quota=6000,
    )
    caller = Caller(headers={"X-Api-Key": text})
    body, sent, real = caller.application(SEVERAL), [], db.call
    taken = [caller.apply(body).status_code for _ in range(3)]
    assert taken == [201] * 3  # calls taken in advance: 1, 2, 4
    monkeypatch.setattr(prepared, "FRESH", 60)
    monkeypatch.setattr(db, "call", lambda sql, args=(): sent.append(sql) or real(sql, args))
    with CaptureQueriesContext(connection) as by_orm:
        assert caller.apply(body).status_code == 201
    assert len(sent) == 1 and len(by_orm) == 0, (sent, by_orm.captured_queries)


def test_an_item_switched_off_is_refused_as_soon_as_the_mark_is_read_again(real_db, monkeypatch):
    day = clock.today()
    versions.for_application(ITEM, REGION, 1, day)
    monkeypatch.setattr(prepared, "FRESH", 0)
    try:
        catalog.switch_channel(code=ITEM, channel="window", enabled=False, actor="test")
        with pytest.raises(NotFound):
            versions.for_application(ITEM, REGION, 1, day)
        assert versions.for_application(ITEM, REGION, 2, day).item_code == ITEM
    finally:
        catalog.switch_channel(code=ITEM, channel="window", enabled=True, actor="test")
    assert versions.for_application(ITEM, REGION, 1, day).item_code == ITEM


def test_a_change_inside_a_transaction_is_seen_at_once(world):
    day = clock.today()
    versions.for_application(ITEM, REGION, 1, day)
    catalog.switch_channel(code=ITEM, channel="window", enabled=False, actor="test")
    with pytest.raises(NotFound):
        versions.for_application(ITEM, REGION, 1, day)


def test_a_known_person_is_recognised_like_the_register_would(world):
    seen = registry.recognise_person(
        named=registry.Named(" 张三", ZHANG["id_number"]), actor="test"
    )
    slow = registry.record_person(name="张三", id_number=ZHANG["id_number"], actor="test")
    assert (seen.pk, seen.uuid, seen.name) == (slow.pk, slow.uuid, slow.name)
    assert bytes(seen.identity_blind) == registry.Named("张三", ZHANG["id_number"]).identity


def test_number_and_name_are_told_apart_and_letters_count_as_they_are_written():
    known = registry.Named("Y Z", "X", "07").identity
    assert known == registry.Named(" Y Z ", " x ", "07").identity
    others = (("Z", "X Y", "07"), ("y z", "X", "07"), ("Y Z", "X", "01"))
    assert known not in {registry.Named(*one).identity for one in others}


def test_a_wrong_name_is_refused_and_changes_nothing_even_with_a_phone(world):
    Person.objects.filter(id_blind=crypto.blind(ZHANG["id_number"])).update(
        phone=None, phone_blind=None
    )
    with pytest.raises(Invalid):
        registry.recognise_person(
            named=registry.Named("李四", ZHANG["id_number"], phone="13900000999"), actor="test"
        )
    assert Person.objects.get(id_blind=crypto.blind(ZHANG["id_number"])).phone is None


def test_an_unknown_person_is_entered(world):
    before = Person.objects.count()
    entered = registry.recognise_person(
        named=registry.Named("钱九", stranger()["id_number"], phone="13900000999"), actor="test"
    )
    assert Person.objects.count() == before + 1 and entered.phone == "13900000999"


def stranger(body="11010119900307001"):
    """Somebody whom the register does not know."""
    number = next(body + mark for mark in "0123456789X" if id_number_problem(body + mark) is None)
    return {"kind": "person", "name": "钱九", "id_number": number}


def test_an_application_of_somebody_new_enters_them_once_and_the_next_one_knows_them(world):
    caller = Caller(headers={"X-Api-Key": KEY})
    before = Person.objects.count()
    for _ in range(2):
        assert caller.apply(caller.application(SEVERAL, subject=stranger())).status_code == 201
    assert Person.objects.count() == before + 1
    assert Person.objects.latest("id").cases.count() == 2


def test_an_application_under_another_name_or_with_a_wrong_number_leaves_nothing(world):
    caller = Caller(headers={"X-Api-Key": KEY})
    before = Person.objects.count(), Case.objects.count()
    for wrong in (ZHANG | {"name": "李四"}, ZHANG | {"id_number": ZHANG["id_number"][:-1] + "0"}):
        refused = caller.apply(caller.application(subject=wrong))
        assert refused.status_code == 422 and refused.json()["problems"][0]["field"] in (
            "subject.name",
            "subject.id_number",
        )
    assert (Person.objects.count(), Case.objects.count()) == before


def test_people_who_were_there_before_are_known_from_the_second_time_on(world):
    caller = Caller(headers={"X-Api-Key": KEY})
    zhang = Person.objects.filter(id_blind=crypto.blind(ZHANG["id_number"]))
    zhang.update(identity_blind=None)
    assert caller.apply(caller.application(SEVERAL)).status_code == 201
    assert zhang.get().identity_blind is not None and zhang.get().cases.count() >= 1
