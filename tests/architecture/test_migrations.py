"""Migrations that a server of yesterday survives, on a full table: it goes on writing while they run and after them."""

import re

import pytest
from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.fields import NOT_PROVIDED

from tests.architecture.conftest import CODE
from yichuang.core import resumable
from yichuang.core.frozen import run_file

# the last migration of each app that was written before the rules; none of these may be added to
BEFORE = {
    "accounts": 1,
    "api": 3,
    "audit": 3,
    "cases": 5,
    "catalog": 1,
    "core": 2,
    "documents": 1,
    "identity": 1,
    "notify": 1,
    "ratings": 1,
    "reference": 1,
    "registry": 2,
    "supervision": 1,
}
FUNCTION = re.compile(r"create\s+(or\s+replace\s+)?(function|procedure)", re.IGNORECASE)
NAMED = re.compile(r"run_file\(__file__, \"(\w+\.sql)\"")


def faults(migration) -> list[str]:
    """What an old server or a full table would not survive in this migration, one line each."""
    operations = _of_the_database(migration.operations)
    fresh = {o.name_lower for o in operations if isinstance(o, migrations.CreateModel)}
    added = {o.constraint.name for o in operations if isinstance(o, AddConstraintNotValid)}
    found = []
    for operation in operations:
        model = getattr(operation, "model_name_lower", "")
        if model not in fresh:
            found += _of_a_full_table(operation)
        if isinstance(operation, ValidateConstraint) and operation.name in added:
            found.append(
                f"{operation.name} is validated where it is added: do it in a second migration"
            )
        if isinstance(operation, migrations.RunSQL) and FUNCTION.search(str(operation.sql)):
            found += _of_a_function(operation)
    return found


def _of_the_database(operations) -> list:
    plain = []
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            plain += _of_the_database(operation.database_operations)
        else:
            plain.append(operation)
    return plain


def _of_a_full_table(operation) -> list[str]:
    if isinstance(operation, migrations.AddField):
        field = operation.field
        survives = field.null or field.db_default is not NOT_PROVIDED or field.many_to_many
        return [] if survives else [f"{operation.name}: a new column is null or has a db_default"]
    if isinstance(operation, AddConstraintNotValid | AddIndexConcurrently):
        return []
    if isinstance(operation, migrations.AddConstraint) and isinstance(
        operation.constraint, models.CheckConstraint
    ):
        return [
            f"{operation.constraint.name}: a check is added NOT VALID and validated in a second migration"
        ]
    if isinstance(operation, migrations.AddIndex):
        return [f"{operation.index.name}: an index of a full table is built concurrently"]
    if isinstance(
        operation, migrations.RenameField | migrations.RenameModel | migrations.AlterModelTable
    ):
        return [f"{operation.describe()}: the old server knows the old name"]
    return []


def _of_a_function(operation) -> list[str]:
    texts = {path.read_text(encoding="utf-8") for path in CODE.glob("*/sql/*.sql")}
    return (
        []
        if operation.sql in texts
        else ["a function is written in a file of its own: core.frozen.run_file"]
    )


