"""Programs in a process of their own: to fill a database, or to measure on it with nothing else in memory."""

import json
import os
import subprocess
import sys

from bench.apparatus import databases


def run(program: str, database: str) -> None:
    """A few lines of Python on the database of this name."""
    _of_python(["-c", program], databases.url_of(database), subprocess.DEVNULL)


def measured(module: str, url: str, **variables: str) -> dict:
    """What `python -m module --measure` prints last on the database of this URL: JSON.

    variables: of its environment, beside our own."""
    done = _of_python(["-m", module, "--measure"], url, subprocess.PIPE, **variables)
    last = done.stdout.splitlines()[-1]
    return json.loads(last)


def _of_python(
    words: list[str], url: str, output: int, **variables: str
) -> subprocess.CompletedProcess:
    environment = os.environ | {databases.SOURCE: url} | variables
    return subprocess.run(
        [sys.executable, *words], env=environment, stdout=output, text=True, check=True
    )
