"""What goes into a made-up application beside its answers: the situation, and the papers to be brought."""

from collections.abc import Mapping
from typing import Any

from yichuang.cases.queries import held
from yichuang.cases.queries.versions import Version
from yichuang.registry.models import Employer, Person

Situation = Mapping[str, str]  # question → code of the chosen option


def usual_situation(version: Version, sample: Mapping[str, Any]) -> Situation:
    """The answers to the questions before the form.

    As the sample of the form has them, else the first option of each.
    """
    situation = {}
    for question in version.situations:
        first = question.options[0]
        answer = sample.get(question.key) or first.value
        situation[question.key] = str(answer)
    return situation


def codes_of_papers(
    version: Version, situation: Situation, subject: Person | Employer, answers: Mapping[str, Any]
) -> list[str]:
    """Codes of the papers that this applicant has to bring in this situation.

    Neither the form itself nor a paper that nobody need bring is among
    them. answers: of the form.
    """
    codes = []
    left = version.materials_of(situation, subject)
    for material in held.as_held(version, subject, answers, left):
        if material.is_form or material.exempt:
            continue
        codes.append(material.code)
    return codes
