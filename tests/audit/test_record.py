"""The record is only ever added to, and every verb leaves its row (SYS-018)."""

import json

import pytest
from django.db import DatabaseError, connection, transaction

from yichuang.audit import queries
from yichuang.audit.models import Entry
from yichuang.audit.services import record

pytestmark = pytest.mark.django_db


def test_an_entry_says_who_did_what_of_what_and_when():
    record(actor="officer:1", verb="case.read", subject="case:1", data={"b": 1, "a": "张"})
    entry = queries.of_subject("case:1").get()
    assert (entry.actor, entry.verb, entry.data) == ("officer:1", "case.read", '{"a":"张","b":1}')
    assert entry.at is not None and json.loads(entry.data) == {"a": "张", "b": 1}


@pytest.mark.parametrize(
    "statement",
    ["update audit_entry set actor = 'nobody'", "delete from audit_entry", "truncate audit_entry"],
)
def test_no_entry_is_changed_or_taken_away(statement):
    record(actor="officer:1", verb="case.read", subject="case:1")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert queries.of_subject("case:1").get().actor == "officer:1"


def test_the_models_own_ways_are_refused_too():
    record(actor="officer:1", verb="case.read", subject="case:1")
    entry = Entry.objects.get(subject="case:1")
    entry.actor = "nobody"
    for change in (entry.save, entry.delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()


def test_an_entry_goes_with_the_transaction_that_it_tells_of():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(actor="officer:1", verb="case.accept", subject="case:2")
        _ = 1 / 0
    assert not queries.of_subject("case:2").exists()


def test_each_entry_knows_its_transaction():
    record(actor="a", verb="v", subject="s")
    record(actor="a", verb="v", subject="s")
    with connection.cursor() as cursor:
        cursor.execute(
            "select distinct xid::text, pg_current_xact_id()::text from audit_entry where subject = 's'"
        )
        rows = cursor.fetchall()
    assert len(rows) == 1 and rows[0][0] == rows[0][1]
