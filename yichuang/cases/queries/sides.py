"""Answers before a form that an applicant's side closes.

A person does not apply in a unit's name, nor a unit in a person's.
"""

from collections.abc import Mapping
from datetime import date

from yichuang.cases.queries.versions import Version
from yichuang.catalog.rules.forms.crossing import STOP
from yichuang.catalog.rules.forms.scopes import Scope
from yichuang.core.errors import FieldProblem
from yichuang.registry import queries as register
from yichuang.registry.models import Employer, Person

Subject = Person | Employer
Answer = tuple[str, str]  # key of the question, code of the answer


def closed(version: Version, subject: Subject, day: date) -> dict[Answer, str]:
    """Answers that are refused to this applicant whatever else they say.

    Returns each answer to a question before the form, and why.
    """
    reasons = {}
    facts = register.facts(subject)
    for question in version.situations:
        for option in question.options:
            answers = {question.key: option.value}
            scope = Scope(answers, facts, day)
            reason = _reason(version, question.key, scope)
            if reason:
                answer = (question.key, option.value)
                reasons[answer] = reason
    return reasons


def problems(
    version: Version, subject: Subject, situation: Mapping[str, str], day: date
) -> list[FieldProblem]:
    """What of this situation is closed to the applicant, told at its question."""
    refused = []
    reasons = closed(version, subject, day)
    for answer in situation.items():
        reason = reasons.get(answer)
        if reason:
            key, _ = answer
            problem = FieldProblem(key, reason, "side")
            refused.append(problem)
    return refused


def _reason(version: Version, question: str, scope: Scope) -> str:
    """The message of a rule that is broken by this alone, "" where none is.

    question: the only one that is answered; a rule that asks for another
    answer too is judged when the form is filled.
    """
    for rule in version.form.rules:
        if rule.kind != STOP or rule.each or rule.asks != {question}:
            continue
        if rule.broken(scope):
            return rule.message
    return ""
