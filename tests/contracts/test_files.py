"""Where files lie: the same suite for a folder and for an S3-compatible store, which a real local server plays."""

import socket
import threading
import time
from contextlib import closing, suppress
from datetime import timedelta

import boto3
import pytest
from botocore.config import Config
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from moto.server import ThreadedMotoServer

from config.env import Env, file_storage
from tests.paper_files import PDF
from yichuang.adapters import files
from yichuang.adapters.files import ObjectStorage
from yichuang.cases import services
from yichuang.core import breaker, clock, db, ports
from yichuang.core.errors import Problem

KEYS = {"aws_access_key_id": "key", "aws_secret_access_key": "secret", "region_name": "us-east-1"}


@pytest.fixture(scope="module")
def server():
    """The address of a store that speaks the protocol, on this machine only."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    running.start()
    yield f"http://127.0.0.1:{port}"
    running.stop()


def env(address: str) -> Env:
    return Env(
        files="s3://cases/yichuang",
        files_endpoint=address,
        files_key=KEYS["aws_access_key_id"],
        files_secret=KEYS["aws_secret_access_key"],
    )


@pytest.fixture
def bucket(server):
    boto3.client("s3", endpoint_url=server, **KEYS).create_bucket(Bucket="cases")
    return file_storage(env(server))


@pytest.fixture(params=["folder", "objects"])
def storage(request, tmp_path):
    if request.param == "folder":
        return FileSystemStorage(location=tmp_path)
    entry = request.getfixturevalue("bucket")
    return ObjectStorage(**entry["OPTIONS"])


def test_what_is_kept_is_read_listed_and_removed(storage):
    name = storage.save("uploads/aa/one.pdf", ContentFile(b"%PDF-1.4 one"))
    with storage.open(name) as stream:
        assert stream.read() == b"%PDF-1.4 one"
    assert storage.exists(name) and storage.size(name) == 12
    assert storage.listdir("uploads") == (["aa"], []) and storage.listdir("uploads/aa") == (
        [],
        ["one.pdf"],
    )
    written = clock.ours(storage.get_modified_time(name))
    assert abs(written - clock.now()) < timedelta(minutes=1)
    storage.delete(name)
    assert not storage.exists(name)
    with pytest.raises(FileNotFoundError):
        storage.open(name)


def test_a_name_that_is_taken_is_never_written_over(storage):
    names = [storage.save("papers/two.pdf", ContentFile(text)) for text in (b"first", b"second")]
    assert names[0] != names[1]
    with storage.open(names[0]) as stream:
        assert stream.read() == b"first"
    for name in names:
        storage.delete(name)


def test_a_store_that_does_not_answer_fails_as_a_disk_does():
    options = file_storage(env("http://127.0.0.1:9"))["OPTIONS"]
    with pytest.raises(OSError):
        ObjectStorage(**options).save("uploads/x.pdf", ContentFile(b"x"))


def test_an_upload_lies_in_the_store_and_is_lost_to_nobody_when_it_is_away(world, bucket, settings):
    settings.STORAGES = {**settings.STORAGES, "default": bucket}
    row = services.store_file(owner="test:store", name="材料.pdf", content=PDF, now=clock.now())
    with default_storage.open(row.path) as stream:
        assert stream.read() == PDF
    away = {**bucket, "OPTIONS": {**bucket["OPTIONS"], "endpoint_url": "http://127.0.0.1:9"}}
    settings.STORAGES = {**settings.STORAGES, "default": away}
    with pytest.raises(Problem) as refused:
        services.store_file(owner="test:store", name="材料.pdf", content=PDF, now=clock.now())
    assert refused.value.code == "storage_failed"


def test_an_address_that_is_no_store_is_refused():
    with pytest.raises(ValueError, match="s3://"):
        file_storage(Env(files="ftp://cases"))


class Silent:
    """Takes every connection and never answers; `calls` counts them."""

    def __init__(self):
        self.calls = 0
        self._kept = []
        self._door = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self):
        with suppress(OSError):
            while True:
                caller, _ = self._door.accept()
                self.calls += 1
                self._kept.append(caller)

    def close(self):
        self._door.close()
        for caller in self._kept:
            caller.close()


@pytest.fixture
def silent():
    there = Silent()
    yield there
    there.close()


LONG = 30  # seconds; the library by itself waits for 60, a machine that others use as well is slow
ASKED = {
    "_save": ("uploads/x.pdf", ContentFile(b"x")),
    "_open": ("uploads/x.pdf",),
    "delete": ("uploads/x.pdf",),
    "exists": ("uploads/x.pdf",),
    "size": ("uploads/x.pdf",),
    "listdir": ("uploads",),
    "get_modified_time": ("uploads/x.pdf",),
}


@pytest.fixture
def impatient(monkeypatch):
    """A tenth of a second instead of as long as a page waits."""
    limits = files.LIMITS.merge(Config(read_timeout=0.1))
    monkeypatch.setattr(files, "LIMITS", limits)


@pytest.mark.parametrize("method", ASKED)
def test_a_store_that_hangs_is_waited_for_once(silent, impatient, method):
    options = file_storage(env(silent.address))["OPTIONS"]
    began = time.monotonic()
    with pytest.raises(OSError) as refused:
        getattr(ObjectStorage(**options), method)(*ASKED[method])
    assert time.monotonic() - began < LONG
    assert silent.calls == 1 and db.unavailable(refused.value)


def test_a_store_that_hangs_is_waited_for_no_longer_than_a_page_waits(silent):
    options = file_storage(env(silent.address))["OPTIONS"]
    began = time.monotonic()
    with pytest.raises(OSError):
        ObjectStorage(**options).exists("uploads/x.pdf")
    assert ports.SOMEBODY_WAITS <= time.monotonic() - began < LONG


def test_a_store_that_did_not_answer_is_left_alone_for_a_while(silent, impatient):
    store = ObjectStorage(**file_storage(env(silent.address))["OPTIONS"])
    now = clock.now()
    with clock.frozen(now):
        for _ in range(breaker.FAILURES + 3):
            with pytest.raises(OSError):
                store.exists("uploads/x.pdf")
    assert silent.calls == breaker.FAILURES and ports.resting(files.KIND)
    with clock.frozen(now + breaker.REST), pytest.raises(OSError):
        store.exists("uploads/x.pdf")
    assert silent.calls == breaker.FAILURES + 1


def test_what_the_store_says_no_to_is_an_answer(bucket):
    store = ObjectStorage(**{**bucket["OPTIONS"], "bucket_name": "nowhere"})
    for _ in range(breaker.FAILURES + 1):
        with pytest.raises(OSError):
            store.listdir("uploads")
    assert not ports.resting(files.KIND)
