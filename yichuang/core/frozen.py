"""SQL functions of a migration: one file for each change, frozen once it is written."""

import hashlib
from pathlib import Path

from django.db.migrations import RunSQL


def run_file(migration: str, name: str, digest: str) -> RunSQL:
    """The operation that runs `sql/<name>` of the migration's app; it stays where it is when the migration is undone.

    migration: the migration's `__file__`; digest: the file's sha256 in hex. Raises ValueError when the file is not what
    it was: databases that ran it would keep the old text, so that a change is a new file with its own migration."""
    path = Path(migration).resolve().parent.parent / "sql" / name
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise ValueError(
            f"{path} was edited after its migration: write the change as a new file with a new migration"
        )
    return RunSQL(content.decode(), RunSQL.noop)
