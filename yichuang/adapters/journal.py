"""What a simulator has done, kept where every process of the demo can see it: one JSON object a line, each key once."""

import fcntl
import json
import threading
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

OURS_ALONE = 0o600  # phones and codes stand in it


class Journal:
    """An append-only file in the data folder. `key` decides who came first, between threads and processes."""

    def __init__(self, name: str, folder: Path | None = None):
        self._folder = folder
        self._name = name
        self._known: dict[str, dict] = {}
        self._by: dict[str, dict[str, dict]] = {}  # field → value → the first entry with it
        self._read_to = 0
        self._one_at_a_time = threading.Lock()

    @property
    def path(self) -> Path:
        """Where the lines are."""
        return (self._folder or Path(settings.DATA_DIR)) / self._name

    def once(self, key: str, entry: dict, copies: int = 1) -> dict:
        """The entry first written under `key`: this one, appended `copies` times, unless there was one before."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=OURS_ALONE)
        self.path.chmod(OURS_ALONE)  # one of before was open to others
        with self._one_at_a_time, self.path.open("a+", encoding="utf-8") as stream:
            fcntl.flock(stream, fcntl.LOCK_EX)
            self._catch_up()
            if key not in self._known:
                keyed = {"key": key, **entry}
                line = json.dumps(keyed, ensure_ascii=False) + "\n"
                stream.write(line * copies)
                stream.flush()
                self._catch_up()
            return self._known[key]

    def find(self, field: str, value: str) -> dict | None:
        """The first entry whose `field` is `value`."""
        with self._one_at_a_time:
            self._catch_up()
            first = self._by.get(field)
            if first is None:
                first = self._by[field] = {}
                for entry in self._known.values():
                    _keep_first(first, field, entry)
            return first.get(value)

    def lines(self) -> Iterator[dict]:
        """Every line that was written, copies too, oldest first."""
        if self.path.exists():
            with self.path.open(encoding="utf-8") as stream:
                yield from map(json.loads, stream)

    def _catch_up(self) -> None:
        if not self.path.exists() or self.path.stat().st_size < self._read_to:
            self._known = {}
            self._by = {}
            self._read_to = 0
        if not self.path.exists():
            return
        with self.path.open("rb") as stream:
            stream.seek(self._read_to)
            for line in stream:
                if line.endswith(b"\n"):
                    entry = json.loads(line)
                    self._know(entry)
                    self._read_to += len(line)

    def _know(self, entry: dict) -> None:
        key = entry["key"]
        if key in self._known:
            return
        self._known[key] = entry
        for field, first in self._by.items():
            _keep_first(first, field, entry)


def _keep_first(first: dict[str, dict], field: str, entry: dict) -> None:
    value = entry.get(field)
    first.setdefault(value, entry)
