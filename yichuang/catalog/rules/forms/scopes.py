"""Where a rule is judged, and what an operand of it becomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

TODAY = "today"


@dataclass(slots=True)
class Scope:
    """Where a rule is judged. values: the typed answers; facts: what is known of the applicant; day: on which it is
    judged; row: the answers of one row, which come first when it is judged row by row."""

    values: Mapping[str, Any]
    facts: Mapping[str, Any]
    day: date
    row: Mapping[str, Any] | None = None

    def get(self, key: str) -> Any:
        """The typed answer to a question, None where there is none."""
        row = self.row or {}
        if key in row:
            return row[key]
        if key == TODAY:
            return self.day
        return self.values.get(key)


Value = Callable[[Scope], Any]
Keys = str | list[str]
