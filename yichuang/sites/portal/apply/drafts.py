"""An applicant's own draft, and the papers that it needs."""

from uuid import UUID

from yichuang.accounts.models import User
from yichuang.cases.models import Draft
from yichuang.cases.queries import commitments, versions
from yichuang.cases.queries import drafts as stored
from yichuang.catalog.rules.situations import Material
from yichuang.sites.portal.apply import parts
from yichuang.sites.ui.wording import filesize

STEPS = ("看看能不能办", "信息和材料", "核对签名", "拿到回执")
PATHS = {
    "situation": "situation/",
    "form": "form/",
    "materials": "form/",
    "check": "check/",
    "done": "done/",
}


def own(draft_id: UUID, user: User) -> Draft:
    """The draft, if it is this account's. Raises NotFound, for somebody else's too."""
    return stored.of_owner(draft_id, user)


def path(draft: Draft, step: str = "") -> str:
    """The address of a step, of the one it stands at when none is named."""
    return f"/drafts/{draft.uuid}/{PATHS[step or draft.step]}"


def wanted_materials(draft: Draft) -> list[Material]:
    """The papers of this draft's situation, without the form itself."""
    subject = draft.person or draft.employer
    papers = versions.of_draft(draft).materials_of(draft.situation, subject)
    return [paper for paper in papers if not paper.is_form]


def material_rows(draft: Draft, errors: dict[str, str]) -> list[dict]:
    """Each paper as a row: what it is, where it stands, what can be done."""
    rows = []
    for material in wanted_materials(draft):
        paper = draft.materials.get(material.code)
        row = _row(material, paper, errors)
        rows.append(row)
    promisable = [row for row in rows if row["by_promise"] or row["later_days"]]
    if promisable:
        _bar(promisable, commitments.why_not(draft))
    return rows


def _bar(rows: list[dict], reason: str) -> None:
    """Take away the ticks of somebody who may not promise, and say why.

    reason: "" for who may.
    """
    if not reason:
        return
    for row in rows:
        row["by_promise"] = False
        row["later_days"] = None
        row["note"] = reason


def _parts(paper: dict | None) -> list[dict]:
    """Each photograph or page of a paper, with what the page needs to show it."""
    pictures = (".jpg", ".jpeg", ".png")
    shown = []
    for place, part in enumerate(parts.of(paper)):
        row = {
            **part,
            "place": place,
            "nth": place + 1,
            "picture": part["name"].lower().endswith(pictures),
        }
        shown.append(row)
    return shown


def _row(material: Material, paper: dict | None, errors: dict[str, str]) -> dict:
    """One paper.

    paper: as the draft has it, None where nothing was given for it.
    errors: what was refused, by the name of the input.
    """
    if material.exempt and not paper:
        source = "shared"
    else:
        source = (paper or {}).get("source", "")
    name = f"materials-{material.code}"
    words = {
        "shared": "我们自己查，不用您交",
        "promised": "您签承诺，我们去核对",
        "later": f"先办，从提交起{material.later_days}个工作日内补上",
        "file": f"{paper.get('name', '')}·{filesize(paper.get('size', 0))}" if paper else "",
    }
    return {
        "code": material.code,
        "input": name,
        "name": material.name,
        "state": source,
        "words": words.get(source, ""),
        "optional": not material.required,
        "note": material.note if not source else "",
        "by_promise": material.by_promise,
        "later_days": material.later_days if material.may_follow else None,
        "lacking": material.required and not source,
        "file": (paper or {}).get("file", ""),
        "parts": _parts(paper),
        "error": errors.get(name, ""),
    }
