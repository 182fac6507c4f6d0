"""The production server over a database of a bench, and what the processor was used for."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def serving(url: str, **variables: str) -> Iterator[tuple[int, int]]:
    """(port, process id) of granian with two workers of two seats, as `./yi run` starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "YICHUANG_DATABASE_URL": url,
        "YICHUANG_BASE_URL": f"http://127.0.0.1:{port}",
    }
    options = [
        "--workers",
        "2",
        "--blocking-threads",
        "32",
        "--blocking-threads-idle-timeout",
        "600",
        "--no-ws",
    ]
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--http",
        "1",
        "config.wsgi:application",
        "--port",
        str(port),
    ]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [*command, *options],
            env=environment | variables,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            _await(port, process, log)
            yield port, process.pid
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(20)


@contextlib.contextmanager
def working(url: str, **variables: str) -> Iterator[int]:
    """The process id of the worker over a database, as `./yi run` starts it; it is told to stop at the end."""
    environment = {**os.environ, "YICHUANG_DATABASE_URL": url, "YICHUANG_LOG_LEVEL": "WARNING"}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "django", "worker"],
            env=environment | variables,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield process.pid
        finally:
            ended = process.poll()
            if ended is None:
                os.killpg(process.pid, signal.SIGTERM)
                process.wait(30)
        if ended is not None:
            log.seek(0)
            raise SystemExit(
                "the worker ended by itself:\n" + log.read().decode(errors="replace")[-3000:]
            )


def _await(port: int, process: subprocess.Popen, log) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError):
            if get(port, "/readyz")[0] == 200:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    log.seek(0)
    raise SystemExit("the server did not start:\n" + log.read().decode(errors="replace")[-3000:])


def get(port: int, path: str, **headers: str) -> tuple[int, bytes]:
    """One request: (status, body)."""
    return send(port, "GET", path, None, headers)


def send(
    port: int, method: str, path: str, body: bytes | None, headers: dict[str, str]
) -> tuple[int, bytes]:
    """One request: (status, body)."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def cpu_of_group(leader: int) -> float:
    """Seconds of processor used so far by the processes of a session."""
    return sum(_used(fields) for _, fields in _processes() if int(fields[3]) == leader)


def cpu_of_database(name: str) -> float:
    """Seconds of processor used so far by the PostgreSQL processes that serve this database and still live."""
    return sum(
        _used(fields)
        for title, fields in _processes()
        if title.startswith("postgres:") and f" {name} " in title
    )


def _processes() -> Iterator[tuple[str, list[str]]]:
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            title = entry.with_name("cmdline").read_text(errors="replace").replace("\0", " ")
            yield title, entry.read_text().rpartition(")")[2].split()


def _used(fields: list[str]) -> float:
    return (int(fields[11]) + int(fields[12])) / TICKS
