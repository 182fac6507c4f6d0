"""One clock for web, worker and SQL, also when a run of tests moves it."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from yichuang.audit import services as audit
from yichuang.core import clock
from yichuang.core.models import OutboxEvent
from yichuang.core.outbox import uuid7
from yichuang.core.sessions import SessionStore

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
NEAR = timedelta(seconds=30)  # a busy machine
DAYS = 457
ASK = """
import json, django
django.setup()
from django.db import connection
from yichuang.core import clock
with connection.cursor() as cursor:
    cursor.execute("select core_now()")
    print(json.dumps([clock.now().isoformat(), cursor.fetchone()[0].isoformat()]))
"""


def in_sql(statement: str, *arguments) -> datetime:
    with connection.cursor() as cursor:
        cursor.execute(statement, arguments)
        return cursor.fetchone()[0]


def test_sql_tells_the_time_of_the_clock():
    assert abs(in_sql("select core_now()") - clock.now()) < NEAR


def test_a_process_that_is_told_to_moves_both_python_and_sql():
    here = connection.settings_dict
    address = f"postgresql:///{here['NAME']}?user={here['USER']}&host={here['HOST']}&port={here['PORT'] or 5432}"
    env = os.environ | {
        "YICHUANG_DATABASE_URL": address
        + (f"&password={here['PASSWORD']}" if here["PASSWORD"] else ""),
        "YICHUANG_CLOCK_AHEAD": str(DAYS * 86400),
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "PYTHONPATH": str(ROOT),
    }
    asked = subprocess.run(
        [sys.executable, "-c", ASK], env=env, cwd=ROOT, capture_output=True, text=True, check=True
    )
    for told in json.loads(asked.stdout):
        assert abs(datetime.fromisoformat(told) - datetime.now(UTC) - timedelta(days=DAYS)) < NEAR


def test_rows_write_the_time_of_the_clock_themselves():
    moment = clock.now() + timedelta(days=DAYS)
    with clock.frozen(moment):
        row = OutboxEvent.objects.create(uuid=uuid7(), topic="test", payload={})
        audit.record(actor="system:test", verb="test.write", subject="test:1")
    assert row.created_at == moment
    assert in_sql("select at from audit_entry where subject = 'test:1'") == moment


@pytest.fixture
def visit():
    """The key of a session that has just begun."""
    session = SessionStore()
    session["who"] = 1
    session.save()
    return session.session_key


def test_a_session_ends_by_the_clock_that_runs(visit, settings, monkeypatch):
    ends = Session.objects.get(session_key=visit).expire_date
    age = timedelta(seconds=settings.SESSION_COOKIE_AGE)
    assert abs(ends - age - age / 20 - clock.now()) < NEAR
    monkeypatch.setattr(clock, "AHEAD", clock.AHEAD + age)
    assert SessionStore(visit).get("who") == 1
    monkeypatch.setattr(clock, "AHEAD", clock.AHEAD + age)
    assert SessionStore(visit).get("who") is None


def test_the_night_forgets_the_sessions_that_have_ended_by_the_clock(visit, monkeypatch):
    monkeypatch.setattr(clock, "AHEAD", clock.AHEAD + timedelta(days=2))
    begun_then = SessionStore()
    begun_then.save()
    SessionStore.clear_expired()
    assert list(Session.objects.values_list("session_key", flat=True)) == [begun_then.session_key]


def test_a_case_is_looked_at_as_of_another_day_in_the_same_visit(visit):
    with clock.frozen(clock.now() + timedelta(days=DAYS)):
        assert SessionStore(visit).get("who") == 1


def test_an_entry_without_a_time_takes_that_of_the_clock():
    write = "insert into audit_entry (actor, verb, subject, data) values ('a', 'b', 'c', '') returning at"
    assert abs(in_sql(write) - clock.now()) < NEAR
