"""Two texts of an item side by side: which element was what, and is to be what, in the words of people."""

from collections.abc import Mapping
from typing import Any

from yichuang.sites.console.admin.catalogue.revising import texts
from yichuang.sites.console.admin.catalogue.revising.showing.marking import marked
from yichuang.sites.console.admin.catalogue.revising.showing.naming import (
    HIDDEN,
    label_of,
    name_of,
    words_in,
    words_of,
)

Entry = Mapping[str, Any]
Table = list[Entry]
Change = tuple[str, str, str]  # what differs, before, after
NONE = "（没有）"
GONE = "（去掉）"
SAME = "（不变）"
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
    for key in changed_keys(old, new):
        if key not in texts.COMPUTED:
            changes += _of_part(key, label_of(key), old, new)
    return changes


def changed_keys(old: Mapping, new: Mapping) -> list:
    """The keys whose values differ: those of the old entry in their order, then those that are new."""
    keys = dict.fromkeys([*old, *new])
    return [key for key in keys if old.get(key) != new.get(key)]


def _of_part(key: str, label: str, old: Entry, new: Entry) -> list[Change]:
    """What differs in one element of two entries; a number of days is told with its unit."""
    if key.endswith("days"):
        return [(label, words_in(key, old), words_in(key, new))]
    return _of_element(key, label, old.get(key), new.get(key))


def _of_element(key: str, label: str, old: Any, new: Any) -> list[Change]:
    """What differs in one element.

    Of a table entry by entry, of a map part by part, of anything else
    both sides.
    """
    if key in UNREAD_ELEMENTS:
        return [(label, BEFORE, UNREAD)]
    if key in IDENTITIES:
        return _of_table(key, label, old or [], new or [])
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return _of_entry(label, old, new)
    if isinstance(old, list) and isinstance(new, list):
        before, after = _of_lists(key, old, new)
    else:
        before, after = _of_values(key, old, new)
    return [(label, before, after)]


def _of_table(key: str, label: str, old: Table, new: Table) -> list[Change]:
    """What differs in a table: entry by entry, or the order alone."""
    old_entries = _by_identity(key, old)
    new_entries = _by_identity(key, new)
    changes: list[Change] = []
    for identity in changed_keys(old_entries, new_entries):
        before = old_entries.get(identity)
        after = new_entries.get(identity)
        name = f"{label}“{name_of(after or before)}”"
        if before is None:
            changes.append((name, NONE, words_of(key, after)))
        elif after is None:
            changes.append((name, words_of(key, before), GONE))
        else:
            changes += _of_entry(name, before, after)
    if changes:
        return changes
    return [(f"{label}的次序", _order(old), _order(new))]


def _by_identity(key: str, entries: Table) -> dict[tuple, Entry]:
    """The entries of a table by what makes each the same one.

    Of two that would be the same, the later is told by its place.
    """
    entry_of: dict[tuple, Entry] = {}
    for place, entry in enumerate(entries):
        identity = tuple(str(entry.get(part)) for part in IDENTITIES[key])
        if identity in entry_of:
            identity = (*identity, str(place))
        entry_of[identity] = entry
    return entry_of


def _order(entries: Table) -> str:
    """Entries by their names."""
    return "、".join(name_of(entry) for entry in entries)


def _of_entry(label: str, old: Entry, new: Entry) -> list[Change]:
    """What differs inside one entry, part by part; that it differs, where no part of it has words."""
    changes: list[Change] = []
    for key in changed_keys(old, new):
        if key in HIDDEN:
            continue
        inner = f"{label}：{label_of(key)}"
        if key == "when":
            changes.append((inner, BEFORE, UNREAD))
        else:
            changes += _of_part(key, inner, old, new)
    return changes or [(label, BEFORE, UNREAD)]


def _of_lists(key: str, old: list, new: list) -> tuple[str, str]:
    """What of the old list went and what came with the new one; the whole of both where only the order changed."""
    went = [each for each in old if each not in new]
    came = [each for each in new if each not in old]
    if not went and not came:
        return words_of(key, old), words_of(key, new)
    before = words_of(key, went) if went else SAME
    after = words_of(key, came) if came else GONE
    return before, after


def _of_values(key: str, old: Any, new: Any) -> tuple[str, str]:
    """Both values in words, the differences of two texts marked."""
    before = words_of(key, old)
    after = words_of(key, new)
    if isinstance(old, str) and isinstance(new, str):
        return marked(before, after)
    return before, after
