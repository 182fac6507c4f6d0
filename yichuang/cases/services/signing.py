"""What is signed in another name is not sent online."""

from collections.abc import Mapping
from typing import Any

from yichuang.accounts.models import User
from yichuang.cases.queries import signers
from yichuang.cases.queries.versions import Version
from yichuang.core.errors import Invalid


def refuse_strange_signature(version: Version, owner: User, answers: Mapping[str, Any]) -> None:
    """Raises Invalid for another name than that of whoever signed in."""
    problems = signers.strange_signatures(version.form, owner, answers)
    if problems:
        raise Invalid(problems)
