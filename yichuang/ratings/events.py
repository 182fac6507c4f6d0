"""What happened to ratings."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class RatingGiven:
    """Somebody rated. It names the invitation, never the person."""

    topic: ClassVar[str] = "ratings.RatingGiven"
    invitation: UUID
    grade: int
    bad: bool
    at: datetime
