"""An item of the catalogue as the search sees it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from yichuang.catalog.search.vocabulary import LifeEvent

# what an item of power is called in law (行政给付, 行政许可) is a way to ask for it
POWER = "行政"
_PARTS = re.compile(r"[（）()、/，,；;：—]+")


@dataclass(frozen=True)
class Document:
    """One item: what it is called, what is said about it, and where it may be found by facet."""

    code: str
    name: str
    line: str
    subjects: frozenset[str]
    levels: frozenset[str]
    prior: float
    events: frozenset[str]
    phrases: tuple[str, ...] = ()
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)


def document(
    item: Mapping,
    *,
    phrases: Sequence[str],
    prior: Mapping[str, float],
    events: Sequence[LifeEvent],
) -> Document:
    """Document of an item dict (see `Index.build`) that people call by `phrases` and that belongs to `events`."""
    name = item["name"]
    power = item.get("type") or ""
    line = item.get("business_line") or item.get("line") or ""
    fields = {
        "name": [name],
        "words": list(phrases),
        "line": [line, item.get("sub_line") or ""],
        "conditions": [item.get("conditions") or ""],
        "result": [item.get("result") or ""],
        "materials": [
            entry if isinstance(entry, str) else entry["name"]
            for entry in item.get("materials") or ()
        ],
        "events": [event.name for event in events],
    }
    ways = [name, *_name_parts(name), *phrases]
    if power.startswith(POWER):
        ways.append(power)
    return Document(
        code=item["code"],
        name=name,
        line=line,
        subjects=frozenset(item.get("service_object") or ()),
        levels=frozenset(item.get("levels") or ()),
        prior=sum(prior.get(tag, 0.0) for tag in item.get("tags") or ()),
        events=frozenset(event.id for event in events),
        phrases=tuple(ways),
        fields=fields,
    )


def _name_parts(name: str) -> list[str]:
    parts = [part for part in _PARTS.split(name) if len(part) > 1]
    return parts if len(parts) > 1 else []


def agrees(document: Document, facet: str, value: str) -> bool:
    """Whether an item has this value of a facet (line, subject, level)."""
    if facet == "line":
        return document.line == value
    return value in (document.subjects if facet == "subject" else document.levels)
