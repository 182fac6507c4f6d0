"""A made-up paper: one blank page that can be opened."""

import io
from functools import cache

import pypdf

WIDTH, HEIGHT = 595, 842  # A4 in points


@cache
def blank_page() -> bytes:
    """A PDF of one page with nothing on it."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(WIDTH, HEIGHT)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
