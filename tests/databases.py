"""Databases of the tests are copies: tables are made once, packs are loaded once, each worker copies the result.

A template is named by a digest of all that decides what it holds; it serves later runs on the same server too.
"""

from collections.abc import Callable
from contextlib import contextmanager
from hashlib import sha256
from io import StringIO
from pathlib import Path

import psycopg
from django.core.management import call_command
from django.db import connection

from yichuang.core import clock

ROOT = Path(__file__).resolve().parents[1]
CONTENTS = (
    "packs/**/*.yaml",
    "packs/**/*.csv",
    "packs/**/*.typ",
    "config/settings/*.py",
    "requirements.lock",
    "yichuang/**/migrations/*",
    "yichuang/**/*.sql",
    "yichuang/**/models/*.py",
    "yichuang/**/models.py",
    "yichuang/**/packs.py",
    "yichuang/**/loading/*.py",
    "yichuang/**/services/*.py",
    "yichuang/**/services.py",
    "yichuang/**/*demo*.py",
    "yichuang/demo/**/*.py",
    "yichuang/catalog/rules/**/*.py",
    "yichuang/core/crypto.py",
    "yichuang/core/fields.py",
)


def digest() -> str:
    """Twelve digits that change with anything that decides what a filled database holds."""
    files = {path for pattern in CONTENTS for path in ROOT.glob(pattern) if path.is_file()}
    total = sha256(
        clock.today().isoformat().encode()
    )  # terms of officers begin on the day of loading
    for path in sorted(files):
        total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return total.hexdigest()[:12]


def copy(kind: str, fill: Callable[[], None] | None = None) -> None:
    """Make the test database of this process anew as a copy of the template `kind`, and connect to it.

    kind: "bare" holds the tables only, "filled" also what `fill` writes."""
    name = connection.creation._get_test_db_name()
    with _in_turn() as server:
        _create(server, name, _made(server, kind, fill))
    _connect_to(name)


def prepare(fill: Callable[[], None]) -> None:
    """Make both templates while the workers of a run still read their tests; `fill` as of `copy`."""
    for kind in ("bare", "filled"):
        with _in_turn() as server:
            _made(server, kind, fill)


def _made(server, kind: str, fill: Callable[[], None] | None) -> str:
    """The name of the template of this kind, which is there now."""
    key = digest()
    _drop_others(server, key)
    template = _template(server, key, "bare", _make_tables)
    if kind == "filled":
        template = _template(server, key, "filled", fill, onto=template)
    return template


def _make_tables() -> None:
    call_command("migrate", verbosity=0, interactive=False)
    call_command("bind_secrets", stdout=StringIO())


def drop() -> None:
    """Remove the test database of this process; threads of its server may still hold connections."""
    name = connection.settings_dict["NAME"]
    connection.close()
    with _server() as server:
        server.execute(f'drop database if exists "{name}" with (force)')


def _template(
    server, key: str, kind: str, fill: Callable[[], None], onto: str = "template0"
) -> str:
    """The name of a finished template; an unfinished one has another name and is begun anew."""
    name = f"yi_{kind}_{key}"
    if server.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
        return name
    unfinished = f"{name}_unfinished"
    _create(server, unfinished, onto)
    _connect_to(unfinished)
    fill()
    connection.close()
    server.execute(f'alter database "{unfinished}" rename to "{name}"')
    return name


def _create(server, name: str, template: str) -> None:
    server.execute(f'drop database if exists "{name}" with (force)')
    server.execute(f'create database "{name}" template "{template}" strategy file_copy')


def _drop_others(server, key: str) -> None:
    """Templates of other contents are of no more use."""
    templates = server.execute(
        r"select datname from pg_database where datname ~ '^yi_(bare|filled)_'"
    ).fetchall()
    for (name,) in templates:
        if key not in name:
            server.execute(f'drop database if exists "{name}" with (force)')


def _connect_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name


@contextmanager
def _in_turn():
    """As `_server`; workers of one run take turns."""
    connection.close()
    with _server() as server:
        server.execute("select pg_advisory_lock(hashtext('yichuang tests'))")
        yield server


@contextmanager
def _server():
    """A connection to the server itself, outside of any test database."""
    parameters = connection.get_connection_params()
    kept = {
        name: parameters[name]
        for name in ("host", "port", "user", "password")
        if parameters.get(name)
    }
    with psycopg.connect(dbname="postgres", autocommit=True, **kept) as server:
        yield server
