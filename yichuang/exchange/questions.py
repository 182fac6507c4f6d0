"""What is asked and what comes back, as values: for ports and rules alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

PERSON = "person"
EMPLOYER = "employer"
CITIZEN = "01"


@dataclass(frozen=True)
class Whom:
    """One person, by document, or one unit, by its credit code (id_type: GB/T 2261 kinds of reference.rules.documents,
    of a person only)."""

    kind: Literal["person", "employer"]
    name: str
    number: str
    id_type: str = CITIZEN


@dataclass(frozen=True)
class Asked:
    """One question. uuid: ours; the answer names it. source: a code of packs/exchange; elements: what may be told and
    nothing else (个人信息保护法 6); claims: what the form says, by element, to be compared there; purpose and basis:
    why we ask and by which law."""

    uuid: str
    source: str
    elements: tuple[str, ...]
    whom: Whom
    claims: Mapping[str, str]
    purpose: str
    basis: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What came back. question: its uuid; whom: about whom it speaks; facts: by element, with days as
    2026-11-30; differs: the claims that are not so; as_of: the day of which it speaks; receipt: their number of it."""

    question: str
    outcome: Literal["found", "not_found", "contradicts", "refused"]
    whom: Whom | None
    facts: Mapping[str, Any] = field(default_factory=dict)
    differs: tuple[str, ...] = ()
    as_of: date | None = None
    receipt: str = ""
