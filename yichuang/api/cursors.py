"""Opaque marks of where a page ended."""

import base64
import binascii
import json
from typing import Any

from yichuang.core.errors import Problem


def write(*place: Any) -> str:
    """JSON values → the text a caller sends back as `cursor`."""
    text = json.dumps(place, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(cursor: str, *kinds: type) -> tuple | None:
    """The values of `write`, one of each kind; None for "". Raises Problem for anything that we did not write."""
    if not cursor:
        return None
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, RecursionError):
        place = None
    right = isinstance(place, list) and len(place) == len(kinds)
    if not right or any(type(value) is not kind for value, kind in zip(place, kinds, strict=True)):
        raise lost()
    return tuple(place)


def lost() -> Problem:
    """A cursor that leads nowhere."""
    return Problem(
        "翻页的位置不对", code="bad_cursor", field="cursor", way_out="请去掉 cursor，从第一页重新取"
    )
