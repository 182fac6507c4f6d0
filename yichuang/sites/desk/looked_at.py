"""The papers on the page of one case: how each came, what was said of it, and which this officer has to open first."""

from collections.abc import Mapping
from dataclasses import dataclass

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Material
from yichuang.cases.queries import looking as queries
from yichuang.cases.rules import looking
from yichuang.catalog.rules.situations import CARD_OF_CITIZEN
from yichuang.core.clock import local
from yichuang.exchange import tables
from yichuang.exchange.models import Query
from yichuang.registry.models import Employer, Person
from yichuang.sites.ui.wording import cnday

SOURCES = {
    "file": "上传的文件",
    "seen": "原件已看",
    "shared": "部门共享，免交",
    "promised": "书面承诺",
    "asked": "向部门查询，免交",
    "later": "先办后补",
    "earlier": "以前交过",
}


@dataclass(frozen=True)
class Checked:
    """What a register said of a paper that nobody brings: state of the kit, and a word."""

    state: str
    word: str


BY_POLICE = Checked("done", "公安人口库核过")
WAITING = Checked("todo", "在问，还没有回话")
FOUND = "{source}查到，{on}，回执{receipt}"
REFUSED = {
    Query.NOT_FOUND: "{source}没有查到，{on}，回执{receipt}",
    Query.CONTRADICTS: "和{source}的对不上，{on}，回执{receipt}",
}
ASKED_NOWHERE = Checked("todo", "没有向部门核过")


def rows(
    materials: list[Material], typed: Mapping | None, subject: Person | Employer
) -> list[dict]:
    """Each paper as the page lists it.

    materials: everything that was handed in, in order; typed: what was posted, to be shown again, or None; subject:
    whose case it is.
    checked: of a paper that is shared, else None;
    old: another of the same code came later; remarked: what is wrong with it was typed just now."""
    last = {}
    for material in materials:
        last[material.code] = material.id
    judged = ""
    if typed:
        judged = typed["post"].get("material", "")
    listed = []
    for material in materials:
        key = str(material.id)
        newest = last[material.code]
        row = {
            "row": material,
            "source": SOURCES[material.source],
            "checked": _checked(material, subject),
            "image": _is_image(material),
            "old": newest != material.id,
            "remarked": key == judged,
        }
        listed.append(row)
    return listed


def _checked(material: Material, subject: Person | Employer) -> Checked | None:
    """What whoever holds the paper said, with the receipt; of one that was given before anybody was asked, whether the
    police register was."""
    if material.query:
        return _answered(material.query)
    if material.source == Material.ASKED:
        return WAITING
    if material.source != Material.SHARED:
        return None
    is_of_police = getattr(subject, "source", "") == "police"
    if is_of_police and material.name.startswith(CARD_OF_CITIZEN):
        return BY_POLICE
    return ASKED_NOWHERE


def _answered(query: Query) -> Checked:
    """What one question brought."""
    refused = REFUSED.get(query.outcome)
    if refused is None and query.outcome != Query.FOUND:
        return WAITING
    words = (refused or FOUND).format(
        source=tables.source(query.source).name,
        on=cnday(local(query.answered_at).date()),
        receipt=query.receipt,
    )
    if refused:
        return Checked("late", words)
    return Checked("done", words)


def waiting(case: Case, officer: Officer) -> dict:
    """What nobody has judged yet: how many papers, the names of those that this officer has to open first, the first
    of them (None when all are opened), and the names of originals that somebody else saw; and what was found wrong."""
    papers = queries.papers_of(case, officer)
    unjudged = looking.unjudged(papers)
    unopened = looking.unopened(papers)
    first = None
    if unopened:
        first = unopened[0]
    by_others = queries.seen_by_others(case, officer, unjudged)
    not_met = looking.not_met(papers)
    return {
        "waiting": len(unjudged),
        "unopened": looking.named(unopened),
        "first": first,
        "by_others": looking.named(by_others),
        "not_met": looking.named(not_met),
    }


def _is_image(material: Material) -> bool:
    """Whether the paper is a picture that the page can show in place."""
    if not material.file:
        return False
    return material.file.media_type.startswith("image/")
