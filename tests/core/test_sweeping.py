"""A rollback leaves a file, never a row: the file goes after a day, and nothing else does."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

from tests.paper_files import PDF
from tests.transactions import of_the_test
from yichuang.cases import services
from yichuang.core import clock, sweeping
from yichuang.core.apps import load_edges
from yichuang.documents import services as documents
from yichuang.documents.models import Paper
from yichuang.documents.tables import kind
from yichuang.supervision import services as supervision

pytestmark = pytest.mark.django_db


class RolledBack(Exception):
    """What went wrong after the file was written."""


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """A storage of its own: what other tests have left there is not counted."""
    load_edges()
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    assert storages["default"].location == str(tmp_path)
    return tmp_path


def issue(subject="case:1"):
    paper = documents.issue(
        kind="receipt", subject=subject, context=kind("receipt").sample, issuer_name="示例局", issuer_code="x",
        year=2026, now=clock.now(),
    )  # fmt: skip
    documents.content(paper)
    return paper


def store(name="材料.pdf"):
    return services.store_file(owner="person:1", name=name, content=PDF, now=clock.now())


def broken(write):
    with pytest.raises(RolledBack), of_the_test():
        path = write().path
        raise RolledBack
    assert default_storage.exists(path)
    return path


def test_what_a_rollback_left_goes_after_a_day_and_what_has_a_row_stays():
    paper, file = issue(), store()
    lost = [broken(lambda: issue("case:2")), broken(store)]
    assert Paper.objects.count() == 1
    now = clock.now()
    assert sweeping.sweep(now=now + timedelta(hours=23)) == 0
    assert all(default_storage.exists(path) for path in lost)
    assert sweeping.sweep(now=now + timedelta(hours=25)) == 2
    assert not any(default_storage.exists(path) for path in lost)
    assert default_storage.exists(paper.path) and default_storage.exists(file.path)
    assert sweeping.sweep(now=now + timedelta(hours=25)) == 0


def test_a_file_that_is_not_ours_to_judge_stays(own_folder):
    for path in ("materials/2026/11/README", f"elsewhere/{uuid4()}"):
        default_storage.save(path, ContentFile(PDF))
        os.utime(own_folder / path, (0, 0))
    assert sweeping.sweep(now=clock.now()) == 0
    assert default_storage.exists("materials/2026/11/README")


def test_a_database_that_knows_hardly_any_file_loses_none_of_them():
    for _ in range(sweeping.FEW + 1):
        default_storage.save(f"materials/2026/11/{uuid4()}", ContentFile(PDF))
    assert sweeping.sweep(now=clock.now() + timedelta(days=2)) == 0
    assert len(default_storage.listdir("materials/2026/11")[1]) == sweeping.FEW + 1


def test_every_folder_that_files_are_written_to_has_its_keeper():
    made = supervision.SHEETS  # tests/sites/console/test_large_sheets.py writes there
    written = {issue().path.split("/")[0], store().path.split("/")[0], made}
    assert set(sweeping.KEEPERS.all()) == written
