"""What became of questions."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class Answered:
    """Of a subject's questions none waits for its first answer any more, or one that was not answered is now; the
    answer itself is read where it is kept."""

    topic: ClassVar[str] = "exchange.Answered"
    subject: str
    case: UUID | None
