"""Who acts for a unit in one matter, as its form knows them, and who may sign online: each under their own name
(电子签名法 13)."""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from yichuang.accounts.models import User
from yichuang.catalog.rules.forms import Form
from yichuang.core.errors import FieldProblem
from yichuang.identity import queries as identity
from yichuang.identity.rules import is_among
from yichuang.registry.models import Employer, Person

FACT = "acting.name"
OTHER_SIGNER = (
    "网上由登录的人自己签名，请写这个账号的姓名（单位账号写经办人本人的姓名，不写单位或法定代表人的）；"
    "要法定代表人或代办人亲自签的，请签在纸质表上，带到就近的人社窗口办"
)


class Beside(Protocol):
    """Somebody beside the applicant, in a role."""

    role: str
    subject: Any


def of_filing(subject: object, parties: Iterable[Beside], actor: str) -> dict[str, str]:
    """As `of_matter`, of what is filed: who has come stands among the parties."""
    for party in parties:
        agent = party.subject
        if party.role == "agent" and isinstance(agent, Person):
            return of_matter(subject, agent, actor)
    return of_matter(subject, None, actor)


def of_matter(subject: object, comer: Person | None, actor: str) -> dict[str, str]:
    """The fact by which the form knows who acts for a unit: who has come for it, else who has its account; {} for a
    person, and where that is not known.

    actor: who sends it, as text."""
    if not isinstance(subject, Employer):
        return {}
    if comer:
        return {FACT: comer.name}
    if actor != identity.subject_key(subject):
        return {}
    handler = identity.handler_of(subject)
    if handler is None:
        return {}
    return {FACT: handler.name}


def strange_signatures(form: Form, owner: User, answers: Mapping[str, Any]) -> list[FieldProblem]:
    """Online only whoever signed in can sign: an agent who is named in the form has shown nobody a mandate, and no
    document. 民法典 165; 电子签名法 13."""
    names = identity.signers_of(owner)
    problems = []
    for key, field in form.fields.items():
        if field.type != "signature":
            continue
        signature = answers.get(key) or {}
        signer = signature.get("signer") or ""
        if signer and not is_among(signer, names):
            problem = FieldProblem(key, OTHER_SIGNER, "signer")
            problems.append(problem)
    return problems
