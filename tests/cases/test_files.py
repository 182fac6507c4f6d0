"""Uploads: the content decides, and what is turned away leaves nothing behind."""

import errno
import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage

from yichuang.adapters.faults import Faults
from yichuang.adapters.malware.simulator import Simulator
from yichuang.audit.models import Entry
from yichuang.cases import services
from yichuang.cases.models import StoredFile
from yichuang.core import ports
from yichuang.core.errors import Problem

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 one page"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20
JPG = b"\xff\xd8\xff\xe0" + b"0" * 20
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def _kept():
    """Files on disk, and how many rows speak of files."""
    return _on_disk(), StoredFile.objects.count(), Entry.objects.filter(verb="file.store").count()


def _on_disk():
    root = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    return {p for p in root.rglob("*") if p.is_file()}


def _zip(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return stream.getvalue()


def _store(name, content, morning, **more):
    return services.store_file(owner="person:1", name=name, content=content, now=morning, **more)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("证明.pdf", PDF, "application/pdf"),
        ("照片.JPEG", JPG, "image/jpeg"),
        ("照片.png", PNG, "image/png"),
        ("证照.ofd", _zip(OFD_xml="<ofd/>"), "application/ofd"),
    ],
)
def test_what_offices_take_is_kept_under_its_own_name(name, content, kind, morning):
    row = _store(name, content, morning)
    assert (row.name, row.media_type, row.size) == (name, kind, len(content))
    assert Entry.objects.filter(subject=f"file:{row.uuid}", verb="file.store").count() == 1


@pytest.mark.parametrize(
    ("name", "content", "code", "way_out"),
    [
        ("大.pdf", PDF + b"0" * 21_000_000, "file_too_large", "拍小"),
        ("程序.pdf", b"MZ\x90\x00 a program", "file_type", "另存成 PDF"),
        ("照片.png", JPG, "file_type", "另存成"),
        ("表.pdf", _zip(a_xml="<a/>"), "file_type", "另存成"),
        ("程序.exe", b"MZ\x90\x00", "file_type", "pdf"),
        ("没有扩展名", PDF, "file_type", "pdf"),
        ("空.pdf", b"", "file_empty", "重新拍照"),
        ("病毒.pdf", b"%PDF-1.4 " + EICAR, "file_infected", "杀毒"),
        ("病毒.jpg", JPG + EICAR, "file_infected", "杀毒"),
    ],
)
def test_what_cannot_be_taken_is_told_with_a_way_out_and_leaves_nothing(name, content, code, way_out, morning):
    before = _kept()
    with pytest.raises(Problem) as refused:
        _store(name, content, morning)
    assert refused.value.code == code and way_out in refused.value.way_out
    assert _kept() == before


def test_a_form_field_may_take_fewer_kinds(morning):
    with pytest.raises(Problem, match="不能收 .pdf"):
        _store("照片.pdf", PDF, morning, accept=("jpg", "png"))


def test_without_a_scanner_nothing_is_taken(monkeypatch, morning):
    monkeypatch.setattr(ports, "adapter", lambda kind: Simulator(Faults(outage=True)))
    before = _kept()
    with pytest.raises(Problem) as refused:
        _store("证明.pdf", PDF, morning)
    assert (refused.value.code, refused.value.status) == ("scan_unavailable", 503)
    assert _kept() == before


def test_a_full_disk_is_told_and_leaves_no_half_file(monkeypatch, morning):
    def full(self, name, content):
        half = Path(self.path(name))
        half.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(b"%PDF")
        raise OSError(errno.ENOSPC, "No space left on device")

    before = _kept()
    monkeypatch.setattr(FileSystemStorage, "_save", full)
    with pytest.raises(Problem) as refused:
        _store("证明.pdf", PDF, morning)
    assert (refused.value.code, refused.value.status) == ("storage_failed", 503)
    assert "过一会儿再传" in refused.value.way_out
    assert _kept() == before


def test_no_file_stays_without_its_row(monkeypatch, morning):
    from django.db import DatabaseError

    from yichuang.cases.services import files

    def lost(**_):
        raise DatabaseError("gone")

    monkeypatch.setattr(files, "record", lost)
    before = _kept()
    with pytest.raises(DatabaseError):
        _store("证明.pdf", PDF, morning)
    assert _kept() == before


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/证明.pdf", "证明.pdf"),
        ("C:\\我的\\证明.pdf", "证明.pdf"),
        ("<script>alert(1)</script>.pdf", "script>.pdf"),
        ("'; drop table cases_case; --.pdf", "'; drop table cases_case; --.pdf"),
        ("王㛃𬭎🙂.pdf", "王㛃𬭎🙂.pdf"),
        ("一\n二\u202e三.pdf", "一二三.pdf"),
        ("长" * 300 + ".pdf", "长" * 96 + ".pdf"),
    ],
)
def test_a_name_is_only_for_showing(name, kept, morning):
    row = _store(name, PDF, morning)
    assert row.name == kept
    assert str(row.uuid) in row.path and ".." not in row.path
