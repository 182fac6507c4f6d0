"""Operations of a migration that is not one transaction: begun again after an interruption, each does what is lacking.

Django's own fail where the interrupted run has come by already, and take an index that was never finished for one that
stands: after a kill the migration could not be run again."""

from django.contrib.postgres import operations
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_COLUMN = """
    select 1 from pg_attribute
    where attrelid = %s::regclass and attname = %s and not attisdropped
"""
_INDEX = "select indisvalid from pg_index where indexrelid = to_regclass(%s)"
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


def _first(schema_editor: BaseDatabaseSchemaEditor, statement: str, values: list) -> bool | None:
    """The one value that the statement finds, None for none; nothing is looked for where the SQL is only collected."""
    if schema_editor.collect_sql:
        return None
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    return row[0] if row else None
