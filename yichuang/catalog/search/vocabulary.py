"""The pack of the search: words, synonyms, stop words, hints, life events. Plain data, checked, never computed."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from yichuang.core import packs

FOLDER = "search"
_CHOICE = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True)
class LifeEvent:
    """A life event in the words of people, and the codes of its items in the order they are needed."""

    id: str
    name: str
    words: tuple[str, ...]
    items: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """Everything that is not in the catalogue itself.

    words: {item code: phrases people use}. synonyms: groups of words of one meaning. hints: {subject|level|line:
    {value: words}}, words of a query that speak of a facet. prior: {tag: weight} of items that people need often.
    fillers: characters that people put inside a word where they change nothing. readings: {word: its pinyin} where
    characters have several readings.
    """

    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    synonyms: Sequence[Sequence[str]] = ()
    stopwords: Sequence[str] = ()
    fillers: Sequence[str] = ()
    hints: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    prior: Mapping[str, float] = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    events: Sequence[LifeEvent] = ()


@packs.kept()
def vocabulary() -> Vocabulary:
    """The vocabulary of packs/search."""
    words: dict[str, list[str]] = {}
    for path in packs.files(f"{FOLDER}/words"):
        for code, phrases in packs.read(path).items():
            words.setdefault(str(code), []).extend(map(str, phrases))
    events = [
        LifeEvent(str(row["id"]), row["name"], tuple(row["words"]), tuple(map(str, row["items"])))
        for row in packs.read(f"{FOLDER}/events.yaml")["events"]
    ]
    emptiness = packs.read(f"{FOLDER}/stopwords.yaml")
    return Vocabulary(
        words=words,
        synonyms=[_spelled_out(group) for group in packs.read(f"{FOLDER}/synonyms.yaml")["groups"]],
        stopwords=emptiness["phrases"],
        fillers=emptiness["inside"],
        hints=packs.read(f"{FOLDER}/hints.yaml"),
        prior=packs.read(f"{FOLDER}/prior.yaml")["tags"],
        readings=packs.read(f"{FOLDER}/readings.yaml"),
        events=events,
    )


def _spelled_out(group: Sequence[str]) -> list[str]:
    """The words of a group, where {手,脚}{断,伤} stands for the four that it allows, each word once."""
    words: dict[str, None] = {}
    for written in map(str, group):
        parts = [part.split(",") for part in _CHOICE.split(written)]
        words.update(dict.fromkeys("".join(choice) for choice in product(*parts)))
    return list(words)


def problems(pack: Vocabulary, codes: Iterable[str]) -> list[str]:
    """What is wrong with the pack for a catalogue of these item codes, one sentence each; empty when all is well."""
    known = set(codes)
    sentences = [
        f"search/words: {code} is no item of the catalogue"
        for code in sorted(set(pack.words) - known)
    ]
    sentences += [
        f"search/words: {code} has no everyday words" for code in sorted(known - set(pack.words))
    ]
    for event in pack.events:
        sentences += [
            f"search/events: {event.id} names {code}, no item"
            for code in event.items
            if code not in known
        ]
    seen: set[str] = set()
    for group in pack.synonyms:
        for word in map(str, group):
            if word in seen:
                sentences.append(f"search/synonyms: {word} stands in two groups")
            seen.add(word)
    return sentences
