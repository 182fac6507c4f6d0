"""The one place that goes round the ORM, and what it means when nothing can be written."""

import errno
from collections.abc import Callable

import psycopg
from django.db import (
    DEFAULT_DB_ALIAS,
    Error,
    InterfaceError,
    OperationalError,
    connections,
    transaction,
)

_NOT_NOW = (errno.ENOSPC, errno.EDQUOT, errno.EHOSTDOWN)  # a full disk, a store that is away


def call(sql: str, args=()):
    """Run one statement with server-side parameters on Django's own connection; return the first row or None. Its text
    is always the same: the server keeps it planned.

    Raises Django's errors, as every other way to the database does (`said` has what the server said); after one by
    which the connection is lost the next call opens a new one."""
    ours = connections[DEFAULT_DB_ALIAS]
    ours.ensure_connection()
    try:
        with ours.wrap_database_errors, psycopg.Cursor(ours.connection) as cursor:
            cursor.execute(sql, args, prepare=True)
            return cursor.fetchone() if cursor.description else None
    except OperationalError:
        if ours.connection.broken:
            ours.close()
        raise


def said(fault: Error) -> psycopg.errors.Diagnostic:
    """What the server said of a refused statement: sqlstate, constraint_name, message_detail, each None where it did
    not say so."""
    cause = fault.__cause__
    if not isinstance(cause, psycopg.Error):
        cause = psycopg.Error()
    return cause.diag


class Foothold:
    """A savepoint that goes along inside one transaction, one statement a step: acts one after another, of which one
    that fails is undone and takes none of the others with it.

    What an act leaves to the commit (`on_commit`) is not undone: acts must not use it."""

    _SET = "savepoint foothold"
    _MOVE = f"release savepoint foothold; {_SET}"
    _FALL_BACK = "rollback to savepoint foothold"

    def __init__(self) -> None:
        self._stands = False

    def do(self, act: Callable, *arguments) -> None:
        """Call `act`. Raises what it raises, when everything is again as it was before."""
        self._execute(self._MOVE if self._stands else self._SET)
        self._stands = True
        try:
            act(*arguments)
        except Exception:
            transaction.set_rollback(False)  # a block inside may have given the transaction up
            self._execute(self._FALL_BACK)
            raise

    @staticmethod
    def _execute(statement: str) -> None:
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(statement)


def unavailable(fault: BaseException | None) -> bool:
    """Whether the platform cannot serve now and will later: the database is away or in need, the disk is full, the
    store of files does not answer."""
    if isinstance(fault, OSError):
        return fault.errno in _NOT_NOW
    return isinstance(
        fault, OperationalError | InterfaceError | psycopg.OperationalError | psycopg.InterfaceError
    )
