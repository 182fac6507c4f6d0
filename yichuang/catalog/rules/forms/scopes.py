"""Where a rule is judged, and what an operand of it becomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

TODAY = "today"


@dataclass(slots=True)
class Scope:
    """Where a rule is judged: typed answers (of the row first, when it is judged row by row), facts, the day."""

    values: Mapping[str, Any]
    facts: Mapping[str, Any]
    day: date
    row: Mapping[str, Any] | None = None

    def get(self, key: str) -> Any:
        """The typed answer to a question, None where there is none."""
        if self.row is not None and key in self.row:
            return self.row[key]
        if key == TODAY:
            return self.day
        return self.values.get(key)


Value = Callable[[Scope], Any]
Keys = str | list[str]
