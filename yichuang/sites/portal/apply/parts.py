"""The photographs or pages of one paper: added, put in order, taken away; together they are one document."""

import re
from collections.abc import Sequence
from typing import Any

from yichuang.cases import services
from yichuang.cases.models import StoredFile
from yichuang.catalog.rules.situations import Material
from yichuang.core import clock

DROP, UP = "_drop", "_up"  # buttons: the code of the paper, or the code and the place of one part
OF_PART = ("file", "name", "size")
Part = dict[str, Any]


def of_file(row: StoredFile) -> Part:
    """A stored file as a part: its uuid, its name, and its size in bytes."""
    return {"file": str(row.uuid), "name": row.name, "size": row.size}


def of(paper: Part | None) -> list[Part]:
    """The parts of a paper as it was given.

    A single file is its own part; [] for a paper that was not handed in.
    """
    if not paper or not paper.get("file"):
        return []
    if paper.get("parts"):
        return list(paper["parts"])
    only = {}
    for key in OF_PART:
        if key in paper:
            only[key] = paper[key]
    return [only]


def pressed(posted: Any, code: str, parts: Sequence[Part]) -> list[Part]:
    """The parts after the button that was pressed.

    All or one taken away, or one put before the one above it.

    posted: the form, with the names of buttons DROP and UP.
    code: of the paper.
    """
    left = list(parts)
    dropped = posted.get(DROP)
    if dropped == code:
        return []
    gone = _place(dropped, code)
    if gone is not None and gone < len(left):
        left.pop(gone)
    moved = posted.get(UP)
    up = _place(moved, code)
    if up and up < len(left):
        part = left.pop(up)
        above = up - 1
        left.insert(above, part)
    return left


def put(papers: dict[str, Part], material: Material, parts: list[Part], owner: str) -> None:
    """Hand the parts in as one document, which takes the place of what was given before.

    papers: by code of the paper; changed.

    Raises Problem when the parts cannot be one document: then nothing
    changes.
    """
    if not parts:
        papers.pop(material.code, None)
        return
    files = [part["file"] for part in parts]
    now = clock.now()
    joined = services.join_files(owner=owner, uuids=files, name=material.name, now=now)
    paper = of_file(joined)
    paper["source"] = "file"
    if len(parts) > 1:
        paper["parts"] = parts
    papers[material.code] = paper


def _place(button: str | None, code: str) -> int | None:
    """Which part of the paper a button means.

    2 for `M03-2` of the paper M03; None for a button of another paper.
    """
    prefix = re.escape(code)
    named = re.compile(rf"{prefix}-([0-9]{{1,3}})")
    match = named.fullmatch(button or "")
    if not match:
        return None
    number = match[1]
    return int(number)
