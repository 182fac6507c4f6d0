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
class CaseAlarmed:
    """The colour of an open case became green, yellow, red or overdue: it is the one trace of the moment."""

    topic: ClassVar[str] = "cases.CaseAlarmed"
    case: UUID
    colour: str
    at: datetime
