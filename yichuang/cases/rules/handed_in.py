"""What an application came with, counted: the one number that every receipt, slip and page tells."""

from collections.abc import Iterable, Sequence

from yichuang.catalog.rules.situations import Material

ANSWERS = "申请信息"  # of an item whose list does not name its form


def forms(materials: Sequence[Material]) -> list[str]:
    """Names of the application form itself among the materials of an item."""
    names = []
    for material in materials:
        if material.is_form:
            names.append(material.name)
    if names:
        return names
    return [ANSWERS]


def count(materials: Sequence[Material], brought: Iterable[str]) -> int:
    """The form and every paper, also one that a department shares. brought: codes of the papers; one that was handed in
    again counts once."""
    own = forms(materials)
    papers = set(brought)
    return len(own) + len(papers)
