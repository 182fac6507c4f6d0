"""A form as the resident will see it, filled with its sample."""

from collections.abc import Mapping
from typing import Any

from yichuang.catalog.rules.frozen import sample_of, thaw
from yichuang.sites.ui import regions
from yichuang.sites.ui.fields import section


def of(form: Mapping[str, Any]) -> dict[str, Any]:
    """The sections of a form of a version for the preview's template; unreadable where it cannot be compiled."""
    try:
        compiled = thaw(form)
    except (ValueError, LookupError, TypeError, AttributeError):
        return {"unreadable": True}
    sample = sample_of(form)
    parts = []
    for part in compiled.sections:
        shown = section(
            part,
            compiled,
            sample,
            (),
            {},
            regions.name_of,
            None,
        )
        parts.append(shown)
    return {"sections": parts}
