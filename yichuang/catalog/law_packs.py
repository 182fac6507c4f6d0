"""packs/law: the provisions and documents that items rest on, and what of them nobody has read yet."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.catalog import tables
from yichuang.catalog.rules import law
from yichuang.core import packs

ITEM_FOLDERS = ("items", "items/local")


@dataclass(frozen=True)
class Unverified:
    """One statement that was not found in a text. where: the pack that makes it; what: the statement; why: what is
    missing, in words."""

    where: str
    what: str
    why: str


def problems(definition: Mapping[str, Any]) -> list[str]:
    """Where an item says otherwise than the provision it cites, or cites what is unknown or no longer holds."""
    provisions = law.by_citation(tables.provisions())
    return [
        *law.limit_problems(definition, provisions),
        *law.citation_problems(definition, tables.documents()),
    ]


def unverified() -> list[Unverified]:
    """Every statement of the packs that is marked unverified: of items, of provisions, and documents never opened."""
    return [
        *_of_items(),
        *_of_results(),
        *_of_provisions(),
        *_of_documents(),
        *_of_numbers(),
        *_of_benefits(),
        *_of_repeats(),
        *_of_lengths(),
    ]


def _of_items() -> Iterator[Unverified]:
    for folder in ITEM_FOLDERS:
        for path in packs.files(folder):
            pack = packs.read(path)
            for row in pack["provenance"].get("unverified") or ():
                yield Unverified(f"{pack['code']} {pack['name']}", row["what"], row["why"])


def _of_results() -> Iterator[Unverified]:
    """What decisions rest on: articles whose text was not opened, and decisions without an article.

    Opened are the provisions behind limits and the grounds of packs/law.
    """
    opened = set(law.by_citation(tables.provisions()))
    opened |= _grounds()
    for code, row in tables.results()["items"].items():
        place = f"results/results.yaml {code}"
        for article in row.get("articles", ()):
            if article in opened:
                continue
            yield Unverified(place, article, "决定书引用的条文，条文号没有对过原文")
        reason = row.get("article_unverified")
        if reason:
            yield Unverified(place, "决定书依据的条文", reason)


def _grounds() -> set[str]:
    """The citations of packs/law/grounds.yaml: 社会保险法第45条."""
    citations = set()
    for name, articles in tables.grounds().items():
        for article in articles:
            citations.add(f"{name}{article}")
    return citations


def _of_provisions() -> Iterator[Unverified]:
    for row in tables.provisions():
        if not row.get("found", True):
            yield Unverified("law/provisions.yaml", f"{row['law']}{row['article']}", row["says"])


def _of_documents() -> Iterator[Unverified]:
    for row in tables.documents()["documents"]:
        if not row["read"]:
            yield Unverified("law/documents.yaml", row["cite"], row.get("note", "没有打开过原文"))


def _of_benefits() -> Iterator[Unverified]:
    for code, row in tables.benefits().items():
        if not row.get("read", True):
            yield Unverified(f"numbers/benefits.yaml {code}", row["amount"], row["basis"])


def _of_lengths() -> Iterator[Unverified]:
    """Bounds of months whose document was not opened.

    Each is listed with the words of its last step, which holds for everybody else."""
    for code, row in tables.lengths().items():
        was_read = row.get("read", True)
        if was_read:
            continue
        last = row["usual"][-1]
        place = f"numbers/lengths.yaml {code}"
        yield Unverified(place, last["says"], row["basis"])


def _of_repeats() -> Iterator[Unverified]:
    for code, row in tables.many_for_persons().items():
        if not row.get("read", True):
            yield Unverified(
                f"catalogue/repeats.yaml {code}",
                f"个人可以同时有几件：{row['because']}",
                f"凭{row['source']}，没有对过原文",
            )


def _of_numbers() -> Iterator[Unverified]:
    for kind in ("bases", "wages"):
        for row in tables.numbers(kind):
            if not row["read"]:
                yield Unverified(
                    f"numbers/{kind}.yaml", row["document"], "数是转述的，没有打开过原文"
                )
