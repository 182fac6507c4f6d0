"""The first step of most readers: trimmed text."""

from typing import Any

from ..form import Field
from .base import Refused


def plain(field: Field, raw: Any) -> str:
    if not isinstance(raw, str):
        raise Refused(f"“{field.label}”要填文字，请重新填写")
    return raw.strip()
