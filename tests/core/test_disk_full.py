"""A full disk is a 503 with the way out at every door, and `/readyz` says so; it is never a 500."""

import errno
from collections import namedtuple

import psycopg
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client, RequestFactory

from tests.api.conftest import KEY, Caller
from tests.paper_files import PDF
from yichuang.cases.models import Case
from yichuang.core import db, health, middleware

Usage = namedtuple("Usage", "total used free")
FULL = OSError(errno.ENOSPC, "No space left on device")
WRITTEN_BY_A_SUBMISSION = ("cases_case", "cases_caseevent", "core_outboxevent", "audit_entry")


@pytest.mark.parametrize(
    "fault",
    [
        FULL,
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        OSError(errno.EHOSTDOWN, "the store of files does not answer"),
        OperationalError("could not extend file"),
        InterfaceError("connection already closed"),
        psycopg.errors.DiskFull("could not extend file"),
        psycopg.InterfaceError("the connection is closed"),
    ],
    ids=repr,
)
def test_what_cannot_be_written_now_is_a_503(fault):
    request = RequestFactory().get("/")
    request.id = "1"
    around = middleware.problems(lambda _: None)
    assert around.process_exception(request, fault).status_code == 503


@pytest.mark.parametrize(
    "fault",
    [OSError(errno.EACCES, "no"), ProgrammingError("no such table"), ValueError()],
    ids=repr,
)
def test_a_mistake_of_ours_is_not_told_as_a_full_disk(fault):
    assert not db.unavailable(fault)


@pytest.mark.parametrize("table", WRITTEN_BY_A_SUBMISSION)
def test_a_submission_on_a_full_disk_is_a_503_and_nothing_of_it_stays(world, table):
    caller = Caller(headers={"X-Api-Key": KEY})
    body, before = caller.application(), Case.objects.count()
    with connection.cursor() as cursor:
        cursor.execute(
            "create function no_room() returns trigger language plpgsql as"
            " $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$"
        )
        cursor.execute(
            f"create trigger no_room before insert on {table} for each row execute function no_room()"
        )
    answer = caller.apply(body)
    assert answer.status_code == 503, answer.content
    assert (
        answer["Content-Type"].startswith("application/problem+json")
        and "幂等键" in answer.json()["way_out"]
    )
    assert Case.objects.count() == before


def test_a_file_that_does_not_fit_is_a_503(world, monkeypatch):
    def full(*_, **__):
        raise FULL

    monkeypatch.setattr(type(default_storage._wrapped), "_save", full)
    file = SimpleUploadedFile("paper.pdf", PDF)
    answer = Caller(headers={"X-Api-Key": KEY}).post("/api/v1/files", {"file": file})
    assert answer.status_code == 503, answer.content


@pytest.mark.django_db
@pytest.mark.parametrize("which", ["files", "database"])
def test_the_platform_is_not_ready_while_there_is_no_room(monkeypatch, settings, which):
    with connection.cursor() as cursor:
        cursor.execute("show data_directory")
        place = {"files": str(settings.DATA_DIR), "database": cursor.fetchone()[0]}[which]

    def usage(asked):
        return Usage(1, 1, 0 if str(asked) == place else 1 << 40)

    monkeypatch.setattr(health.shutil, "disk_usage", usage)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "disk": "full"})
    monkeypatch.setattr(health.shutil, "disk_usage", lambda _: Usage(1, 1, 1 << 40))
    assert Client().get("/readyz").status_code == 200
