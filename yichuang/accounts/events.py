"""What happened to officers."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID


@dataclass(frozen=True)
class OfficerMoved:
    """An officer works in another unit, or may no longer do what they did: what they held goes back to the lists."""

    topic: ClassVar[str] = "accounts.OfficerMoved"
    officer: UUID
    at: datetime
