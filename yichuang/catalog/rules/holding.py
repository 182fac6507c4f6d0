"""What another department holds cannot be demanded by a text
(国务院关于在线政务服务的若干规定 7).

Pure.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from yichuang.catalog.rules.situations import BROUGHT, REQUIRED, SHARED

DEMANDED = "“{paper}”{sources}查得到，不能叫申请人交，请改成部门共享"
OF_NOBODY = "“{paper}”写的是部门共享，没有写明向谁查"

Holders = Mapping[str, Sequence[str]]


def problems_of(definition: Mapping[str, Any], holders: Holders) -> list[str]:
    """Papers that a text asks of the applicant although somebody holds them.

    And those that it calls shared although nobody is named who holds them.

    holders: each paper that others hold → the names of those of them that
    can be asked, none where all are off.
    """
    problems = []
    materials = definition.get("materials", ())
    for material in materials:
        paper = material["name"]
        if _is_demanded(material) and holders.get(paper):
            sources = "、".join(holders[paper])
            text = DEMANDED.format(paper=paper, sources=sources)
            problems.append(text)
        if material["source"] == SHARED and paper not in holders:
            text = OF_NOBODY.format(paper=paper)
            problems.append(text)
    return problems


def _is_demanded(material: Mapping[str, Any]) -> bool:
    """Whether the applicant has to bring it."""
    if material["source"] != BROUGHT:
        return False
    return material["necessity"] == REQUIRED
