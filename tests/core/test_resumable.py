"""A migration that is not one transaction and was killed in between is run again, and does what is lacking."""

import importlib

import pytest
from django.db import IntegrityError, connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from yichuang.core import resumable

TABLE = "core_lane"
INDEX = "select indisvalid from pg_index where indexrelid = to_regclass('lane_color')"
COLUMN = "select count(color) from core_lane"


class Killed(Exception):
    """The process ends here."""


@pytest.fixture
def lanes(real_db):
    """A table of three rows, as a migration knows it."""
    with connection.cursor() as cursor:
        cursor.execute(f"create table {TABLE} (id bigint primary key)")
        cursor.execute(f"insert into {TABLE} select generate_series(1, 3)")
    yield ProjectState({("core", "lane"): _lane()})
    with connection.cursor() as cursor:
        cursor.execute(f"drop table {TABLE}")


def _lane():
    fields = [("id", models.BigAutoField(primary_key=True))]
    return ModelState("core", "Lane", fields, {"db_table": TABLE})


def _migration(between=migrations.RunPython.noop):
    made = migrations.Migration("0009_made_up", "core")
    made.atomic = False
    index = models.Index(fields=["color"], name="lane_color")
    made.operations = [
        resumable.AddField("lane", "color", models.TextField(null=True)),
        migrations.RunPython(between),
        resumable.AddIndexConcurrently("lane", index),
    ]
    return made


def _run(migration, state):
    with connection.schema_editor(atomic=False) as editor:
        return migration.apply(state.clone(), editor)


def _one(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def test_what_was_killed_between_its_operations_goes_on(lanes):
    def killed(apps, schema_editor):
        raise Killed

    with pytest.raises(Killed):
        _run(_migration(killed), lanes)
    assert _one(COLUMN) == (0,) and _one(INDEX) is None
    _run(_migration(), lanes)
    assert _one(INDEX) == (True,)
    _run(_migration(), lanes)
    assert _one(COLUMN) == (0,)


def test_an_index_that_was_never_finished_is_made_anew(lanes):
    def unfinished(apps, schema_editor):
        schema_editor.execute(f"update {TABLE} set color = 'blue'")
        with pytest.raises(IntegrityError):
            schema_editor.execute(f"create unique index concurrently lane_color on {TABLE} (color)")
        raise Killed

    with pytest.raises(Killed):
        _run(_migration(unfinished), lanes)
    assert _one(INDEX) == (False,)
    _run(_migration(), lanes)
    assert _one(INDEX) == (True,)


def test_what_is_gone_already_need_not_be_removed(lanes):
    state = _run(_migration(), lanes)
    away = migrations.Migration("0010_made_up", "core")
    away.atomic = False
    away.operations = [resumable.RemoveIndexConcurrently("lane", "lane_color")]
    for _ in range(2):
        _run(away, state)
        assert _one(INDEX) is None


FOUND_BY_NAME = ("registry", "0004_found_by_name")


def test_the_names_of_people_are_filled_once_more_where_all_was_done_but_written_down(real_db):
    """The real one, on a table in which its column, its values and its index stand."""
    module = importlib.import_module("yichuang.registry.migrations.0004_found_by_name")
    state = MigrationLoader(connection).project_state(FOUND_BY_NAME, at_end=False)
    known = "select count(*) from registry_person where name_blind is not null"
    before = _one(known)
    _run(module.Migration("0004_found_by_name", "registry"), state)
    assert _one(known) == before and before[0] > 0


def test_a_unique_constraint_is_built_beside_the_table_and_ended_once(lanes):
    """Also where an index of its name was begun and not finished, and when all of it is run again."""
    constraint = models.UniqueConstraint(fields=["color"], name="lane_one", nulls_distinct=False)
    made = migrations.Migration("0009_made_up", "core")
    made.atomic = False
    made.operations = [
        resumable.AddField("lane", "color", models.TextField(null=True)),
        resumable.AddUniqueConcurrently("lane", constraint),
    ]
    with pytest.raises(IntegrityError):
        _run(made, lanes)
    with connection.cursor() as cursor:
        cursor.execute(f"update {TABLE} set color = id::text")
    after = _run(made, lanes)
    _run(made, lanes)
    there = "select count(*) from pg_constraint where conname = 'lane_one'"
    assert _one(there) == (1,)
    with connection.cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute(f"update {TABLE} set color = null")
    ending = migrations.Migration("0010_made_up", "core")
    ending.atomic = False
    ending.operations = [resumable.RemoveConstraint("lane", "lane_one")]
    _run(ending, after)
    _run(ending, after)
    assert _one(there) == (0,)
