"""One hash for one content: what portal, phone, API and the printed sheet show of the same guide. Pure."""

import hashlib
import json
from typing import Any


def canonical(content: Any) -> str:
    """JSON with sorted keys and no blanks: equal content gives equal text."""
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str
    )


def revision_of(definition: dict[str, Any], form: dict[str, Any]) -> str:
    """sha256 (64 hex digits) of definition and form together."""
    return hashlib.sha256(canonical({"definition": definition, "form": form}).encode()).hexdigest()


def difference_hash(differences: dict[str, Any]) -> str:
    """sha256 of what a place says differently, "" when it says nothing."""
    if not differences:
        return ""
    return hashlib.sha256(canonical(differences).encode()).hexdigest()
