"""What others may want to know of papers."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class PaperVoided:
    """A paper no longer holds."""

    topic: ClassVar[str] = "documents.paper_voided"
    paper: str
    kind: str
    subject: str
