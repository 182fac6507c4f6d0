"""The papers on the page of one case: how each came, what was said of it, and which this officer has to open first."""

from collections.abc import Mapping

from yichuang.accounts.models import Officer
from yichuang.cases.models import Case, Material
from yichuang.cases.queries import looking as queries
from yichuang.cases.rules import looking

SOURCES = {"file": "上传的文件", "seen": "原件已看", "shared": "部门共享", "promised": "书面承诺"}


def rows(materials: list[Material], typed: Mapping | None) -> list[dict]:
    """Each paper as the page lists it.

    materials: everything that was handed in, in order; typed: what was posted, to be shown again, or None.
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
            "image": _is_image(material),
            "old": newest != material.id,
            "remarked": key == judged,
        }
        listed.append(row)
    return listed


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
