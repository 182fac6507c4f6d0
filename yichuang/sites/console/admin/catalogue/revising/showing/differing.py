"""Two texts of an item side by side: which element was what, and is to be what, in the words of people."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from yichuang.sites.console.admin.catalogue.revising import texts
from yichuang.sites.console.admin.catalogue.revising.showing.naming import (
    label_of,
    name_of,
    told_keys,
    words_in,
    words_of,
)

ALIKE = 0.4  # texts that have less in common than this are two texts, and neither is marked
LONGEST = 4000  # characters that are compared; longer texts stand as they are
MARKS = {"del": "<del>{}</del>", "ins": "<ins>{}</ins>"}
BRIDGE = 2  # characters between two changes that are not worth keeping apart
TOKEN = re.compile(r"[A-Za-z]+|\d+(?:\.\d+)?|\s+|.", re.S)
Entry = Mapping[str, Any]
Change = tuple[str, str, str]
NONE, GONE = "（没有）", "（去掉）"
UNREAD = "（给程序用的设置改了）"
BEFORE = "（原来的设置）"
UNREAD_ELEMENTS = ("provenance",)
# by what two entries of a list are the same one
IDENTITIES = {
    "materials": ("code",),
    "situations": ("key",),
    "options": ("value",),
    "discretion": ("matter", "valid_from"),
    "table": ("case",),
    "statutory_when": ("article",),
}


def differences(old: Entry, new: Entry) -> list[Change]:
    """(element, before, after) of everything that differs, in the order of the old text."""
    changes: list[Change] = []
    for key in dict.fromkeys([*old, *new]):
        if key not in texts.COMPUTED and old.get(key) != new.get(key):
            changes += _of_part(key, label_of(key), old, new)
    return changes


def _of_part(key: str, label: str, old: Entry, new: Entry) -> list[Change]:
    """What differs in one element of two entries; a number of days is told with its unit."""
    if key.endswith("days"):
        return [(label, words_in(key, old), words_in(key, new))]
    return _of_element(key, label, old.get(key), new.get(key))


def _of_element(key: str, label: str, old: Any, new: Any) -> list[Change]:
    """What differs in one element: of a table entry by entry, of a map part by part, of anything else both sides."""
    if key in UNREAD_ELEMENTS:
        return [(label, BEFORE, UNREAD)]
    if key in IDENTITIES:
        return _of_table(key, label, old or [], new or [])
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return _of_entry(label, old, new)
    return [(label, *pair(key, old, new))]


def _of_table(key: str, label: str, old: list[Entry], new: list[Entry]) -> list[Change]:
    before, after = _by_identity(key, old), _by_identity(key, new)
    changes: list[Change] = []
    for identity in dict.fromkeys([*before, *after]):
        was, becomes = before.get(identity), after.get(identity)
        if was == becomes:
            continue
        name = f"{label}“{name_of(becomes or was)}”"
        if was is None:
            changes.append((name, NONE, words_of(key, becomes)))
        elif becomes is None:
            changes.append((name, words_of(key, was), GONE))
        else:
            changes += _of_entry(name, was, becomes)
    if changes:
        return changes
    return [(f"{label}的次序", _order(old), _order(new))]


def _by_identity(key: str, entries: list[Entry]) -> dict[tuple, Entry]:
    """The entries of a table by what makes each the same one; those that are the same twice are told by their place."""
    named: dict[tuple, Entry] = {}
    for place, entry in enumerate(entries):
        identity = tuple(str(entry.get(part)) for part in IDENTITIES[key])
        if identity in named:
            identity = (*identity, str(place))
        named[identity] = entry
    return named


def _order(entries: list[Entry]) -> str:
    """Entries by their names."""
    return "、".join(name_of(entry) for entry in entries)


def _of_entry(label: str, old: Entry, new: Entry) -> list[Change]:
    """What differs inside one entry, part by part; that it differs where no
    part of it is told.
    """
    changes: list[Change] = []
    for key in told_keys(old, new):
        if old.get(key) == new.get(key):
            continue
        inner = f"{label}：{label_of(key)}"
        if key == "when":
            changes.append((inner, BEFORE, UNREAD))
        else:
            changes += _of_part(key, inner, old, new)
    return changes or [(label, BEFORE, UNREAD)]


def pair(key: str, old: Any, new: Any) -> tuple[str, str]:
    """Both sides in words: of two lists what went and what came, of two texts their differences marked."""
    if isinstance(old, list) and isinstance(new, list):
        gone = [each for each in old if each not in new]
        come = [each for each in new if each not in old]
        if gone or come:
            left = words_of(key, gone) if gone else "（不变）"
            right = words_of(key, come) if come else GONE
            return left, right
    left, right = words_of(key, old), words_of(key, new)
    if isinstance(old, str) and isinstance(new, str):
        return marked(left, right)
    return left, right


class Piece(NamedTuple):
    """A run of a text: as it stands, or marked."""

    text: str
    is_marked: bool


def marked(old: str, new: str) -> tuple[str, str]:
    """Both texts for a page, their differences marked.

    They stand as they are where they have little in common, or are too
    long to be compared while somebody waits. Texts are compared word by
    word: a number or a foreign word is one word, and so is each Chinese
    character.
    """
    if max(len(old), len(new)) > LONGEST:
        return old, new
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < ALIKE:
        return old, new
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, start, end, begin, until in _joined(matcher.get_opcodes(), before):
        is_marked = kind != "equal"
        left.append(Piece("".join(before[start:end]), is_marked))
        right.append(Piece("".join(after[begin:until]), is_marked))
    return _shown(left, "del"), _shown(right, "ins")


def _joined(steps: list[tuple], before: list[str]) -> list[tuple]:
    """The steps of a comparison, with close changes made one.

    A few equal characters between two changes are counted as changed
    too: a sentence with every second character marked is read by
    nobody. Neighbouring changes become one step.
    """
    joined: list[tuple] = []
    last = len(steps) - 1
    for place, (kind, start, end, begin, until) in enumerate(steps):
        is_bridge = kind == "equal" and 0 < place < last
        if is_bridge and len("".join(before[start:end])) <= BRIDGE:
            kind = "replace"
        if joined and joined[-1][0] != "equal" and kind != "equal":
            _, first, _, first_new, _ = joined.pop()
            joined.append(("replace", first, end, first_new, until))
        else:
            joined.append((kind, start, end, begin, until))
    return joined


def _shown(pieces: list[Piece], tag: str) -> SafeString:
    """The pieces as markup, the marked ones in the tag; every text is
    escaped.
    """
    parts = []
    for piece in pieces:
        if piece.text and piece.is_marked:
            parts.append((format_html(MARKS[tag], piece.text),))
        else:
            parts.append((piece.text,))
    return format_html_join("", "{}", parts)
