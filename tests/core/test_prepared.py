"""Reads whose SQL is made once: they see what is there now, are counted as others are, and mean the same."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import BigAutoField, Count, TextField
from django.db.transaction import TransactionManagementError
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from yichuang.core import prepared
from yichuang.core.ids import uuid7
from yichuang.core.models import OutboxEvent
from yichuang.core.prepared import Prepared, Told
from yichuang.core.sessions import SessionStore, lasting
from yichuang.reference.models import Region

NAMED = Prepared(lambda: Region.objects.filter(pk=Told("code", TextField())))


@pytest.fixture
def place(db):
    return Region.objects.create(code="990000000000", level=1, name="某省", full_name="某省")


def test_every_reading_asks_the_database(place):
    assert NAMED.first(code=place.code).name == "某省"
    Region.objects.filter(pk=place.code).update(name="改名省")
    assert NAMED.first(code=place.code).name == "改名省"
    assert NAMED(code="980000000000") == []


def test_a_reading_counts_as_a_statement(place):
    with CaptureQueriesContext(connection) as seen:
        NAMED(code=place.code)
    assert len(seen) == 1


def test_the_server_keeps_it_planned(place):
    for _ in range(2):
        NAMED(code=place.code)
    with connection.cursor() as cursor:
        cursor.execute("select statement from pg_prepared_statements")
        kept = [row[0] for row in cursor.fetchall()]
    assert len([one for one in kept if "reference_region" in one and "full_name" in one]) == 1


def test_values_come_as_tuples_or_alone(place):
    pairs = Prepared(
        lambda: Region.objects.filter(pk=Told("code", TextField())).values_list("code", "name")
    )
    names = Prepared(
        lambda: Region.objects.filter(pk=Told("code", TextField())).values_list("name", flat=True)
    )
    assert pairs(code=place.code) == [("990000000000", "某省")]
    assert names(code=place.code) == ["某省"]


def test_what_can_match_nothing_yields_nothing_and_asks_nothing(place):
    nothing = Prepared(
        lambda: Region.objects.filter(pk__in=[]).values_list("level").annotate(n=Count("pk"))
    )
    with CaptureQueriesContext(connection) as seen:
        assert nothing() == [] and nothing.first() is None
    assert len(seen) == 0


def test_what_is_not_told_is_a_fault_of_the_caller(place):
    with pytest.raises(KeyError):
        NAMED()


def test_a_row_is_held_in_a_transaction_only(db):
    held = Prepared(
        lambda: OutboxEvent.objects.filter(pk=Told("pk", BigAutoField())).select_for_update()
    )
    assert held(pk=1) == []
    connection.in_atomic_block = False
    try:
        with pytest.raises(TransactionManagementError):
            held(pk=1)
    finally:
        connection.in_atomic_block = True


def test_a_statement_has_its_text_each_time_it_is_counted(place):
    for _ in range(2):
        with CaptureQueriesContext(connection) as seen:
            NAMED(code=place.code)
        assert "reference_region" in seen.captured_queries[0]["sql"]


def test_a_row_is_written_as_the_orm_writes_it(db):
    event = OutboxEvent(uuid=uuid7(), topic="test.Happened", payload={"case": "1", "n": [1]})
    prepared.insert(event)
    read = OutboxEvent.objects.get(pk=event.pk)
    assert (read.topic, read.payload, read.attempts) == (
        "test.Happened",
        {"case": "1", "n": [1]},
        0,
    )
    assert read.created_at == event.created_at and not event._state.adding


@pytest.fixture
def session(db):
    begun = SessionStore()
    begun["kept"] = 1
    begun.save()
    return begun


def visited(session: SessionStore, status: int = 200) -> SessionStore:
    """The session after a request of the one who has it, to a page that does not look at it."""
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = session.session_key
    request.session = SessionStore(session.session_key)
    lasting(lambda _: HttpResponse(status=status))(request)
    return request.session


def test_a_page_that_only_reads_writes_no_session(session):
    assert not visited(session).modified


def test_a_session_lasts_its_whole_time_after_the_last_request(session):
    row = Session.objects.get(pk=session.session_key)
    assert row.expire_date > session.get_expiry_date()
    almost = session.get_expiry_date() - timedelta(seconds=5)
    Session.objects.update(expire_date=almost)
    assert visited(session).modified
    assert not visited(session, status=503).modified


def test_what_is_written_moves_the_end(session):
    Session.objects.update(expire_date=session.get_expiry_date() - timedelta(seconds=5))
    again = visited(session)
    again.save()
    assert not visited(session).modified


def test_a_session_that_ended_is_not_read(session):
    Session.objects.update(expire_date=session.get_expiry_date() - timedelta(days=2))
    assert SessionStore(session.session_key).get("kept") is None
