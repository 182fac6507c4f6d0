"""Whether a condition of the form language holds for a filled form, and which of its answers speak against a case that
a table describes, in words. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from .cleaning import take
from .conditions import standing
from .crossing import NOTICE, CrossRule, compile_rule
from .form import Form
from .judging import judge_of
from .operands import Scope
from .presenting import in_words
from .reading import Around


def against(
    form: Form, answers: Mapping[str, Any], conditions: Iterable[Mapping[str, Any]], day: date
) -> list[str]:
    """What of the answers speaks against it, each as a sentence; [] where nothing does.

    conditions: {"field", "unlike"} of packs/catalogue/fitting.yaml; a form without the field says nothing.
    day: on which it is judged.
    """
    scope = _scope(form, answers, day)
    sentences = []
    for condition in conditions:
        if condition["field"] not in scope.values:
            continue
        rule = _rule(form, answers, condition)
        for breach in rule.breaches(scope):
            sentences.append(breach.message)
    return sentences


def holds_for(form: Form, answers: Mapping[str, Any], condition: Mapping, day: date) -> bool:
    """Whether the answers are known to meet a condition on that day.

    condition: of the form language, as rules across answers have it; what is not known meets none.
    """
    judge = judge_of(condition)
    return judge(_scope(form, answers, day))


def _scope(form: Form, answers: Mapping[str, Any], day: date) -> Scope:
    """The typed answers that are asked for.

    Without facts of a subject: nobody is looked up.
    """
    typed = take(form, answers, Around()).values
    shown = standing(form, typed)
    values = {key: value for key, value in typed.items() if key in shown}
    return Scope(values, {}, day)


def _rule(form: Form, answers: Mapping[str, Any], condition: Mapping[str, Any]) -> CrossRule:
    key = condition["field"]
    field = form.fields[key]
    answer = in_words(field, answers[key])
    rule = {
        "key": key,
        "kind": NOTICE,
        "field": key,
        "when": condition["unlike"],
        "message": f"“{field.label}”填的是“{answer}”",
        "basis": "",
    }
    return compile_rule(rule)
