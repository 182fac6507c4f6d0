"""A database of one's own that may be stopped, and the real server and worker in front of it as processes."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from django.db import connection

from config.env import env as ours
from config.postgres import PrivateServer, Trouble

ROOT = Path(__file__).resolve().parents[2]


class Outside:
    """Processes of the platform on one database; each ends with the test."""

    def __init__(self, folder: Path, url: str):
        self.folder, self.url, self.processes = folder, url, []

    def start(self, name, *command):
        """A process on this database in a group of its own; what it says goes to a file."""
        keys = {
            f"YICHUANG_{key.upper()}": getattr(ours, key)
            for key in ("secret_key", "field_keys", "blind_key")
        }
        env = {**os.environ, **keys, "YICHUANG_DATABASE_URL": self.url, "PYTHONPATH": str(ROOT),
               "DJANGO_SETTINGS_MODULE": "config.settings.test"}  # fmt: skip
        with open(self.folder / f"{name}.log", "ab") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                env=env,
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def worker(self):
        """`manage worker`, as `./yi run` starts it."""
        return self.start("worker", "-m", "django", "worker")

    def web(self) -> str:
        """The production server; returns its address once it is ready."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        process = self.start(
            "web", "-m", "granian", "--interface", "wsgi", "--http", "1", "config.wsgi:application", "--host",
            "127.0.0.1", "--port", str(port), "--workers", "1", "--blocking-threads", "32",
        )  # fmt: skip
        address = f"http://127.0.0.1:{port}"
        self.wait(lambda: httpx.get(f"{address}/readyz").status_code == 200, process)
        return address

    def wait(self, true, process=None, seconds=180):
        """Until `true()`; a process that ended meanwhile fails the test with what it said."""
        until = time.monotonic() + seconds
        while True:
            try:
                if true():
                    return
            except httpx.TransportError:
                pass
            assert time.monotonic() < until and (process is None or process.poll() is None), (
                self.said()
            )
            time.sleep(0.05)

    def said(self) -> str:
        """The end of every log."""
        return "\n".join(
            log.read_text(errors="replace")[-3000:] for log in self.folder.glob("*.log")
        )

    def close(self):
        for process in self.processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture
def outside(tmp_path, real_db):
    """Processes on the test database itself."""
    here = connection.settings_dict
    url = f"postgresql://{here['USER']}@/{here['NAME']}?host={here['HOST']}"
    if here["PORT"]:
        url += f"&port={here['PORT']}"
    made = Outside(tmp_path, url)
    yield made
    made.close()
    with (
        connection.cursor() as cursor
    ):  # what was due meanwhile waits for no worker of a later test
        cursor.execute("delete from procrastinate_periodic_defers")
        cursor.execute("delete from procrastinate_jobs")


@pytest.fixture
def private(tmp_path, real_db):
    """(server, processes on it): a PostgreSQL of its own that holds a copy of the test database."""
    try:
        server = PrivateServer(tmp_path / "data", durable=False)
    except Trouble as trouble:
        pytest.fail(f"a database of one's own is needed here and did not start: {trouble}")
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, server.base, ignore_errors=True)
        stack.enter_context(server)
        url = server.url("copy")
        here = connection.settings_dict
        port = ["-p", here["PORT"]] if here["PORT"] else []
        source = ["-h", here["HOST"] or "127.0.0.1", "-U", here["USER"], *port]
        dump = subprocess.run(
            [server.binaries / "pg_dump", *source, "--no-owner", here["NAME"]], capture_output=True, check=True,
            env={**os.environ, "PGPASSWORD": here["PASSWORD"] or ""},
        ).stdout  # fmt: skip
        target = [
            server.binaries / "psql",
            "-XqAt",
            "-h",
            server.socket,
            "-U",
            "postgres",
            "-d",
            "copy",
        ]
        subprocess.run(
            [*target, "-v", "ON_ERROR_STOP=1"], input=dump, capture_output=True, check=True
        )
        made = Outside(tmp_path, url)
        stack.callback(made.close)
        yield server, made
