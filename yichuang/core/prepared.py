"""Reads that many requests make: their SQL is made once a process, and planned once a connection.

The ORM builds the text of a query anew each time, and PostgreSQL plans it anew: of a read of one case with its unit and
its people both cost more than reading it (docs/adr/0036-prepared-reads.md)."""

from collections.abc import Callable
from functools import cache
from types import SimpleNamespace
from typing import Any

import psycopg
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connections
from django.db.models import BooleanField, Expression, Field, Func, Model, QuerySet
from django.db.models.expressions import DatabaseDefault
from django.db.transaction import TransactionManagementError


class Told(Expression):
    """A value that is told at each reading, in the place of one in a filter: `filter(uuid=Told("uuid", UUIDField()))`.

    `pk`, `exact` and the comparisons take it; what changes the shape of the SQL (`in`, `isnull`) does not."""

    def __init__(self, name: str, output_field: Field):
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler, connection):
        """A place for the value."""
        return "%s", [self]

    def of(self, arguments: dict, connection):
        """The value as the database takes it. Raises KeyError when it was not told."""
        value = arguments[self.name]
        return self.output_field.get_db_prep_value(value, connection)


class Among(Func):
    """Whether a column is one of the values that are told, however many they are:
    `filter(Among("officer_id", Told("officers", ArrayField(…))))`."""

    template = "%(expressions)s)"
    arg_joiner = " = any("
    output_field = BooleanField()


class Prepared:
    """A query set whose SQL stays the same: `cases = Prepared(lambda: Case.objects.filter(uuid=Told(…)))`, then
    `cases(uuid=…)` gives the list of what it yields. Every call asks the database: no row is kept. What Django knows to
    match nothing (`pk__in=[]`) is asked nothing and yields nothing.

    planned_anew: only the SQL is kept, for a list whose best plan follows from the values that are told."""

    def __init__(self, make: Callable[[], QuerySet], *, planned_anew: bool = False):
        self._make = make
        self._cursor = _Anew if planned_anew else _Planned
        self._ready = None

    def __call__(self, **arguments) -> list:
        if self._ready is None:
            self._ready = _compiled(self._make())
        ready = self._ready
        ours = connections[DEFAULT_DB_ALIAS]
        if ready.holds and not ours.in_atomic_block:
            raise TransactionManagementError("a row is held in a transaction only")
        if ready.sql is None:
            return []
        values = []
        for param in ready.params:
            value = param.of(arguments, ours) if isinstance(param, Told) else param
            values.append(value)
        reading = _Reading(ready, self._cursor, values)
        query_set = ready.query_set.all()
        query_set.query.get_compiler = lambda *_, **__: reading
        return list(query_set)

    def first(self, **arguments) -> Any:
        """The first of them, or None."""
        rows = self(**arguments)
        return rows[0] if rows else None


def _compiled(query_set: QuerySet) -> SimpleNamespace:
    """What every reading has in common. sql: None where nothing can match; holds: whether it locks its rows."""
    query = query_set.query
    compiler = query.get_compiler(using=DEFAULT_DB_ALIAS)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        sql = None
        params = ()
    return SimpleNamespace(
        query_set=query_set,
        compiler=compiler,
        sql=sql,
        params=params,
        holds=query.select_for_update,
    )


class _Reading:
    """A compiler that has its SQL already: what iterates over a query set asks it for rows and how to read them."""

    def __init__(self, ready, cursor, values):
        self._ready = ready
        self._cursor = cursor
        self._values = values
        self.select = ready.compiler.select
        self.klass_info = ready.compiler.klass_info
        self.annotation_col_map = ready.compiler.annotation_col_map

    def execute_sql(self, *_, **__):
        """All rows, in one chunk."""
        rows = _rows(self._cursor, self._ready.sql, self._values)
        return [rows]

    def results_iter(self, results=None, tuple_expected=False, **_):
        """The rows with values as Python has them."""
        if results is None:
            results = self.execute_sql()
        compiler = self._ready.compiler
        return compiler.results_iter(results, tuple_expected=tuple_expected)


class _Planned(psycopg.Cursor):
    """Sends values beside the SQL, which the server keeps planned."""

    def execute(self, query, params=None, **_):
        """As psycopg does, which forgets the text of what is planned: Django wants it where statements are counted."""
        super().execute(query, params, prepare=True)
        self._query = SimpleNamespace(query=query.encode())
        return self


class _Anew(psycopg.Cursor):
    """Sends values beside the SQL, and the server plans for them."""


def _rows(kind, sql, values):
    """Raises what Django's cursor does. A plan that no longer fits because a column changed its type fails once: the
    connection is closed at the end of the request."""
    ours = connections[DEFAULT_DB_ALIAS]
    ours.ensure_connection()
    own = kind(ours.connection)
    with ours._prepare_cursor(own) as cursor:
        try:
            cursor.execute(sql, values)
        except NotSupportedError:
            ours.close_at = 0
            raise
        return cursor.fetchall()


def insert(row: Model) -> Any:
    """Write a new row, whose key the database gives, as `row.save()` would; returns it. Nothing listens to its saving;
    a column whose default only the database knows is left to it, and not read back."""
    ours = connections[DEFAULT_DB_ALIAS]
    columns = []
    values = []
    for field in row._meta.concrete_fields:
        value = field.pre_save(row, True)
        if field.primary_key or isinstance(value, DatabaseDefault):
            continue
        saved = field.get_db_prep_save(value, ours)
        columns.append(field.column)
        values.append(saved)
    sql = _inserting(type(row), tuple(columns))
    key_rows = _rows(_Planned, sql, values)
    row.pk = key_rows[0][0]
    row._state.adding = False
    row._state.db = DEFAULT_DB_ALIAS
    return row


@cache
def _inserting(model: type[Model], columns: tuple[str, ...]) -> str:
    meta = model._meta
    quoted = [f'"{column}"' for column in columns]
    names = ", ".join(quoted)
    places = ", ".join(["%s"] * len(columns))
    key = meta.pk.column
    return f'insert into "{meta.db_table}" ({names}) values ({places}) returning "{key}"'  # noqa: S608  names of our models
