"""A whole office is lost and comes back from its last backup: how much is gone (RPO) and how long it takes (RTO)."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from config.launcher.processes import end_leftovers
from config.postgres import base_of, instance_of
from tests.cases.conftest import filled

ROOT = Path(__file__).resolve().parents[2]
KEY = {"X-Api-Key": "yc-demo-key-try-it"}
ZHANG = {"kind": "person", "name": "张三", "id_number": "510812198805129916"}
NO_FILES = "992014101004"
READY = 600  # seconds that a start may take on a machine that is busy with other tests


class Office:
    """One data folder with `./yi run` on it."""

    def __init__(self, data: Path, port: int):
        self.data, self.address = data, f"http://127.0.0.1:{port}"
        self.process = yi("run", "--data", data, "--port", port)
        until = time.monotonic() + READY
        while not self.ready():
            assert time.monotonic() < until and self.process.poll() is None
            time.sleep(0.1)

    def ready(self) -> bool:
        with contextlib.suppress(httpx.TransportError):
            return httpx.get(f"{self.address}/readyz", timeout=5).status_code == 200
        return False

    def apply(self, body: dict) -> str:
        """One application; its number once it was acknowledged."""
        headers = {**KEY, "Idempotency-Key": str(uuid4())}
        answer = httpx.post(f"{self.address}/api/v1/cases", json=body, headers=headers, timeout=30)
        assert answer.status_code == 201, answer.text
        return answer.json()["number"]

    def is_known(self, number: str) -> bool:
        answer = httpx.get(f"{self.address}/api/v1/cases/{number}", headers=KEY, timeout=30)
        assert answer.status_code in (200, 404), answer.text
        return answer.status_code == 200

    def lose(self) -> None:
        """Everything at once: processes, cluster, files and keys."""
        self.process.kill()
        self.process.wait()
        base = base_of(self.data)
        with contextlib.suppress(OSError, ValueError):
            os.kill(int((base / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
        end_leftovers(instance_of(self.data))
        for folder in (base, self.data):
            shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(60)
        for folder in (base_of(self.data), self.data):
            shutil.rmtree(folder, ignore_errors=True)


def yi(*words):
    """`./yi` with these words, without the database of the surrounding test run."""
    own = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("YICHUANG_", "YI_", "DJANGO_"))
    }
    return subprocess.Popen(
        [sys.executable, "yi", *map(str, words)],
        cwd=ROOT,
        env=own,
        stdout=subprocess.PIPE,
        text=True,
    )


def must(*words) -> str:
    process = yi(*words)
    said = process.communicate(timeout=READY)[0]
    assert process.returncode == 0, said
    return said


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def body(real_db):
    """An application by API that needs no file."""
    made = filled(NO_FILES)
    facts = {"region": made.region, "situation": made.situation, "answers": made.answers}
    return {"item_code": NO_FILES, "subject": ZHANG, **facts}


@pytest.mark.long(kind="faults")
def test_an_office_that_is_lost_comes_back_from_its_last_backup(body, tmp_path, capsys):
    first = Office(tmp_path / "first", free_port())
    before = [first.apply(body) for _ in range(5)]
    archive = must("manage", "--data", first.data, "backup", tmp_path / "kept.tar").strip()
    backed_up = time.monotonic()
    after = [first.apply(body) for _ in range(3)]
    first.lose()
    lost = time.monotonic()

    must("manage", "--data", tmp_path / "second", "restore", archive)
    second = Office(tmp_path / "second", free_port())
    back = time.monotonic()
    try:
        assert [number for number in before if not second.is_known(number)] == []
        gone = [number for number in after if not second.is_known(number)]
        assert gone == after
        assert second.apply(body)
        assert "记录完整" in must("manage", "--data", second.data, "verify_chains")
    finally:
        second.close()
    with capsys.disabled():
        size = Path(archive).stat().st_size / 1e6
        print(
            f"\nRPO {lost - backed_up:.1f} s ({len(gone)} applications) · RTO {back - lost:.1f} s · {size:.1f} MB"
        )
