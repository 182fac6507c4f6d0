"""Keep the database of the release that is checked out, for the upgrade test of the next one.

    ./yi manage --data /tmp/release load_demo
    ./yi manage --data /tmp/release worker --once
    ./yi manage --data /tmp/release shell -c "from tests.upgrade import keep; keep.keep('<commit>')"

Writes tests/upgrade/<commit>.sql.xz (schema and rows as plain SQL) and <commit>.json (the keys of its encrypted rows,
and the calls of `case_submit` as its servers make them)."""

import json
import lzma
import subprocess
from dataclasses import replace
from pathlib import Path

from django.db import transaction

from config.env import env
from config.postgres import wheel_binaries
from tests.cases.conftest import filled
from yichuang.accounts.models import User
from yichuang.cases import services
from yichuang.core import clock, db
from yichuang.core.apps import load_edges
from yichuang.identity import queries as identity
from yichuang.registry.services import Named

HERE = Path(__file__).resolve().parent
PLACE, PHONE = "510812000000", "13900000001"
ZHANG = Named("张三", "510812198805129916")
WITH_A_FILE, BY_NAME = "990514102003", "992014101004"

NOT_EVERYWHERE = (
    b"\\restrict",
    b"\\unrestrict",
    b"SET transaction_timeout",
)  # psql's words, and those of 17 or later


class Undo(Exception):
    """The submission is tried for its call only: nothing of it stays."""


def keep(release: str) -> None:
    """Write both files for the database of this environment."""
    load_edges()
    _unfinished()
    kept = {
        "keys": {key: getattr(env, key) for key in ("secret_key", "field_keys", "blind_key")},
        "calls": _calls(),
    }
    (HERE / f"{release}.json").write_text(
        json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    (HERE / f"{release}.sql.xz").write_bytes(lzma.compress(_dump(), preset=9))


def _unfinished() -> None:
    """A draft and an enquiry, which the demo does not have."""
    now, user = clock.now(), User.objects.get(username="zhangsan")
    draft = services.open_draft(
        owner=user,
        subject=identity.subject_of(user),
        item_code=WITH_A_FILE,
        region=PLACE,
        channel=2,
        prefill={"phone": PHONE},
        now=now,
    )
    services.keep(draft_id=draft.uuid, owner=user, answers={"phone": PHONE})
    services.ask(
        question="要带什么材料",
        name=ZHANG.name,
        phone=PHONE,
        region=PLACE,
        channel=2,
        actor="test",
        now=now,
    )


def _calls() -> list[dict]:
    """Arguments of the SQL function for somebody who was looked up, with a file, and for a document and a name."""
    user = User.objects.get(username="zhangsan")
    subjects = {WITH_A_FILE: identity.subject_of(user), BY_NAME: ZHANG}
    calls, call = [], db.call

    def spy(statement, arguments=()):
        if "case_submit" in statement:
            calls.append(
                {"statement": statement, "told": arguments[0], "form": bytes(arguments[1]).hex()}
            )
        return call(statement, arguments)

    db.call = spy
    for code, subject in subjects.items():
        application = replace(
            filled(code, now=clock.now()), subject=subject, source="upgrade", client_ref=code
        )
        try:
            with transaction.atomic():
                services.submit(application=application, now=clock.now())
                raise Undo
        except Undo:
            continue
    db.call = call
    return calls


def _dump() -> bytes:
    """Plain SQL in three parts, tables, rows and what guards them, without commands of psql."""
    text = b""
    for section in ("pre-data", "data", "post-data"):
        words = [
            "--no-owner",
            "--no-privileges",
            "--inserts",
            "--rows-per-insert=200",
            f"--section={section}",
        ]
        command = [wheel_binaries() / "pg_dump", *words, env.database_url]
        text += subprocess.run(command, check=True, capture_output=True).stdout
    return b"\n".join(line for line in text.splitlines() if not line.startswith(NOT_EVERYWHERE))
