"""What this process keeps in memory is kept under one number, which every change of the tables behind it writes anew.

The tables are those with the trigger of `core/sql/core_revise_1.sql`; docs/adr/0015 says why.
"""

import time
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from django.db import connection, migrations

from yichuang.core import db

T = TypeVar("T", bound=Callable)
FRESH = 1.0  # seconds
_READ = "select number, packs from core_revision"
_LOADED = """insert into core_revision as r (id, number, packs)
  values (1, (extract(epoch from core_now()) * 1000000)::bigint, %s)
  on conflict (id) do update set number = greatest(r.number + 1, excluded.number), packs = excluded.packs"""
_TRIGGER = """create or replace trigger {table}_revises before insert or update or delete on {table}
for each statement execute function core_revise()"""
_seen: tuple[float, int] = (-FRESH, 0)  # when the number was read, and the number


def exact() -> tuple[int, str]:
    """(number, digest of the packs loaded last), in one read; (0, "") for a database in which nothing was written."""
    return db.call(_READ) or (0, "")


def loaded(digest: str) -> None:
    """The packs with this digest are in the database: every process takes them up."""
    db.call(_LOADED, [digest])


def recent() -> int:
    """The number as it was at most a second ago; inside a transaction as it is, because only there it may have
    changed under our own hands."""
    global _seen
    if connection.in_atomic_block:
        return exact()[0]
    read_at, number = _seen
    now = time.monotonic()
    if now - read_at >= FRESH:
        number = exact()[0]
        _seen = (now, number)
    return number


def kept(room: int) -> Callable[[T], T]:
    """Decorator: at most `room` results of a function over tables that revise, forgotten a second after any change.

    The function takes positional arguments and gives plain values, never rows: an architecture test looks."""

    def keep(function: T) -> T:
        @lru_cache(room)
        def under(number: int, *arguments):
            return function(*arguments)

        @wraps(function)
        def remembering(*arguments):
            return under(recent(), *arguments)

        return remembering

    return keep


def revises(*tables: str) -> migrations.RunSQL:
    """The migration operation after which every change of these tables writes a new number."""
    statements = [_TRIGGER.format(table=table) for table in tables]
    undone = [f"drop trigger if exists {table}_revises on {table}" for table in tables]
    return migrations.RunSQL(statements, undone)
