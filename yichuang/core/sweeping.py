"""Lost files: a file is written before its row, so a transaction that was rolled back leaves a file without one."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.core.files.storage import default_storage

from yichuang.core import clock, jobs
from yichuang.core.plugins import Registry

Kept = Callable[[list[UUID]], set[str]]
KEEPERS: Registry[Kept] = Registry(
    "stored files"
)  # first folder → paths of the rows with these uuids
LEFT_ALONE_FOR = timedelta(days=1)
BATCH, FEW, MOST_PERCENT = 500, 20, 5

log = structlog.get_logger("core")


def sweep(*, now: datetime) -> int:
    """Remove the files that no row names and that are older than a day; returns how many.

    Many lost files among few kept ones mean a wrong or an older database, not broken transactions: then nothing is
    removed, and the log says so. Raises jobs.Unfinished when some could not be removed; the others are."""
    lost: list[str] = []
    for folder, known_paths in KEEPERS.all().items():
        lost += _lost(folder, known_paths, now)
    return jobs.each("core.sweep_files", lost, default_storage.delete)


def _lost(folder: str, known_paths: Kept, now: datetime) -> list[str]:
    lost: list[str] = []
    seen = 0
    for paths in _batches(folder):
        seen += len(paths)
        for path in _unnamed(paths, known_paths):
            age = now - _modified(path, now)
            if age > LEFT_ALONE_FOR:
                lost.append(path)
    counts = {"folder": folder, "lost": len(lost), "seen": seen}
    most = seen * MOST_PERCENT // 100
    if len(lost) > max(FEW, most):
        log.error("too many lost files, none removed", **counts)
        return []
    log.info("lost files", **counts)
    return lost


def _unnamed(paths: list[str], known_paths: Kept) -> list[str]:
    """Those that no row names; a file whose name is no uuid is not ours to judge."""
    by_path = {path: uuid for path in paths if (uuid := _uuid_of(path))}
    known = known_paths(list(by_path.values()))
    return [path for path in by_path if path not in known]


def _uuid_of(path: str) -> UUID | None:
    try:
        return UUID(path.rpartition("/")[2].partition(".")[0])
    except ValueError:
        return None


def _modified(path: str, now: datetime) -> datetime:
    try:
        return clock.ours(default_storage.get_modified_time(path))
    except FileNotFoundError:
        return now


def _batches(folder: str) -> Iterator[list[str]]:
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for start in range(0, len(names), BATCH):
        yield [f"{folder}/{name}" for name in names[start : start + BATCH]]
    for inner in folders:
        yield from _batches(f"{folder}/{inner}")
