"""Two texts of an item side by side: which element was what, and is to be what, in the words of people."""

from collections.abc import Mapping
from typing import Any

from yichuang.catalog.rules.merging import COMPUTED
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
Changes = list[Change]
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


def differences(old: Entry, new: Entry) -> Changes:
    """(element, before, after) of everything that differs, in the order of the old text."""
    changes: Changes = []
    for key in changed_keys(old, new):
        if key in COMPUTED:
            continue
        label = label_of(key)
        changes += _of_part(key, label, old, new)
    return changes


def changed_keys(old: Mapping, new: Mapping) -> list:
    """The keys whose values differ: those of the old entry in their order, then those that are new."""
    in_order = dict.fromkeys([*old, *new])
    keys = []
    for key in in_order:
        before = old.get(key)
        after = new.get(key)
        if before != after:
            keys.append(key)
    return keys


def _of_part(key: str, label: str, old: Entry, new: Entry) -> Changes:
    """What differs in one element of two entries; a number of days is told with its unit."""
    if key.endswith("days"):
        days_before = words_in(key, old)
        days_after = words_in(key, new)
        return [(label, days_before, days_after)]
    before = old.get(key)
    after = new.get(key)
    return _of_element(key, label, before, after)


def _of_element(key: str, label: str, old: Any, new: Any) -> Changes:
    """What differs in one element.

    Of a table entry by entry, of a map part by part, of anything else
    both sides.
    """
    if key in UNREAD_ELEMENTS:
        return [(label, BEFORE, UNREAD)]
    if key in IDENTITIES:
        old_table = old or []
        new_table = new or []
        return _of_table(key, label, old_table, new_table)
    if _both_are(Mapping, old, new):
        return _of_entry(label, old, new)
    if _both_are(list, old, new):
        before, after = _of_lists(key, old, new)
    else:
        before, after = _of_values(key, old, new)
    return [(label, before, after)]


def _both_are(kind: type, old: Any, new: Any) -> bool:
    """Whether the element is of this kind on both sides."""
    return isinstance(old, kind) and isinstance(new, kind)


def _of_table(key: str, label: str, old: Table, new: Table) -> Changes:
    """What differs in a table: entry by entry, or the order alone."""
    old_entries = _by_identity(key, old)
    new_entries = _by_identity(key, new)
    changes: Changes = []
    for identity in changed_keys(old_entries, new_entries):
        before = old_entries.get(identity)
        after = new_entries.get(identity)
        changes += _of_row(key, label, before, after)
    if changes:
        return changes
    order_before = _order(old)
    order_after = _order(new)
    return [(f"{label}的次序", order_before, order_after)]


def _of_row(key: str, label: str, old: Entry | None, new: Entry | None) -> Changes:
    """What differs in one entry of a table; None for the side on which it does not stand.

    label: what the table is called.
    """
    own_name = name_of(new or old)
    name = f"{label}“{own_name}”"
    if old is None:
        words = words_of(key, new)
        return [(name, NONE, words)]
    if new is None:
        words = words_of(key, old)
        return [(name, words, GONE)]
    return _of_entry(name, old, new)


def _by_identity(key: str, entries: Table) -> dict[tuple, Entry]:
    """The entries of a table by what makes each the same one.

    Of two that would be the same, the later is told by its place.
    """
    entry_of: dict[tuple, Entry] = {}
    for place, entry in enumerate(entries):
        identity = _identity(key, entry)
        if identity in entry_of:
            identity = (*identity, str(place))
        entry_of[identity] = entry
    return entry_of


def _identity(key: str, entry: Entry) -> tuple[str, ...]:
    """What makes an entry the same one in both tables of this key."""
    values = []
    for part in IDENTITIES[key]:
        value = entry.get(part)
        values.append(str(value))
    return tuple(values)


def _order(entries: Table) -> str:
    """Entries by their names."""
    return "、".join(name_of(entry) for entry in entries)


def _of_entry(label: str, old: Entry, new: Entry) -> Changes:
    """What differs inside one entry, part by part; that it differs, where no part of it has words."""
    changes: Changes = []
    for key in changed_keys(old, new):
        if key in HIDDEN:
            continue
        own_label = label_of(key)
        inner = f"{label}：{own_label}"
        if key == "when":
            changes.append((inner, BEFORE, UNREAD))
        else:
            changes += _of_part(key, inner, old, new)
    if changes:
        return changes
    return [(label, BEFORE, UNREAD)]


def _of_lists(key: str, old: list, new: list) -> tuple[str, str]:
    """What of the old list went and what came with the new one; the whole of both where only the order changed."""
    went = _without(old, new)
    came = _without(new, old)
    if not went and not came:
        return words_of(key, old), words_of(key, new)
    before = SAME
    if went:
        before = words_of(key, went)
    after = GONE
    if came:
        after = words_of(key, came)
    return before, after


def _without(values: list, others: list) -> list:
    """The values that do not stand among the others."""
    return [value for value in values if value not in others]


def _of_values(key: str, old: Any, new: Any) -> tuple[str, str]:
    """Both values in words, the differences of two texts marked."""
    before = words_of(key, old)
    after = words_of(key, new)
    if _both_are(str, old, new):
        return marked(before, after)
    return before, after
