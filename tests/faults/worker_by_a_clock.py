"""`manage worker` by a clock that a test sets while it runs: python -m tests.faults.worker_by_a_clock FILE.

FILE holds the seconds by which this process takes its clock to be ahead. The database keeps its own."""

import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import django
from django.core.management import call_command

LOOK = 0.05  # seconds


def follow(file: Path) -> None:
    """Set the clock of this process as the file says, again and again."""
    from yichuang.core import clock

    real = time.time
    ahead = [0.0]
    time.time = lambda: real() + ahead[0]
    while True:
        ahead[0] = float(file.read_text() or 0)
        clock.AHEAD = timedelta(seconds=ahead[0])
        time.sleep(LOOK)


def hangs(reached: str) -> None:
    """A job that says that it has begun, the first time for good."""
    file = Path(reached)
    first = not file.exists()
    with file.open("a") as stream:
        stream.write("begun\n")
    if first:
        time.sleep(600)


def main() -> None:
    """The worker."""
    django.setup()
    from yichuang.core.jobs import job

    job("tests.hangs")(hangs)
    threading.Thread(target=follow, args=(Path(sys.argv[1]),), daemon=True).start()
    call_command("worker")


if __name__ == "__main__":
    main()
