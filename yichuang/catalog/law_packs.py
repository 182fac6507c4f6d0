"""packs/law: the provisions and documents that items rest on.

And what of all packs nobody has read yet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.catalog import tables
from yichuang.catalog.rules import law, terms
from yichuang.core import packs
from yichuang.reference.queries import calendar

ITEM_FOLDERS = ("items", "items/local")


@dataclass(frozen=True)
class Unverified:
    """One statement that was not found in a text.

    where: the pack that makes it.
    what: the statement.
    why: what is missing, in words.
    """

    where: str
    what: str
    why: str


def problems(definition: Mapping[str, Any]) -> list[str]:
    """Where an item says otherwise than the provision it cites, or cites what is unknown or no longer holds.

    And what is wrong with its terms.
    """
    provisions = law.by_citation(tables.provisions())
    documents = tables.documents()
    faults = law.limit_problems(definition, provisions)
    faults += law.citation_problems(definition, documents)
    faults += terms.problems_of(definition, tables.terms(), provisions, calendar())
    return faults


def unverified() -> list[Unverified]:
    """Every statement of the packs that is marked unverified.

    Of items, of provisions, of figures, and documents never opened. The
    list is to be worked off: what was read is marked so in its pack.
    """
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
    """What an item says of itself that it did not find."""
    for folder in ITEM_FOLDERS:
        for path in packs.files(folder):
            pack = packs.read(path)
            place = f"{pack['code']} {pack['name']}"
            rows = pack["provenance"].get("unverified") or ()
            for row in rows:
                yield Unverified(place, row["what"], row["why"])


def _of_results() -> Iterator[Unverified]:
    """What decisions rest on, and what may be done against them.

    Articles whose text was not opened, decisions without an article, ways
    that name no article.

    Opened are the provisions behind limits and the grounds of packs/law.
    """
    provisions = law.by_citation(tables.provisions())
    opened = _grounds() | set(provisions)
    results = tables.results()
    for code, row in results["items"].items():
        place = f"results/results.yaml {code}"
        for article in row.get("articles", ()):
            if article in opened:
                continue
            yield Unverified(place, article, "决定书引用的条文，条文号没有对过原文")
        reason = row.get("article_unverified")
        if reason:
            yield Unverified(place, "决定书依据的条文", reason)
    for document, reason in results["ways_unverified"].items():
        yield Unverified("results/results.yaml", document, reason)


def _grounds() -> set[str]:
    """The citations of packs/law/grounds.yaml, as 社会保险法第45条."""
    citations = set()
    for name, articles in tables.grounds().items():
        for article in articles:
            citations.add(f"{name}{article}")
    return citations


def _of_provisions() -> Iterator[Unverified]:
    """Articles that were not found in their law."""
    for row in tables.provisions():
        if not row.get("found", True):
            article = f"{row['law']}{row['article']}"
            yield Unverified("law/provisions.yaml", article, row["says"])


def _of_documents() -> Iterator[Unverified]:
    """Documents that nobody has opened."""
    documents = tables.documents()
    for row in documents["documents"]:
        if not row["read"]:
            why = row.get("note", "没有打开过原文")
            yield Unverified("law/documents.yaml", row["cite"], why)


def _of_benefits() -> Iterator[Unverified]:
    """Amounts of benefits whose document nobody has opened."""
    for code, row in tables.benefits().items():
        if not row.get("read", True):
            place = f"numbers/benefits.yaml {code}"
            yield Unverified(place, row["amount"], row["basis"])


def _of_lengths() -> Iterator[Unverified]:
    """Bounds of months whose document was not opened.

    Each is listed with the words of its last step, which holds for
    everybody else.
    """
    for code, row in tables.lengths().items():
        if row.get("read", True):
            continue
        last = row["usual"][-1]
        place = f"numbers/lengths.yaml {code}"
        yield Unverified(place, last["says"], row["basis"])


def _of_repeats() -> Iterator[Unverified]:
    """Items of which a person may have several, on a ground that nobody has opened."""
    for code, row in tables.many_for_persons().items():
        if row.get("read", True):
            continue
        place = f"catalogue/repeats.yaml {code}"
        what = f"个人可以同时有几件：{row['because']}"
        why = f"凭{row['source']}，没有对过原文"
        yield Unverified(place, what, why)


def _of_numbers() -> Iterator[Unverified]:
    """Bases of contributions and least wages that were told by somebody else."""
    why = "数是转述的，没有打开过原文"
    for kind in ("bases", "wages"):
        place = f"numbers/{kind}.yaml"
        for row in tables.numbers(kind):
            if not row["read"]:
                yield Unverified(place, row["document"], why)
