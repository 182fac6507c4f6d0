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
    """{"application": the body of POST /cases, "papers": those to upload}, with the dates of today."""
    subject = PERSON if "个人" in guide.service_objects else EMPLOYER
    answers = catalog.sample(guide.version_id, clock.today(), _facts(subject))
    situation = {q.key: str(answers.get(q.key) or q.options[0].value) for q in guide.situations}
    papers = [m for m in guide.materials_for(situation) if not m.is_form and not m.exempt]
    body = {
        "item_code": guide.code,
        "region": region,
        "subject": subject,
        "situation": situation,
        "answers": answers,
        "materials": [],
    }
    return {"application": body, "papers": [{"code": m.code, "name": m.name} for m in papers]}


def _facts(subject: dict[str, str]) -> dict[str, str]:
    if subject["kind"] == "employer":
        return registry.employer_facts_said(
            name=subject["name"], credit_code=subject["credit_code"]
        )
    return registry.facts_said(name=subject["name"], id_number=subject["id_number"], id_type="01")
