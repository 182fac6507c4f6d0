"""A PDF is read inside a page of ours: with its name, a way back, and a button to keep it."""

from collections.abc import Callable
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.views.decorators.clickjacking import xframe_options_sameorigin

TEMPLATE = "portal/inside.html"


def framed(view: Callable) -> Callable:
    """Decorator of a view that answers a PDF: pages of our own may show it in a frame, nobody else's."""
    ours = csp_replace({"frame-ancestors": [SELF]})
    return ours(xframe_options_sameorigin(view))


def frame(
    title: str, source: str, crumbs: list[dict[str, str]], undrawn: str = ""
) -> dict[str, Any]:
    """What the page shows.

    source: the address of the PDF.
    crumbs: the way back, without the page itself.
    undrawn: characters of the holder's name that the PDF has no glyph for.
    """
    here = {"label": title}
    back = crumbs[-1]
    return {
        "title": title,
        "source": source,
        "undrawn": undrawn,
        "back": back["href"],
        "back_label": back["label"],
        "crumbs": [*crumbs, here],
    }
