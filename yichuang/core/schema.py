"""Whether the database has the tables that this program was written for."""

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from yichuang.core import db

_LAST = "select count(*), max(id) from django_migrations"


def last_change() -> tuple:
    """Changes with every migration that is applied or taken back; one read."""
    return db.call(_LAST)


def lacking() -> list[str]:
    """The migrations that this program was written for and the database has not; [] when it has them all.

    Later ones that only the database has are no hindrance: a migration is survived by the servers before it."""
    loader = MigrationLoader(connection)
    return sorted(
        f"{app}.{name}"
        for app, name in loader.graph.nodes
        if (app, name) not in loader.applied_migrations
    )