def written_since() -> list:
    """Every migration of ours that the rules hold for."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return [
        migration
        for (app, name), migration in sorted(loader.disk_migrations.items())
        if migration.__module__.startswith("yichuang.") and int(name[:4]) > BEFORE.get(app, 0)
    ]


@pytest.mark.parametrize("migration", written_since(), ids=str)
def test_a_new_migration_is_survived_by_old_servers_and_full_tables(migration):
    assert faults(migration) == []


def test_each_sql_file_belongs_to_one_migration():
    files = sorted(f"{path.parts[-3]}/{path.name}" for path in CODE.glob("*/sql/*.sql"))
    named = [
        f"{path.parts[-3]}/{name}"
        for path in CODE.glob("*/migrations/*.py")
        for name in NAMED.findall(path.read_text(encoding="utf-8"))
    ]
    assert sorted(named) == files


def test_no_migration_reads_a_file_that_may_change():
    """Every door to the disk but one is shut: run_file keeps the digest of what it reads."""
    readers = [
        str(path.relative_to(CODE))
        for path in CODE.glob("*/migrations/*.py")
        if re.search(r"read_text|read_bytes|\bopen\(", path.read_text(encoding="utf-8"))
    ]
    assert readers == []


def test_an_edited_sql_file_is_refused(tmp_path):
    folder = tmp_path / "sql"
    folder.mkdir()
    (tmp_path / "migrations").mkdir()
    (folder / "sum_1.sql").write_bytes(b"select 1;")
    migration = str(tmp_path / "migrations" / "0002_sum.py")
    digest = "354b7196c9ba5fb4b21cf615bb6ec4cd5c07503c34229feef033fc081a8c03f4"  # sha256 of the nine bytes above
    assert run_file(migration, "sum_1.sql", digest).sql == "select 1;"
    (folder / "sum_1.sql").write_bytes(b"select 2;")
    with pytest.raises(ValueError, match="edited"):
        run_file(migration, "sum_1.sql", digest)


def _migration(*operations):
    made = migrations.Migration("0009_made_up", "cases")
    made.operations = list(operations)
    return made


CHECK = models.CheckConstraint(condition=models.Q(seq__gte=1), name="seq_counts")
BAD = {
    "column without default": migrations.AddField("case", "lane", models.TextField()),
    "python default only": migrations.AddField("case", "lane", models.TextField(default="")),
    "check at once": migrations.AddConstraint("case", CHECK),
    "index that locks": migrations.AddIndex(
        "case", models.Index(fields=["lane"], name="case_lane")
    ),
    "renamed": migrations.RenameField("case", "lane", "track"),
    "function in the migration": migrations.RunSQL(
        "create or replace function f() returns int language sql as $$ $$"
    ),
}
GOOD = {
    "null": migrations.AddField("case", "lane", models.TextField(null=True)),
    "default of the database": migrations.AddField("case", "lane", models.TextField(db_default="")),
    "check for new rows": AddConstraintNotValid("case", CHECK),
    "validated later": ValidateConstraint("case", "seq_counts"),
    "index beside writers": AddIndexConcurrently(
        "case", models.Index(fields=["lane"], name="case_lane")
    ),
}


@pytest.mark.parametrize("operation", BAD.values(), ids=BAD)
def test_what_breaks_an_old_server_is_found(operation):
    assert len(faults(_migration(operation))) == 1


@pytest.mark.parametrize("operation", GOOD.values(), ids=GOOD)
def test_what_an_old_server_survives_is_let_through(operation):
    assert faults(_migration(operation)) == []


def test_a_new_table_may_be_made_whole():
    table = migrations.CreateModel("lane", [("id", models.BigAutoField(primary_key=True))])
    column = migrations.AddField("lane", "name", models.TextField())
    assert faults(_migration(table, column)) == []


def test_a_check_is_not_validated_where_it_is_added():
    assert len(faults(_migration(GOOD["check for new rows"], GOOD["validated later"]))) == 1


def not_one_transaction() -> list:
    """Every migration of ours that an interruption leaves half done."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    halves = []
    for _, migration in sorted(loader.disk_migrations.items()):
        if migration.__module__.startswith("yichuang.") and not migration.atomic:
            halves.append(migration)
    return halves


RESUMABLE = (
    resumable.AddField,
    resumable.AddIndexConcurrently,
    resumable.RemoveIndexConcurrently,
    resumable.AddUniqueConcurrently,
    resumable.RemoveConstraint,
    ValidateConstraint,
)
REPEATABLE_SQL = re.compile(r"(delete from|drop index concurrently if exists) ", re.IGNORECASE)


def _may_be_done_twice(operation) -> bool:
    """Python says of itself that it may be begun again; SQL deletes, or drops what it makes."""
    if isinstance(operation, migrations.RunPython):
        return "begun again" in (operation.code.__doc__ or "").lower()
    if isinstance(operation, migrations.RunSQL):
        first = operation.sql if isinstance(operation.sql, str) else operation.sql[0]
        return bool(REPEATABLE_SQL.match(first))
    return isinstance(operation, RESUMABLE)


@pytest.mark.parametrize("migration", not_one_transaction(), ids=str)
def test_what_is_not_one_transaction_may_be_begun_again_after_an_interruption(migration):
    again = [o for o in _of_the_database(migration.operations) if not _may_be_done_twice(o)]
    assert again == []


@pytest.mark.parametrize("name", ["null", "check for new rows", "index beside writers"])
def test_an_operation_that_fails_the_second_time_is_found(name):
    assert not _may_be_done_twice(GOOD[name])
