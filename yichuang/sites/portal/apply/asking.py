"""A question before the form, as its page shows it."""

from collections.abc import Container
from typing import Any

from yichuang.cases.queries.sides import Answer
from yichuang.cases.queries.versions import Version
from yichuang.catalog.rules.situations import BY_AGENT
from yichuang.sites.portal.help import family


def choice(version: Version, question: Any, closed: Container[Answer]) -> dict[str, Any]:
    """The field of a question, without the answers that are closed to this applicant."""
    hint = ""
    if question.key == BY_AGENT:
        hint = family.at_question(version.guide)
    options = []
    for option in question.options:
        answer = (question.key, option.value)
        if answer not in closed:
            shown = (option.value, option.label)
            options.append(shown)
    return {
        "key": question.key,
        "type": "choice",
        "label": question.question,
        "help": hint,
        "required": True,
        "options": options,
    }
