"""The one place that goes round the ORM."""

import psycopg
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections


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
