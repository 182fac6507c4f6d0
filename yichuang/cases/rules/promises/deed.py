"""What somebody is shown who promises, and the hash of it: what was signed can be shown again to the letter."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Any

Text = Mapping[str, Any]  # one file of packs/commitments/texts


@dataclass(frozen=True)
class Deed:
    """A promise as it is shown.

    version: kind and first day of its text, as notice@ and a day.
    title, basis: of the text.
    parts: (element, lines) in order.
    """

    version: str
    title: str
    basis: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def text(self) -> str:
        """The whole of it as plain text, a line for each line."""
        lines = [self.title]
        for element, own in self.parts:
            lines.append(f"{element}：")
            lines += own
        return "\n".join(lines)

    @property
    def hash(self) -> str:
        """Of the whole text."""
        return hash_of(self.text)

    @property
    def edition(self) -> str:
        """The first day of its text, as people name it."""
        _, _, day = self.version.partition("@")
        return f"{day}版"

    @property
    def short_hash(self) -> str:
        """Its first eight digits in two groups, to be read aloud."""
        return f"{self.hash[:4]} {self.hash[4:8]}"


def hash_of(text: str) -> str:
    """sha256 of a text in UTF-8, 64 hex digits.

    One blank more is another promise.
    """
    content = text.encode()
    return hashlib.sha256(content).hexdigest()


def version_of(text: Text) -> str:
    """How a text is named for ever."""
    return f"{text['kind']}@{text['from']}"


def in_force(texts: Sequence[Text], kind: str, day: date) -> Text:
    """The text of a kind that holds on a day. texts: the oldest first.

    Raises LookupError before the first.
    """
    today = day.isoformat()
    for text in reversed(texts):
        if text["kind"] == kind and text["from"] <= today:
            return text
    raise LookupError(f"{kind} has no text on {today}")


def filled(text: Text, filling: Mapping[str, str]) -> Deed:
    """The text with what it leaves open.

    filling: by name; what it does not hold, or holds empty, raises
    LookupError with the name: nobody signs a blank.
    """
    parts = []
    for element in text["elements"]:
        lines = []
        for line in text["body"][element]:
            line = put_in(line, filling)
            lines.append(line)
        parts.append((element, tuple(lines)))
    return Deed(version_of(text), text["title"], text["basis"], tuple(parts))


def put_in(line: str, filling: Mapping[str, str]) -> str:
    """A line with the names in braces replaced. Raises LookupError as `filled`."""
    for name in names_in(line):
        if not filling.get(name):
            raise LookupError(name)
    return line.format_map(filling)


def names_in(line: str) -> list[str]:
    """What a line leaves open, in order."""
    names = []
    for _, name, _, _ in Formatter().parse(line):
        if name:
            names.append(name)
    return names


def problems_of(text: Text, known: frozenset[str]) -> list[str]:
    """What is wrong with a text of the packs: an element without words, words without an element, an open place that
    nobody fills. known: what is filled for this kind."""
    faults = []
    elements = text["elements"]
    body = text["body"]
    if sorted(elements) != sorted(body):
        faults.append("elements 和 body 的要素不一致")
    for element, lines in body.items():
        for line in lines:
            for name in names_in(line):
                if name not in known:
                    faults.append(f"“{element}”里的{{{name}}}没有东西可填")
    return faults
