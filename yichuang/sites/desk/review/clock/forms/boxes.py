"""A form of the page of a case as values: the verb it posts, its boxes, and what was typed into them.

A box is named after its form, so that what is wrong in one form is told in no other on the page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from yichuang.accounts.models import Officer

# how a box is drawn
LINE, AREA, DAY, CHOICE, TICK, FILES = "line", "area", "day", "choice", "tick", "files"
POINTS = "points"  # rows, each with the same choice
Options = tuple[tuple[str, str], ...]
Drawn = dict[str, Any]


@dataclass(frozen=True)
class Box:
    """One box.

    options: (value, label) of a choice; rows: (key, label) of the points that
    are each answered by it.
    value: what stands in it before anybody types.
    """

    key: str
    label: str
    kind: str
    hint: str = ""
    options: Options = ()
    value: str = ""
    rows: Options = ()


@dataclass(frozen=True)
class Form:
    """One form.

    verb: the last part of its address; name: with what its boxes begin.
    hidden: (name, value) that are posted with it.
    """

    verb: str
    name: str
    title: str
    button: str
    boxes: tuple[Box, ...] = ()
    hint: str = ""
    hidden: Options = ()


def drawn(form: Form, post: QueryDict, wrong: Mapping[str, str], verb: str, key: str = "") -> Drawn:
    """The form as its template takes it.

    post, verb: what was posted and refused, "" where nothing was.
    wrong: by the id of a box; key: by which it is opened or sent.
    """
    boxes = []
    for box in form.boxes:
        boxes.append(_box(form, box, post, wrong))
    is_refused = verb == form.verb
    for name, value in form.hidden:
        is_refused = is_refused and post.get(name, "") == value
    return {
        "verb": form.verb,
        "id": f"do-{form.name}",
        "title": form.title,
        "button": form.button,
        "hint": form.hint,
        "hidden": form.hidden,
        "boxes": boxes,
        "key": key,
        "opened": is_refused,
    }


def name_of(form: str, box: str, kind: str) -> str:
    """The name of an input. What is chosen is named so that it is no word that was typed (`parts.steps`)."""
    name = f"{form}_{box}"
    if kind in (CHOICE, TICK, POINTS):
        return f"_{name}"
    return name


def _box(form: Form, box: Box, post: QueryDict, wrong: Mapping[str, str]) -> Drawn:
    name = name_of(form.name, box.key, box.kind)
    id_of_box = f"{form.name}_{box.key}"
    return {
        "name": name,
        "id": id_of_box,
        "label": box.label,
        "kind": box.kind,
        "hint": box.hint,
        "options": box.options,
        "rows": _rows(box, name, post),
        "value": post.get(name, box.value),
        "files": post.getlist(f"_{name}") if box.kind == FILES else (),
        "wrong": wrong.get(id_of_box, ""),
    }


def _rows(box: Box, name: str, post: QueryDict) -> list[Drawn]:
    """The rows of a box of points, each with what was chosen in it."""
    rows = []
    for key, label in box.rows:
        name_of_row = f"{name}_{key}"
        chosen = post.get(name_of_row, "")
        rows.append({"name": name_of_row, "label": label, "value": chosen})
    return rows


def reason(label: str) -> Box:
    """Why, in words.

    label: who reads it, too.
    """
    return Box("reason", label, AREA)


def day(key: str, label: str, value: date | None = None) -> Box:
    """A day; value: the one that stands in it."""
    text = value.isoformat() if value else ""
    return Box(key, label, DAY, value=text)


def joined(bases: Iterable[str]) -> str:
    """Articles in one text, each once."""
    once = dict.fromkeys(bases)
    return "；".join(once)


def officers(people: Iterable[Officer]) -> Options:
    """Officers to be chosen from, by name."""
    options = []
    for officer in people:
        key = str(officer.uuid)
        options.append((key, officer.name))
    return tuple(options)
