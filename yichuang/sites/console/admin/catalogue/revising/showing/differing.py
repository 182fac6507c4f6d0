"""Two texts of an item side by side: which element was what, and is to be what, in the words of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

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


class Change(NamedTuple):
    """One thing that differs, for the page of a change order.

    label: what it is called.
    before: what it was, in words.
    after: what it is to be, in words.
    """

    label: str
    before: str
    after: str


Changes = list[Change]


@dataclass(frozen=True)
class Sides:
    """One value as both texts have it.

    before: in the old text; None where it does not stand there.
    after: in the new text, likewise.
    """

    before: Any
    after: Any

    def both_are(self, kind: type) -> bool:
        """Whether it is of this kind on both sides."""
        return isinstance(self.before, kind) and isinstance(self.after, kind)


def differences(old: Entry, new: Entry) -> Changes:
    """Everything that differs between two texts, in the order of the old one.

    What is computed from other elements is left out: it differs because
    they do.
    """
    changes = []
    for key in changed_values(old, new):
        if key in COMPUTED:
            continue
        label = label_of(key)
        changes += _of_part(key, label, old, new)
    return changes


def changed_values(old: Mapping, new: Mapping) -> dict[Any, Sides]:
    """The values that differ, by their keys.

    Those of the old entry in their order, then those that are new.
    """
    in_order = dict.fromkeys([*old, *new])
    changed = {}
    for key in in_order:
        before = old.get(key)
        after = new.get(key)
        if before != after:
            changed[key] = Sides(before, after)
    return changed


def _of_part(key: str, label: str, old: Entry, new: Entry) -> Changes:
    """What differs in one element of two entries.

    A number of days is told with its unit, which stands beside it in
    the entry.
    """
    if key.endswith("days"):
        days_before = words_in(key, old)
        days_after = words_in(key, new)
        return [Change(label, days_before, days_after)]
    before = old.get(key)
    after = new.get(key)
    return _of_element(key, label, Sides(before, after))


def _of_element(key: str, label: str, sides: Sides) -> Changes:
    """What differs in one element.

    Of a table entry by entry, of a map part by part, of anything else
    both sides.
    """
    if key in UNREAD_ELEMENTS:
        return [Change(label, BEFORE, UNREAD)]
    if key in IDENTITIES:
        return _of_table(key, label, sides)
    if sides.both_are(Mapping):
        return _of_entry(label, sides)
    if sides.both_are(list):
        before, after = _of_lists(key, sides)
    else:
        before, after = _of_values(key, sides)
    return [Change(label, before, after)]


def _of_table(key: str, label: str, sides: Sides) -> Changes:
    """What differs in a table: entry by entry, or the order alone."""
    old = sides.before or []
    new = sides.after or []
    old_entries = _by_identity(key, old)
    new_entries = _by_identity(key, new)
    changed = changed_values(old_entries, new_entries)
    changes = []
    for row in changed.values():
        changes += _of_row(key, label, row)
    if changes:
        return changes
    order_before = _order(old)
    order_after = _order(new)
    return [Change(f"{label}的次序", order_before, order_after)]


def _of_row(key: str, label: str, row: Sides) -> Changes:
    """What differs in one entry of a table.

    label: what the table is called.
    row: the entry; None on the side on which it does not stand.
    """
    own_name = name_of(row.after or row.before)
    name = f"{label}“{own_name}”"
    if row.before is None:
        words = words_of(key, row.after)
        return [Change(name, NONE, words)]
    if row.after is None:
        words = words_of(key, row.before)
        return [Change(name, words, GONE)]
    return _of_entry(name, row)


def _by_identity(key: str, entries: Table) -> dict[tuple, Entry]:
    """The entries of a table by what makes each the same one.

    Of two that would be the same, the later is told by its place.
    """
    entry_of = {}
    for place, entry in enumerate(entries):
        identity = _identity(key, entry)
        if identity in entry_of:
            identity = (*identity, str(place))
        entry_of[identity] = entry
    return entry_of


def _identity(key: str, entry: Entry) -> tuple[str, ...]:
    """What makes an entry the same one in both tables of this key.

    Texts, so that a number and the same number in writing are one.
    """
    values = []
    for part in IDENTITIES[key]:
        value = entry.get(part)
        values.append(str(value))
    return tuple(values)


def _order(entries: Table) -> str:
    """Entries by their names, as they stand one after the other."""
    names = [name_of(entry) for entry in entries]
    return "、".join(names)


def _of_entry(label: str, sides: Sides) -> Changes:
    """What differs inside one entry, part by part.

    That it differs is told, too, where no part of it has words.
    sides: the entry, which stands on both.
    """
    old = sides.before
    new = sides.after
    changes = []
    for key in changed_values(old, new):
        if key in HIDDEN:
            continue
        own_label = label_of(key)
        inner = f"{label}：{own_label}"
        if key == "when":
            change = Change(inner, BEFORE, UNREAD)
            changes.append(change)
        else:
            changes += _of_part(key, inner, old, new)
    if changes:
        return changes
    return [Change(label, BEFORE, UNREAD)]


def _of_lists(key: str, sides: Sides) -> tuple[str, str]:
    """(what of the old list went, what came with the new one).

    The whole of both lists where only the order changed.
    """
    old = sides.before
    new = sides.after
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


def _of_values(key: str, sides: Sides) -> tuple[str, str]:
    """Both values in words, the differences of two texts marked."""
    before = words_of(key, sides.before)
    after = words_of(key, sides.after)
    if sides.both_are(str):
        return marked(before, after)
    return before, after
