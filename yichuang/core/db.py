"""The one place that goes round the ORM, and what it means when nothing can be written."""

import errno

import psycopg
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connections

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def call(sql: str, args=()):
    """Run one statement with server-side parameters on Django's own connection; return the first row or None.

    Raises psycopg's errors, but Django's OperationalError when the connection is lost: then the next call opens a
    new one."""
    ours = connections[DEFAULT_DB_ALIAS]
    ours.ensure_connection()
    try:
        with psycopg.Cursor(ours.connection) as cursor:
            cursor.execute(sql, args)
            return cursor.fetchone() if cursor.description else None
    except psycopg.OperationalError as fault:
        if not ours.connection.broken:
            raise
        ours.close()
        raise OperationalError(*fault.args) from fault


def unavailable(fault: BaseException | None) -> bool:
    """Whether the platform cannot serve now and will later: the database is away or in need, or the disk is full."""
    if isinstance(fault, OSError):
        return fault.errno in _NO_ROOM
    return isinstance(
        fault, OperationalError | InterfaceError | psycopg.OperationalError | psycopg.InterfaceError
    )
