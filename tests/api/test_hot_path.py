"""The fast way of an application: few round trips, nothing stale for long, the same rows as the slow way."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import ITEM, REGION, ZHANG, Caller
from yichuang.api import leases, rules, services
from yichuang.cases.queries import versions
from yichuang.catalog import services as catalog
from yichuang.core import clock, db
from yichuang.core.errors import Invalid, NotFound
from yichuang.registry import services as registry
from yichuang.registry.models import Person


def test_an_application_takes_two_round_trips_once_its_item_is_known(real_db, monkeypatch):
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
    body, sent, real = caller.application(), [], db.call
    assert [caller.apply(body).status_code for _ in range(3)] == [201] * 3  # calls taken in advance: 1, 2, 4
    monkeypatch.setattr(versions, "FRESH", 60)
    monkeypatch.setattr(db, "call", lambda sql, args=(): sent.append(sql) or real(sql, args))
    with CaptureQueriesContext(connection) as by_orm:
        assert caller.apply(body).status_code == 201
    assert len(sent) == 2 and len(by_orm) == 0, (sent, by_orm.captured_queries)


def test_an_item_switched_off_is_refused_as_soon_as_the_mark_is_read_again(real_db, monkeypatch):
    day = clock.today()
    versions.for_application(ITEM, REGION, 1, day)
    monkeypatch.setattr(versions, "FRESH", 0)
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
    facts = {"id_number": ZHANG["id_number"], "id_type": "01", "phone": "", "actor": "test"}
    seen = registry.recognise_person(name="张三", **facts)
    slow = registry.record_person(name="张三", **facts)
    assert (seen.pk, seen.uuid, seen.name) == (slow.pk, slow.uuid, slow.name)
    with pytest.raises(Invalid):
        registry.recognise_person(name="李四", **facts)


def test_an_unknown_person_is_entered(world):
    facts = {"id_number": "110101199003070011", "id_type": "01", "phone": "13900000999", "actor": "test"}
    from yichuang.reference.rules.identifiers import id_number_problem

    body = "11010119900307001"
    facts["id_number"] = next(body + mark for mark in "0123456789X" if id_number_problem(body + mark) is None)
    before = Person.objects.count()
    entered = registry.recognise_person(name="钱九", **facts)
    assert Person.objects.count() == before + 1 and entered.phone == "13900000999"
