"""Operations of a migration that is not one transaction: begun again after an interruption, each does what is lacking.

Django's own fail where the interrupted run has come by already, and take an index that was never finished for one that
stands: after a kill the migration could not be run again."""

from django.contrib.postgres import operations
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Model, UniqueConstraint

_COLUMN = """
    select 1
    from pg_attribute
    where attrelid = %s::regclass
      and attname = %s
      and not attisdropped
"""
_INDEX = """
    select indisvalid
    from pg_index
    where indexrelid = to_regclass(%s)
"""
_CONSTRAINT = """
    select 1
    from pg_constraint
    where conrelid = %s::regclass
      and conname = %s
"""
_UNIQUE = """
    create unique index concurrently {name}
    on {table} ({columns})
    {nulls}
"""
_USING = """
    alter table {table}
    add constraint {name}
    unique using index {name}
"""
_DROP = "drop index concurrently {}"


class AddField(migrations.AddField):
    """The column, unless it is there."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """As Django's."""
        model = to_state.apps.get_model(app_label, self.model_name)
        field = model._meta.get_field(self.name)
        parameters = [model._meta.db_table, field.column]
        there = _first(schema_editor, _COLUMN, parameters)
        if there is None:
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class AddIndexConcurrently(operations.AddIndexConcurrently):
    """The index, unless it is there; one that was begun and not finished is begun anew."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """As Django's."""
        is_valid = _first(schema_editor, _INDEX, [self.index.name])
        if is_valid:
            return
        if is_valid is False:
            name = schema_editor.quote_name(self.index.name)
            schema_editor.execute(_DROP.format(name))
        super().database_forwards(app_label, schema_editor, from_state, to_state)


class RemoveIndexConcurrently(operations.RemoveIndexConcurrently):
    """No index of this name, if there is one."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """As Django's."""
        is_valid = _first(schema_editor, _INDEX, [self.name])
        if is_valid is not None:
            super().database_forwards(app_label, schema_editor, from_state, to_state)


class AddUniqueConcurrently(migrations.AddConstraint):
    """The unique constraint of plain columns, unless it is there.

    Its index is built while the table is in use; that the constraint takes it over is a short lock."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """As Django's."""
        model = to_state.apps.get_model(app_label, self.model_name)
        name = self.constraint.name
        parameters = [model._meta.db_table, name]
        if _first(schema_editor, _CONSTRAINT, parameters):
            return
        words = _words(schema_editor, model, self.constraint)
        is_valid = _first(schema_editor, _INDEX, [name])
        if is_valid is False:
            drop = _DROP.format(words["name"])
            schema_editor.execute(drop)
        if not is_valid:
            create = _UNIQUE.format(**words)
            schema_editor.execute(create)
        using = _USING.format(**words)
        schema_editor.execute(using)


class RemoveConstraint(migrations.RemoveConstraint):
    """No constraint of this name, if there is one."""

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        """As Django's."""
        model = from_state.apps.get_model(app_label, self.model_name)
        parameters = [model._meta.db_table, self.name]
        if _first(schema_editor, _CONSTRAINT, parameters):
            super().database_forwards(app_label, schema_editor, from_state, to_state)


def _words(
    schema_editor: BaseDatabaseSchemaEditor, model: type[Model], constraint: UniqueConstraint
) -> dict[str, str]:
    """What the statements say of a unique constraint, quoted."""
    quote = schema_editor.quote_name
    columns = []
    for name in constraint.fields:
        field = model._meta.get_field(name)
        column = quote(field.column)
        columns.append(column)
    nulls = ""
    if constraint.nulls_distinct is False:
        nulls = "nulls not distinct"
    return {
        "name": quote(constraint.name),
        "table": quote(model._meta.db_table),
        "columns": ", ".join(columns),
        "nulls": nulls,
    }


def _first(schema_editor: BaseDatabaseSchemaEditor, statement: str, values: list) -> bool | None:
    """The one value that the statement finds, None for none; nothing is looked for where the SQL is only collected."""
    if schema_editor.collect_sql:
        return None
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return row[0] if row else None
