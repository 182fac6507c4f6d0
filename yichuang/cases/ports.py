"""What cases needs from outside: a malware scanner and a courier. Errors: core.ports' Rejected and Unavailable."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Verdict:
    """What the scanner says of one file; `name` is the finding's name, "" for a clean file."""

    clean: bool
    name: str = ""


class Malware(Protocol):
    """Looks for harmful content in an uploaded file."""

    def scan(self, *, content: bytes, name: str) -> Verdict:
        """`name` is the file's own name, a hint only. Raises Unavailable: the file is then not taken."""
        ...


@dataclass(frozen=True)
class Waybill:
    """A parcel handed to the courier: its number and its state (已揽收)."""

    number: str
    state: str


@dataclass(frozen=True)
class CourierEvent:
    """One thing that happened to a parcel. `state` is one of 已揽收, 运输中, 派送中, 已签收, 退回."""

    at: datetime
    state: str
    place: str


class Courier(Protocol):
    """Carries papers to people."""

    def post(self, *, key: str, recipient: str, phone: str, address: str, what: str) -> Waybill:
        """Hand over a parcel. The same `key` again returns the same waybill and sends nothing.

        Raises Rejected for an address that is not served, with the reason in Chinese for the desk to read; Unavailable.
        """
        ...

    def track(self, *, number: str) -> tuple[CourierEvent, ...]:
        """Everything that happened so far, oldest first. Raises Rejected for an unknown number, Unavailable."""
        ...
