"""Seconds to the first page: on a fresh checkout (cold), with a new data folder, and with an existing one.

The cold start installs the dependencies anew from wherever pip gets them, so the network is in it."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.apparatus import outcome

ROOT = Path(__file__).resolve().parent.parent
LIMITS = {"cold": 90, "new data": 15, "existing data": 5}


def clone(into: Path) -> Path:
    """What a newcomer gets, and nothing that stays behind here: the files that git knows, as they are now."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, into / name)
    return into


def first_page(checkout: Path, data: Path) -> float:
    """Seconds from the command to the whole first page; then everything is stopped."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    own = {"YI_HANDED_DOWN", "DJANGO_SETTINGS_MODULE", "PYTHONPATH", "VIRTUAL_ENV"}
    handed = set(os.environ.get("YI_HANDED_DOWN", "").split(","))
    environment = {
        k: v
        for k, v in os.environ.items()
        if k not in own | handed and not k.startswith("YICHUANG_")
    }
    command = [sys.executable, "-E", "yi", "run", "--port", str(port), "--data", str(data)]
    with tempfile.TemporaryFile() as log:
        began = time.monotonic()
        process = subprocess.Popen(
            command, cwd=checkout, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
        try:
            while not _answers(port):
                if process.poll() is not None or time.monotonic() - began > 600:
                    log.seek(0)
                    raise SystemExit(
                        "no first page:\n" + log.read().decode(errors="replace")[-3000:]
                    )
                time.sleep(0.05)
            return time.monotonic() - began
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def _answers(port: int) -> bool:
    with contextlib.suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/")
        response = connection.getresponse()
        return response.status == 200 and b"</html>" in response.read()
    return False


def main() -> None:
    options = outcome.arguments(runs=3)
    with tempfile.TemporaryDirectory(prefix="yichuang-start-") as folder:
        checkout = clone(Path(folder) / "checkout")
        seconds = {"cold": first_page(checkout, Path(folder) / "first")}
        outcome.say(f"cold {seconds['cold']:.1f} s")
        seconds["new data"] = min(
            first_page(checkout, Path(folder) / f"new{n}") for n in range(options.runs)
        )
        outcome.say(f"new data {seconds['new data']:.1f} s")
        seconds["existing data"] = min(
            first_page(checkout, Path(folder) / "first") for _ in range(options.runs)
        )
        outcome.say(f"existing data {seconds['existing data']:.1f} s")
    worst = max(LIMITS, key=lambda kind: seconds[kind] / LIMITS[kind])
    detail = {kind: f"{seconds[kind]:.1f} s of {LIMITS[kind]} s" for kind in LIMITS} | {
        "worst": worst
    }
    outcome.end(
        name="start",
        ours=seconds[worst],
        limit=LIMITS[worst],
        unit="s",
        detail=detail,
        json_only=options.json,
    )


if __name__ == "__main__":
    main()
