"""A form as the resident will see it, filled with its sample."""

from collections.abc import Mapping
from typing import Any

from yichuang.catalog.rules.frozen import sample_of, thaw


def of(form: Mapping[str, Any]) -> dict[str, Any]:
    """The form of a version for the preview's template.

    {"unreadable": True} where it cannot be compiled, so that the page
    of a broken draft still opens.
    """
    try:
        compiled = thaw(form)
    except (ValueError, LookupError, TypeError, AttributeError):
        return {"unreadable": True}
    return {"form": compiled, "sections": compiled.sections, "values": sample_of(form)}
