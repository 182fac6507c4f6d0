"""What an applicant is told when whoever holds a paper has not found it."""

import json
from typing import Any
from uuid import UUID

from yichuang.cases.queries import taken_back
from yichuang.cases.queries.moved import Moved, moved
from yichuang.cases.rules.looking import REFUSED
from yichuang.core.clock import local
from yichuang.notify import services as notify
from yichuang.registry.models import Person

KIND = "paper_not_found"


def tell(*, case_id: UUID, seq: int) -> None:
    """Send the message of one `note_answers` step.

    Nothing where every paper was found or nobody answered. The same step
    again sends nothing.
    """
    after = moved(case_id, seq)
    names = _not_found(after)
    if not names:
        return
    case = after.case
    subject = case.subject
    side = "person" if isinstance(subject, Person) else "employer"
    own_pages = after.step.own_pages
    notify.send(
        recipient=f"{side}:{subject.uuid}",
        kind=KIND,
        context={
            "item": after.version.guide.name,
            "number": case.number,
            "papers": "、".join(names),
        },
        key=f"{case.ref}:{seq}",
        link=f"/my/cases/{case.uuid}/",
        phone=taken_back.phone_of(case, local(after.step.at).date()),
        address="" if own_pages else f"/t/{case.number}",
    )


def _not_found(after: Moved) -> list[str]:
    """Names of the papers of which the step tells that they are not there, or
    others."""
    entry: dict[str, Any] = json.loads(after.step.data)
    names = {paper.code: paper.name for paper in after.version.all_materials}
    missing = []
    for answer in entry["data"]["answers"]:
        if answer["outcome"] in REFUSED:
            missing.append(names[answer["code"]])
    return missing
