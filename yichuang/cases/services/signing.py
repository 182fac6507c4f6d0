"""Who may sign what is sent online."""

from collections.abc import Mapping
from typing import Any

from yichuang.accounts.models import User
from yichuang.cases.queries.versions import Version
from yichuang.core.errors import FieldProblem, Invalid
from yichuang.identity import queries as identity
from yichuang.identity.rules import is_among

OTHER_SIGNER = (
    "网上由登录的人自己签名，请写这个账号的姓名（单位账号写经办人本人的姓名，不写单位或法定代表人的）；"
    "要法定代表人或代办人亲自签的，请签在纸质表上，带到就近的人社窗口办"
)


def refuse_strange_signature(version: Version, owner: User, answers: Mapping[str, Any]) -> None:
    """Online only whoever signed in can sign: an agent who is named in the form has shown nobody a mandate, and no
    document. Raises Invalid for another name. 民法典 165; 电子签名法 13."""
    signers = identity.signers_of(owner)
    for key, field in version.form.fields.items():
        if field.type != "signature":
            continue
        signature = answers.get(key) or {}
        signer = signature.get("signer") or ""
        if signer and not is_among(signer, signers):
            raise Invalid([FieldProblem(key, OTHER_SIGNER, "signer")])
