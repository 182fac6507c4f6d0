"""What identity needs from outside: the police register. Errors: core.ports' Rejected and Unavailable."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True)
class Checked:
    """The register's answer. `matches`: name and number belong together; sex by GB/T 2261.1 ("1" male, "2" female);
    `receipt` is the register's number of this question, kept as proof that it was asked."""

    matches: bool
    name: str
    sex: str
    birth_date: date | None
    receipt: str


class IdCheck(Protocol):
    """Asks the register whether a name and a document number belong together."""

    def check(self, *, name: str, id_number: str, id_type: str = "01") -> Checked:
        """Raises Rejected for a question that the register will never answer, Unavailable when it is not there."""
        ...
