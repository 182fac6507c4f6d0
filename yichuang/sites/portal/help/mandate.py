"""A mandate to print and to fill by hand: one of a person, one of a unit (民法典 165)."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from yichuang.catalog.rules.guides import Guide
from yichuang.core import packs
from yichuang.core.access import public
from yichuang.core.errors import NotFound
from yichuang.sites.portal.pages import public_page

BLANKS = "mandates/blanks.yaml"
TERMS = "mandates/terms.yaml"
SERVED = {"person": "个人", "unit": "单位"}  # whose sheet it is, as guides say whom they serve


@public
def blank(request: HttpRequest, whose: str) -> HttpResponse:
    """GET /help/mandate/<person|unit>/: the sheet, with a button to print it.

    Its words are those of the pack; nothing of a visitor is filled in."""
    table = packs.read(BLANKS)
    paper = table["blanks"].get(whose)
    if paper is None:
        raise NotFound("没有这一种委托书", way_out="请从帮助里选个人用或单位用的")

    def shown() -> dict[str, Any]:
        rows = []
        for row in paper["rows"]:
            line = _row(row)
            rows.append(line)
        return {"paper": paper, "rows": rows, "basis": table["basis"]}

    return public_page(request, "portal/help/mandate.html", (), shown)


def blanks_for(guide: Guide) -> list[dict[str, str]]:
    """The sheets that this guide may ask for.

    Of whoever may be served, where somebody may come for them.
    href: the page of the sheet; label: whose it is."""
    table = packs.read(BLANKS)
    blanks = table["blanks"]
    sheets = []
    for whose, paper in blanks.items():
        if _may_be_asked(guide, whose):
            sheet = {"href": f"/help/mandate/{whose}/", "label": paper["whose"]}
            sheets.append(sheet)
    return sheets


def _may_be_asked(guide: Guide, whose: str) -> bool:
    """Of a unit always: who comes for it and is no handler brings one.

    Of a person where the form knows an agent or another person,
    or where a paper of the list is one."""
    served = SERVED[whose]
    if served not in guide.service_objects:
        return False
    if whose == "unit" or guide.knows_agents or guide.asks_for_whom:
        return True
    for material in guide.materials:
        if "委托书" in material.name:
            return True
    return False


def _row(row: dict[str, Any]) -> dict[str, Any]:
    """A line of the sheet.

    label: what it asks; options: the boxes to tick; text: what is printed where nothing is ticked."""
    options = list(row.get("options", []))
    if row.get("scopes"):
        terms = packs.read(TERMS)
        for scope in terms["scopes"]:
            label = scope["label"]
            options.append(label)
    return {"label": row["label"], "options": options, "text": row.get("text", "")}
