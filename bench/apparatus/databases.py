"""A database for each bench: a copy of the one that holds the packs, filled once and kept while both stay the same."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit, urlunsplit

import psycopg

from bench.apparatus.outcome import say

SOURCE = "YICHUANG_DATABASE_URL"


def url_of(name: str) -> str:
    """The URL of another database on the server that ./yi opened."""
    return urlunsplit(urlsplit(os.environ[SOURCE])._replace(path=f"/{name}"))


def libpq_environment(name: str) -> dict[str, str]:
    """PGHOST and its friends, for programs that come with PostgreSQL."""
    parts = urlsplit(url_of(name))
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    variables = {
        "PGHOST": query.get("host") or parts.hostname,
        "PGPORT": query.get("port") or parts.port,
        "PGUSER": query.get("user") or parts.username,
        "PGPASSWORD": query.get("password") or parts.password,
        "PGDATABASE": name,
    }
    return {key: str(value) for key, value in variables.items() if value}


def kept(name: str, fill: Callable[[psycopg.Connection], None], *parts: object) -> str:
    """The URL of database `name`: the packs and what `fill` adds. It is made anew when the migrations, the packs,
    the programs of the data or any of `parts` changed."""
    key = _key(Path(fill.__code__.co_filename).read_bytes(), *parts)
    with psycopg.connect(url_of("postgres"), autocommit=True) as server:
        row = server.execute(
            "select shobj_description(oid, 'pg_database') from pg_database where datname = %s",
            (name,),
        ).fetchone()
        if row and row[0] == key:
            return url_of(name)
        say(f"building {name} (kept for the next run) …")
        source = urlsplit(os.environ[SOURCE]).path.lstrip("/")
        server.execute(f'drop database if exists "{name}" with (force)')
        server.execute(f'create database "{name}" template "{source}"')
        with psycopg.connect(url_of(name), autocommit=True) as filled:
            fill(filled)
            filled.execute("vacuum analyze")
        server.execute(f"comment on database \"{name}\" is '{key}'")
    return url_of(name)


def _key(*parts: object) -> str:
    with psycopg.connect(os.environ[SOURCE]) as source:
        made = source.execute(
            "select string_agg(app || name, ',' order by id) from django_migrations"
        ).fetchone()
        versions = source.execute(
            "select string_agg(revision, ',' order by id) from catalog_itemversion"
        ).fetchone()
        packs = source.execute("select packs from core_revision").fetchone()
    programs = [path.read_bytes() for path in sorted(Path(__file__).parent.glob("*.py"))]
    return hashlib.sha256(repr((made, versions, packs, parts, programs)).encode()).hexdigest()[:24]
