"""What happened to a case. Higher modules (ratings, supervision) and our own handlers listen."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class CaseSubmitted:
    """An application came in and has its number. Also written by the SQL function `case_submit`."""

    topic: ClassVar[str] = "cases.CaseSubmitted"
    case: UUID
    item_code: str
    at: datetime


@dataclass(frozen=True)
class CaseMoved:
    """A verb of rules/states.py happened: state is the one after it; seq names the entry of the trail; on_site: at a
    counter (None: written by a server of before, which did not say)."""

    topic: ClassVar[str] = "cases.CaseMoved"
    case: UUID
    verb: str
    state: str
    seq: int
    at: datetime
    on_site: bool | None = None


@dataclass(frozen=True)
class CaseDecided:
    """Approved or denied."""

    topic: ClassVar[str] = "cases.CaseDecided"
    case: UUID
    outcome: str
    at: datetime


@dataclass(frozen=True)
class CaseClosed:
    """All steps are done; only the delivery may still follow."""

    topic: ClassVar[str] = "cases.CaseClosed"
    case: UUID
    item_code: str
    channel: int
    at: datetime


@dataclass(frozen=True)
class CaseAlarmed:
    """The colour of an open case became yellow, red or overdue."""

    topic: ClassVar[str] = "cases.CaseAlarmed"
    case: UUID
    colour: str
    at: datetime
