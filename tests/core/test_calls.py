"""The way round the ORM fails as the ORM does, whatever the server says; who watches survives it."""

import ast
from types import SimpleNamespace

import pytest
from django.db import (
    DatabaseError,
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
    transaction,
)

from tests.architecture.conftest import CODE
from yichuang.core import db, watching
from yichuang.core.ids import uuid7
from yichuang.core.models import OutboxEvent

RAISED = "do $$ begin raise exception 'no' using errcode = '{}', detail = 'why'; end $$"
REFUSALS = {
    "22012": DataError,
    "23505": IntegrityError,
    "25006": InternalError,
    "40P01": OperationalError,
    "42P01": ProgrammingError,
    "53100": OperationalError,
    "57014": OperationalError,
    "YC409": DatabaseError,
}


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "kind"), REFUSALS.items())
def test_what_the_server_refuses_is_an_error_of_django_that_says_why(state, kind):
    with pytest.raises(Error) as refused, transaction.atomic():
        db.call(RAISED.format(state))
    assert type(refused.value) is kind
    told = db.said(refused.value)
    assert (told.sqlstate, told.message_detail) == (state, "why")


@pytest.mark.django_db
def test_the_constraint_that_refused_is_named():
    known = OutboxEvent.objects.create(uuid=uuid7(), topic="tests.none", payload={})
    again = "insert into core_outboxevent (uuid, topic, payload, attempts, last_error, created_at)"
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        db.call(f"{again} values (%s, 'tests.none', '{{}}', 0, '', core_now())", (known.uuid,))
    assert db.said(refused.value).constraint_name == "outbox_uuid"


def test_of_a_fault_that_is_no_servers_nothing_is_said():
    assert db.said(OperationalError("gone")).sqlstate is None


def test_nobody_but_those_who_open_a_cursor_knows_the_errors_of_the_driver():
    """What is caught as psycopg's never comes: `except` names Django's errors. The worker opens a connection of its
    own, `db` and `prepared` a cursor."""
    own = {"core/db.py", "core/management/commands/worker.py"}
    catching = set()
    for path in CODE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ExceptHandler) and node.type is not None:
                caught = ast.unparse(node.type)
                if "psycopg" in caught or "pg." in caught:
                    catching.add(str(path.relative_to(CODE)))
    assert catching <= own


class Over(BaseException):
    """The end of a watch, for a test."""


@pytest.mark.parametrize(
    "fault", [*REFUSALS.values(), InterfaceError, RuntimeError, OSError, ValueError]
)
def test_who_watches_goes_on_after_every_fault(fault, monkeypatch):
    looks = []

    def look():
        looks.append(1)
        if len(looks) == 1:
            raise fault("away")
        raise Over

    monkeypatch.setattr(watching, "look", look)
    monkeypatch.setattr(watching, "PAUSE", 0)
    monkeypatch.setattr(watching, "connection", SimpleNamespace(close=lambda: None))
    with pytest.raises(Over):
        watching._watch()
    assert len(looks) == 2
