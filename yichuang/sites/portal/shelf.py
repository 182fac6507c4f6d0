"""Finished pages in memory, the least used thrown away first."""

from collections import OrderedDict
from threading import Lock


class Shelf:
    """At most `room` texts by key; safe for threads."""

    def __init__(self, room: int) -> None:
        self._room, self._texts, self._lock = room, OrderedDict(), Lock()

    def get(self, key: str) -> str | None:
        """The text, or None."""
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
            return self._texts.get(key)

    def put(self, key: str, text: str) -> None:
        """Keep the text; the one not asked for the longest goes when there is no room."""
        with self._lock:
            self._texts[key] = text
            self._texts.move_to_end(key)
            if len(self._texts) > self._room:
                self._texts.popitem(last=False)
