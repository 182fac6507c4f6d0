"""A table as a download: written to a file that disappears when it was sent."""

from collections.abc import Iterable
from datetime import datetime
from tempfile import TemporaryFile
from urllib.parse import quote

from django.http import FileResponse

from yichuang.core import spreadsheet


def answer(
    title: str,
    columns: Iterable[tuple[str, bool]],
    rows: Iterable[tuple],
    *,
    note: str,
    now: datetime,
) -> FileResponse:
    """A download. columns: (label, is number); note: what the numbers rest on, under the title."""
    stream = TemporaryFile()
    subtitle = spreadsheet.subtitle(note, now)
    spreadsheet.write(stream, title, list(columns), rows, subtitle)
    stream.seek(0)
    return sent(stream, title, now)


def sent(stream, title: str, now: datetime) -> FileResponse:
    """A spreadsheet that is written, as a download named by its title and the day."""
    name = quote(f"{title}-{now:%Y%m%d}.xlsx")
    disposition = f"attachment; filename=\"table.xlsx\"; filename*=UTF-8''{name}"
    response = FileResponse(stream, content_type=spreadsheet.MEDIA_TYPE)
    response["Content-Disposition"] = disposition
    return response
