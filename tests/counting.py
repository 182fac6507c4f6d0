"""What each table holds, for tests that ask whether something was written or changed."""

from django.apps import apps
from django.db import connection

# rows that are counted and not read: packs, read in before any test, and drafts, which keep what was typed
COUNTED_ALONE = ("catalog_", "reference_", "cases_draft")
# what a refused call may leave behind: who was refused, and how often somebody tried
MAY_GROW = {"audit_entry", "api_quotause", "core_try", "django_session"}


def rows_of_all_tables() -> dict[str, tuple[int, int]]:
    """{table: (number of rows, a sum over all that stands in them)} of every table but those that count and write down
    refusals; one statement. A row that is changed changes the sum."""
    tables = sorted(
        {model._meta.db_table for model in apps.get_models() if model._meta.managed} - MAY_GROW
    )
    looks = " union all ".join(_look(table) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(looks)
        return {table: (count, content) for table, count, content in cursor.fetchall()}


def rows_written() -> int:
    """How many rows this transaction has written in the same tables, those that it took back included: cheap, and a
    question that needs no reading of tables while the answer stays the same."""
    tables = "|".join(sorted(MAY_GROW))
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) from pg_stat_xact_user_tables"
            " where relname !~ %s",
            [f"^({tables})"],
        )
        return int(cursor.fetchone()[0])


def _look(table: str) -> str:
    content = "sum(hashtext(kept::text)::bigint)"
    if table.startswith(COUNTED_ALONE):
        content = "0"
    return f"select '{table}', count(*), coalesce({content}, 0) from \"{table}\" kept"
