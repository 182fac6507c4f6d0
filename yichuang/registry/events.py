"""What happened to what the registers keep. Higher modules tell whom it is about."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class CreditMoved:
    """A credit record was confirmed, withdrawn, repaired or left as it is.

    verb: of `services.credit`.
    """

    topic: ClassVar[str] = "registry.CreditMoved"
    record: UUID
    verb: str
    at: datetime
