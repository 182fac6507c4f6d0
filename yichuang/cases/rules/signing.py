"""Who may say that the paper form was signed."""

from collections.abc import Mapping
from typing import Any

from yichuang.catalog.rules.forms import Form
from yichuang.catalog.rules.forms.reading import ON_PAPER
from yichuang.core.errors import FieldProblem

UNSEEN = "“{}”：纸上签的，要由窗口的人看过再记；在网上请写下姓名作签名"
METHODS = tuple(ON_PAPER)


def unseen(form: Form, answers: Mapping[str, Any]) -> list[FieldProblem]:
    """Signatures on paper among the answers that came in without an officer: nobody has seen them."""
    problems = []
    for key, field in form.fields.items():
        if field.type != "signature":
            continue
        answer = answers.get(key)
        if not isinstance(answer, Mapping):
            continue
        method = answer.get("method")
        if method not in METHODS:
            continue
        sentence = UNSEEN.format(field.label)
        problem = FieldProblem(key, sentence, "unseen")
        problems.append(problem)
    return problems
