"""The one place that goes round the ORM."""

import psycopg
from django.db import connection


def call(sql: str, args=()):
    """Run one statement with server-side parameters on Django's own connection; return the first row or None."""
    connection.ensure_connection()
    with psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(sql, args)
        return cursor.fetchone() if cursor.description else None
