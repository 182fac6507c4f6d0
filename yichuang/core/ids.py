"""Identifiers for outsiders: UUID version 7, so that rows made together lie together."""

import secrets
import time
import uuid


def as_uuid(text: uuid.UUID | str) -> uuid.UUID | None:
    """The identifier that the text writes, or None for what is none."""
    try:
        if isinstance(text, uuid.UUID):
            return text
        return uuid.UUID(text)
    except ValueError:
        return None


def uuid7() -> uuid.UUID:
    """A new time-ordered UUID (RFC 9562 section 5.7): 48 bits of milliseconds, 74 random bits."""
    value = (
        (time.time_ns() // 1_000_000) << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62
    )
    return uuid.UUID(int=value | secrets.randbits(62))
