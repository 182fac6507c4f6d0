"""An application that passes, made from the sample answers that every form carries."""

from typing import Any

from yichuang.catalog import queries as catalog
from yichuang.catalog.rules.guides import Guide
from yichuang.core import clock
from yichuang.registry import queries as registry

PERSON = {
    "kind": "person",
    "name": "张三",
    "id_number": "510812198805129916",
}  # nobody: the number is the demo's
EMPLOYER = {
    "kind": "employer",
    "name": "示例甲食品有限公司（虚构）",
    "credit_code": "91510812MA99999021",
}


def application(guide: Guide, region: str) -> dict[str, Any]:
    """An application for an item in a region, with the dates of today.

    Returns {"application": the body of POST /cases, "papers": those to
    upload}.
    """
    subject = EMPLOYER
    if "个人" in guide.service_objects and not catalog.sampled_by_unit(guide.version_id):
        subject = PERSON
    answers = catalog.sample(guide.version_id, clock.today(), _facts(subject))
    situation = _situation(guide, answers)
    body = {
        "item_code": guide.code,
        "region": region,
        "subject": subject,
        "situation": situation,
        "answers": answers,
        "materials": [],
    }
    return {"application": body, "papers": _papers(guide, situation)}


def _situation(guide: Guide, answers: dict[str, Any]) -> dict[str, str]:
    """Key of each question before the form → the code of its answer.

    As the sample says it; the first option where it says nothing.
    """
    situation = {}
    for question in guide.situations:
        answer = answers.get(question.key)
        if not answer:
            answer = question.options[0].value
        situation[question.key] = str(answer)
    return situation


def _papers(guide: Guide, situation: dict[str, str]) -> list[dict[str, str]]:
    """The papers that are uploaded in this situation."""
    papers = []
    for material in guide.materials_for(situation):
        if material.is_form or material.exempt:
            continue
        paper = {"code": material.code, "name": material.name}
        papers.append(paper)
    return papers


def _facts(subject: dict[str, str]) -> dict[str, str]:
    """What the register would say of the subject, as the form is
    prefilled.
    """
    if subject["kind"] == "employer":
        return registry.employer_facts_said(
            name=subject["name"], credit_code=subject["credit_code"]
        )
    return registry.facts_said(name=subject["name"], id_number=subject["id_number"], id_type="01")
