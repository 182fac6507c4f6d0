"""A database of each kept release, the last landed one among them, with its rows and its keys, becomes one of today:
nothing in it is lost, every chain holds, and a server of that release that still runs beside the new ones can still
submit."""

import json
import lzma
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from django.conf import settings
from psycopg.sql import SQL, Identifier

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RELEASES = sorted(path.stem for path in HERE.glob("*.json"))
WITH_FILES = (
    "11ac158",
)  # its papers are files; later releases freeze what a paper says and draw it
NEWEST = "98754d41"  # restored with every run; those before it with the long tests of faults
LARGEST = 1_250_000  # bytes of a kept database, packed
# rows that people made; none of them may go
MADE_BY_PEOPLE = (
    "accounts_user",
    "audit_entry",
    "cases_case",
    "cases_caseevent",
    "cases_correction",
    "cases_enquiry",
    "cases_material",
    "documents_paper",
    "identity_realname",
    "notify_message",
    "ratings_rating",
    "registry_employer",
    "registry_person",
)


# an issued sheet of before, laid where its row says, is read and proved today
SHEET = b"%PDF-1.7 as it was issued"
READ_IT = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from yichuang.documents import queries, services
paper = queries.paper("{uuid}")
default_storage.save(paper.path, ContentFile({sheet}))
print(services.content(paper) == {sheet}, queries.verify(paper.verify_code).valid)
default_storage.delete(paper.path)
"""
# the first night after the upgrade, of which the servers of before knew nothing
NIGHT = """
from yichuang.cases import tasks
tasks.deem_accepted(0)
tasks.note_rights(0)
tasks.end_notices(0)
tasks.decide_by_silence(0)
"""
# a sheet that was frozen and never drawn is drawn and proved today
DRAW_IT = """
from yichuang.documents import queries, services
paper = queries.paper("{uuid}")
print(services.content(paper)[:5] == b"%PDF-", queries.verify(paper.verify_code).valid)
"""


class Kept:
    """One kept release, restored into a database of its own."""

    def __init__(self, release: str, name: str):
        self.name, told = name, json.loads((HERE / f"{release}.json").read_text(encoding="utf-8"))
        self.calls = told["calls"]
        self.keys = {f"YICHUANG_{key.upper()}": value for key, value in told["keys"].items()}
        with self.connect() as connection:
            connection.execute(lzma.decompress((HERE / f"{release}.sql.xz").read_bytes()))
        self.before = self.counted()
        self.stood = self.standing()
        self.draws = release not in WITH_FILES

    def connect(self):
        return connect(self.name)

    def counted(self) -> dict[str, int]:
        """Rows by table."""
        with self.connect() as connection:
            count = SQL("select count(*) from {}")
            return {
                table: connection.execute(count.format(Identifier(table))).fetchone()[0]
                for table in MADE_BY_PEOPLE
            }

    def standing(self) -> dict[str, tuple]:
        """Number → where a case stands, and by when it is due."""
        with self.connect() as connection:
            rows = connection.execute(
                "select number, state, open, seq, due_at, statutory_due from cases_case"
            )
            return {number: facts for number, *facts in rows}

    def manage(self, *words) -> str:
        """What a command of today says on this database; it must succeed."""
        own = {
            **os.environ,
            **self.keys,
            "YICHUANG_DATABASE_URL": url(self.name),
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", "django", *words]
        done = subprocess.run(command, env=own, cwd=ROOT, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        return done.stdout


def connect(name: str):
    """A connection to one database of the test's server, without a transaction around its statements."""
    return psycopg.connect(url(name), autocommit=True)


def url(name: str) -> str:
    """The address of one database of the test's server, as a libpq URL."""
    here = settings.DATABASES["default"]
    words = {
        word.lower(): here[word] for word in ("USER", "PASSWORD", "HOST", "PORT") if here[word]
    }
    return f"postgresql:///{name}?{urlencode(words)}"


def _when(release: str):
    """The release as a parameter of tests: of those before the newest only where somebody asks for long tests."""
    if release == NEWEST:
        return release
    return pytest.param(release, marks=pytest.mark.long(kind="faults"))


