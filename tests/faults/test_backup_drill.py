"""A whole office is lost in the middle of its work and comes back from its last backup: how much is gone (RPO), how
long it takes (RTO)."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from config.launcher.processes import end_leftovers
from config.postgres import base_of, instance_of
from tests.cases.conftest import filled
from tests.conftest import DEMO_PASSWORD
from tests.paper_files import PDF

ROOT = Path(__file__).resolve().parents[2]
WITH_FILES = "990514102006"  # of an employer, who may have several at once
READY = 600  # seconds that a start may take on a machine that is busy with other tests
AT_WORK = 3  # counters that send without a pause
MEANWHILE = 10  # applications that must be acknowledged before, and again after the backup


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

    def key(self) -> dict[str, str]:
        """A new key of the open API."""
        told = must(
            "manage", "--data", self.data, "api_key", "create", "--name", "drill", "--channel", 2, "--source",
            f"drill-{uuid4().hex[:8]}", "--scope", "cases:write", "--scope", "cases:read", "--scope",
            "materials:write", "--minute-quota", 100_000, "--daily-quota", 1_000_000,
        )  # fmt: skip
        return {"X-Api-Key": re.search(r"^\d+\t(\S+)$", told, re.MULTILINE)[1]}

    def clerk(self) -> httpx.Client:
        """Somebody of the desk, signed in."""
        client = httpx.Client(base_url=self.address, timeout=60)
        client.headers["Referer"] = self.address
        token = token_on(client, "/accounts/login/")
        typed = {"username": "gy_clerk", "password": DEMO_PASSWORD, "csrfmiddlewaretoken": token}
        assert client.post("/accounts/login/", data=typed).status_code == 302
        return client

    def files_of(self, clerk: httpx.Client, number: str) -> list[bytes]:
        """The files of a case as the desk opens them."""
        token = token_on(clerk, "/desk/find/")
        found = clerk.post("/desk/find/", data={"q": number, "csrfmiddlewaretoken": token})
        assert found.status_code == 302, found.text[:500]
        page = clerk.get(found.headers["Location"]).text
        addresses = sorted(set(re.findall(r'href="(/desk/cases/[^"]+/materials/\d+/)', page)))
        answers = [clerk.get(address) for address in addresses]
        assert {answer.status_code for answer in answers} == {200}
        return [answer.content for answer in answers]

    def knows(self, number: str, key: dict[str, str]) -> bool:
        """Whether the case is there, for who made it."""
        answer = httpx.get(f"{self.address}/api/v1/cases/{number}", headers=key, timeout=30)
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


@dataclass
class Work:
    """Counters that send applications with their files to an office until it is lost."""

    office: Office
    key: dict[str, str]
    body: dict
    done: list[tuple[float, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def begin(self) -> list[threading.Thread]:
        counters = [threading.Thread(target=self._send, daemon=True) for _ in range(AT_WORK)]
        for counter in counters:
            counter.start()
        return counters

    def wait_for_more(self) -> None:
        """Until so many more were acknowledged."""
        wanted, until = len(self.done) + MEANWHILE, time.monotonic() + READY
        while len(self.done) < wanted:
            assert time.monotonic() < until and not self.faults, self.faults
            time.sleep(0.05)

    def _send(self) -> None:
        with httpx.Client(base_url=self.office.address, headers=self.key, timeout=60) as client:
            while not self.over.is_set():
                try:
                    self._apply(client)
                except httpx.TransportError as fault:
                    if not self.over.is_set():
                        self.faults.append(repr(fault))
                    return

    def _apply(self, client: httpx.Client) -> None:
        given = []
        for code in self.body["materials"]:
            kept = client.post("/api/v1/files", files={"file": ("材料.pdf", PDF)})
            if kept.status_code != 201:
                return self._refused(kept)
            given.append({"code": code, "file": kept.json()["file"]})
        headers = {"Idempotency-Key": str(uuid4())}
        body = self.body | {"materials": given}
        answer = client.post("/api/v1/cases", json=body, headers=headers)
        if answer.status_code == 201:
            self.done.append((time.monotonic(), answer.json()["number"]))
        else:
            self._refused(answer)

    def _refused(self, answer: httpx.Response) -> None:
        """What is refused while the office stands is a fault; while it falls, nothing was promised."""
        if not self.over.is_set():
            self.faults.append(answer.text[:500])


def token_on(client: httpx.Client, address: str) -> str:
    """What a form of this page sends along."""
    page = client.get(address).text
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]


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
    """An application by API; `materials` are the codes of the papers that it needs."""
    made = filled(WITH_FILES)
    papers = [given.code for given in made.materials]
    assert papers
    return {
        "item_code": WITH_FILES,
        "subject": {
            "kind": "employer",
            "name": made.subject.name,
            "credit_code": made.subject.credit_code,
        },
        "region": made.region,
        "situation": made.situation,
        "answers": made.answers,
        "materials": papers,
    }


@pytest.mark.long(kind="faults")
def test_an_office_that_is_lost_at_work_comes_back_from_its_last_backup(
    body, tmp_path, record_property
):
    first = Office(tmp_path / "first", free_port())
    key = first.key()
    work = Work(first, key, body)
    counters = work.begin()
    work.wait_for_more()
    asked_at = time.monotonic()
    archive = must("manage", "--data", first.data, "backup", tmp_path / "kept.tar").strip()
    work.wait_for_more()
    work.over.set()  # what fails from here on was not acknowledged
    first.lose()
    lost_at = time.monotonic()
    for counter in counters:
        counter.join(60)
    before = [number for at, number in work.done if at < asked_at]
    after = [number for at, number in work.done if at >= asked_at]
    assert work.faults == [] and len(before) >= MEANWHILE and len(after) >= MEANWHILE

    must("manage", "--data", tmp_path / "second", "restore", archive)
    second = Office(tmp_path / "second", free_port())
    back_at = time.monotonic()
    try:
        assert [number for number in before if not second.knows(number, key)] == []
        gone = [number for number in after if not second.knows(number, key)]
        assert gone
        clerk = second.clerk()
        for number in (before[0], before[-1]):
            assert second.files_of(clerk, number) == [PDF] * len(body["materials"])
        again = Work(second, key, body)
        counters = again.begin()
        again.wait_for_more()
        again.over.set()
        for counter in counters:
            counter.join(60)
        assert not {number for _, number in again.done} & set(before)
        assert "记录完整" in must("manage", "--data", second.data, "verify_chains")
    finally:
        second.close()
    size = Path(archive).stat().st_size / 1e6
    record_property(
        "measured",
        f"RPO {lost_at - asked_at:.1f} s ({len(gone)} of {len(work.done)} applications)"
        f" · RTO {back_at - lost_at:.1f} s · {size:.1f} MB",
    )
