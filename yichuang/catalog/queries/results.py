"""What an item gives, and what its papers rest on."""

from collections.abc import Mapping
from typing import Any

from yichuang.catalog import tables
from yichuang.catalog.queries.guides import form_of
from yichuang.catalog.rules import citing, results
from yichuang.catalog.rules.guides import Guide
from yichuang.catalog.rules.results import Issuer, Result


def result_of(guide: Guide) -> Result:
    """What this item gives: its row of packs/results, or the common one for an item that a place made itself."""
    return result_as_answered(guide, {})


def result_as_answered(guide: Guide, answers: Mapping[str, Any]) -> Result:
    """What this item gives to who gave these answers in its form.

    answers: as the case has them; {} for what it gives to whomever.
    """
    table = tables.results()
    row = table["items"].get(guide.code) or table["other"]
    own = results.as_answered(row, answers)
    return results.read_result(own, table, guide.implementing_body)


def lasts(code: str) -> bool:
    """Whether what this item grants goes on holding, so that who has it needs no second one."""
    lasting = tables.lasting()
    return code in lasting


def only_one_of(code: str) -> list[str]:
    """Codes of other items of which the law gives this one or them, and not both.

    code: of an item; [] of one that excludes none.
    """
    others: set[str] = set()
    for group in tables.only_one_of():
        if code in group:
            others |= group
    others.discard(code)
    return sorted(others)


def has_organ(guide: Guide) -> bool:
    """Whether the body that has the matter gives papers in its own name."""
    table = tables.results()
    return guide.implementing_body in table["organs"]


def issuer_of(guide: Guide, office: Issuer) -> Issuer:
    """In whose name a paper of this item is given: of the office, or of the body that has the matter beside it."""
    table = tables.results()
    return results.issuer(office, guide.implementing_body, table)


def bases_of(guide: Guide) -> list[str]:
    """The bases of a decision, in 《》 and with the articles that the item has: of its substance and of its limit."""
    articles = list(result_of(guide).articles)
    limit = guide.definition.get("statutory_article")
    if limit:
        articles.append(limit)
    return citing.named(guide.legal_basis, articles)


def known_laws() -> dict[str, int | None]:
    """Every document that items cite, as they cite it: 失业保险条例（国务院令第258号） → how many articles it has.

    None where nobody has counted them.
    """
    known = {}
    for row in tables.documents()["documents"]:
        known[row["cite"]] = row.get("articles")
    return known


def remedy_instead(code: str, answer: str) -> str:
    """What stands instead of review and suit in a paper against this item, {review} where it names who reviews; ""
    where its own or the common words hold. answer: refusals or denials."""
    said = tables.results()[answer].get(code, "")
    return f"{said}。" if said else ""


def many_at_once(guide: Guide) -> bool:
    """Whether one person may have several open cases of this item: by the pack, or for different people whom its form
    asks about."""
    if may_have_many(guide.code):
        return True
    form = form_of(guide.version_id)
    return bool(form.about)


def when_overdue(guide: Guide) -> str:
    """What else may be done than complain when nothing is decided in time, a clause: the item's own way, or review
    first, where there is one."""
    ways = tables.results()["overdue"]
    common = "review" if guide.open_to_review else "none"
    return ways.get(guide.code, ways[common])


def may_have_many(code: str) -> bool:
    """Whether one person may have several open cases of this item."""
    return code in tables.many_for_persons()
