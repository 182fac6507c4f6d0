"""The one place that goes round the ORM."""

import psycopg
from django.db import OperationalError, connection


def call(sql: str, args=()):
    """Run one statement with server-side parameters on Django's own connection; return the first row or None.

    Raises psycopg's errors, but Django's OperationalError when the connection is lost: then the next call opens a
    new one."""
    connection.ensure_connection()
    try:
        with psycopg.Cursor(connection.connection) as cursor:
            cursor.execute(sql, args)
            return cursor.fetchone() if cursor.description else None
    except psycopg.OperationalError as fault:
        if not connection.connection.broken:
            raise
        connection.close()
        raise OperationalError(*fault.args) from fault
