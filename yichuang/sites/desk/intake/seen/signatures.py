"""How the paper form was signed, as the clerk has seen it: the page of a desk signs for nobody. 民法典 490."""

from collections.abc import Mapping
from typing import Any

from yichuang.accounts.models import Officer
from yichuang.catalog.rules.forms import Field, Form
from yichuang.catalog.rules.forms.reading import ON_PAPER
from yichuang.registry.models import Employer, Person

Subject = Person | Employer
LOOK_FIRST = "看过纸质申请表再选，照实记；没有签的，先请他签"


def witnessed(
    form: Form, answers: Mapping[str, Any], subject: Subject, officer: Officer
) -> dict[str, Any]:
    """Key → what a clerk saw of each signature among the answers: who signed the paper form and how, and the officer
    who says so. None where that was not told: a name on the page is nobody's signature."""
    signatures = {}
    for key, answer in answers.items():
        field = form.fields.get(key)
        if field is None:
            continue
        if field.type != "signature":
            continue
        signatures[key] = None
        if not answer:
            continue
        if answer.get("method") not in ON_PAPER:
            continue
        signer = answer.get("signer") or _signs(subject)
        signatures[key] = {**answer, "signer": signer, "seen_by": officer.name}
    return signatures


def question(field: Field, subject: Subject) -> Field | dict[str, Any]:
    """A field as a clerk is asked it: of a signature, how it stands on the paper form."""
    if field.type != "signature":
        return field
    signs = _signs(subject)
    return {
        "key": field.key,
        "label": field.label,
        "type": "witnessed",
        "required": field.required,
        "when": field.when,
        "help": LOOK_FIRST,
        "options": ON_PAPER,
        "validate": {"signs": signs},
    }


def _signs(subject: Subject) -> str:
    """Who signs where nobody else is named; for an employer it is always told who."""
    if isinstance(subject, Person):
        return subject.name
    return ""
