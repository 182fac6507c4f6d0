"""The words of every kind of message, from packs/messages."""

from dataclasses import dataclass

from yichuang.core import packs


@dataclass(frozen=True)
class Text:
    """One kind of message: templates with named placeholders, all of them listed in `needs`.

    `title` and `body` are for the inbox; `sms` is the short message, "" where none is ever sent; `inbox` False marks
    texts that only go by short message (a code)."""

    kind: str
    title: str
    body: str
    sms: str
    needs: tuple[str, ...]
    sample: dict[str, str]
    inbox: bool = True


@packs.kept()
def texts() -> dict[str, Text]:
    """Every kind by its key. Raises ValueError for a key that two packs have."""
    by_kind: dict[str, Text] = {}
    for path in packs.files("messages"):
        for kind, entry in packs.read(path)["messages"].items():
            if kind in by_kind:
                raise ValueError(f"{path.name}: message {kind} is defined twice")
            by_kind[kind] = Text(
                kind=kind,
                title=entry.get("title", ""),
                body=entry.get("body", ""),
                sms=entry.get("sms", ""),
                needs=tuple(entry["sample"]),
                sample=entry["sample"],
                inbox=entry.get("inbox", True),
            )
    return by_kind


def text(kind: str) -> Text:
    """The words of one kind. Raises KeyError."""
    return texts()[kind]