@pytest.fixture(scope="module", params=map(_when, RELEASES))
def upgraded(request):
    """The kept release, migrated; then its packs and its demo as a start of today loads them."""
    name = f"upgrade_{request.param}_{os.getpid()}"
    with connect("postgres") as server:
        server.execute(SQL("create database {} template template0").format(Identifier(name)))
        try:
            kept = Kept(request.param, name)
            for command in ("migrate", "load_packs", "load_demo"):
                kept.manage(command)
            yield kept
        finally:
            server.execute(SQL("drop database {} with (force)").format(Identifier(name)))


def test_the_kept_release_is_small():
    assert RELEASES
    assert [file.name for file in HERE.glob("*.xz") if file.stat().st_size > LARGEST] == []


def test_no_row_that_people_made_is_lost(upgraded):
    assert sum(upgraded.before.values()) > 300
    after = upgraded.counted()
    assert {table: n for table, n in upgraded.before.items() if after[table] < n} == {}


def test_what_was_open_goes_on_by_its_old_terms(upgraded):
    """Its version froze none: no night accepts, decides or gives back what people had in hand, no date moves."""
    assert sum(is_open for _, is_open, *_ in upgraded.stood.values()) > 20
    upgraded.manage("shell", "-c", NIGHT)
    after = upgraded.standing()
    assert {number: after[number] for number in upgraded.stood} == upgraded.stood
    with upgraded.connect() as server:
        new = (
            "select count(*) from cases_case where accept_by is not null or decides_on is not null"
        )
        old = f"{new} and number = any(%s)"
        assert server.execute(old, (list(upgraded.stood),)).fetchone() == (0,)


def test_every_chain_holds(upgraded):
    assert "记录完整" in upgraded.manage("verify_chains")


def test_the_old_submission_still_submits_and_its_papers_are_made(upgraded):
    numbers = []
    with upgraded.connect() as server:
        for call in upgraded.calls:
            arguments = (call["told"], bytes.fromhex(call["form"]))
            row = server.execute(call["statement"], arguments).fetchone()
            numbers.append(row[0])
        assert [len(number) for number in numbers] == [21, 21]
        upgraded.manage("worker", "--once")
        receipts = server.execute(
            "select c.number from documents_paper p join cases_case c on p.subject = 'case:' || c.uuid"
            " where p.kind = 'receipt' and c.number = any(%s)",
            (numbers,),
        ).fetchall()
    assert {number for (number,) in receipts} == set(numbers)
    assert "记录完整" in upgraded.manage("verify_chains")


def test_a_paper_of_before_is_as_real_as_it_was(upgraded):
    with upgraded.connect() as server:
        frozen = "select uuid from documents_paper where frozen is not null and voided_at is null"
        uuids = server.execute(f"{frozen} order by id limit 1").fetchone()
        if upgraded.draws:
            told = upgraded.manage("shell", "-c", DRAW_IT.format(uuid=uuids[0]))
            assert "True True" in told
            return
        old = "look_id is null and frozen is null and path <> '' and sha256 <> ''"
        issued = server.execute(f"select count(*) from documents_paper where {old}").fetchone()[0]
        assert issued == upgraded.before["documents_paper"] > 0
        one = f"select uuid from documents_paper where {old} and voided_at is null limit 1"
        uuid = server.execute(one).fetchone()[0]
        lies = "update documents_paper set sha256 = encode(sha256(%s), 'hex') where uuid = %s"
        server.execute(lies, (SHEET, uuid))
    told = upgraded.manage("shell", "-c", READ_IT.format(uuid=uuid, sheet=SHEET))
    assert "True True" in told


def test_what_was_encrypted_before_is_bound_to_its_row_and_nobody_is_named_in_the_clear(upgraded):
    upgraded.manage("bind_secrets")
    with upgraded.connect() as server:
        marks = "select count(*), count(finished_at) from core_binding"
        tables, finished = server.execute(marks).fetchone()
        assert tables == finished > 0
        unbound = "select count(*) from registry_person where get_byte(name, 0) < 128 or get_byte(id_number, 0) < 128"
        assert server.execute(unbound).fetchone() == (0,)
        in_the_clear = """select (select count(*) from accounts_user where name <> '' or name_sealed is null),
          (select count(*) from cases_enquiry where question <> '' or question_sealed is null)"""
        assert server.execute(in_the_clear).fetchone() == (0, 0)
    assert "记录完整" in upgraded.manage("verify_chains")
