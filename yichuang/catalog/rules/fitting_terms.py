"""Whether the terms of an item fit the item itself (ADR 71). Pure.

Asked of packs and of whoever publishes a text: what is wrong here would make
a case wait for an answer that nobody asks for, or be late by its own rule.
"""

from collections.abc import Mapping
from typing import Any

from yichuang.catalog.rules import publicity
from yichuang.reference.rules.workdays import Calendar

Row = Mapping[str, Any]
Rows = list[Any]  # the branches of an item, as rules/terms.py has them
Texts = list[str]
PUBLICISED = "公示"
NO_LAST = "没有一条时限规则收底"
NOT_PUBLIC = "办理流程里有公示，时限规则里没有公示几天"
NO_SUCH_ANSWER = "时限规则“{rule}”凭的回答“{answer}”不在办理情形的选项里"
NO_BRANCH = "情形“{when}”有自己的法定时限，时限规则里没有它的一条"
OTHER_REPORT = "情形“{when}”是不是只报告，事项和时限规则说的不一样"
NO_FIELD = "到期没有决定的效果要看表单里的“{key}”，申请表里没有这一格"
OTHER_UNIT = "延长按{longer}算，法定时限按{limit}算，要用一样的单位"


def problems_of(definition: Row, branches: Rows, calendar: Calendar) -> Texts:
    """What does not fit, in plain sentences.

    definition: the elements of the item.
    branches: its terms.
    calendar: the working days that promise and 公示 are compared on.
    """
    texts = [
        *_answers(definition, branches),
        *_situations(definition, branches),
        *_extensions(branches),
    ]
    steps = definition.get("process") or ()
    if PUBLICISED in steps and not publicity.of(branches):
        texts.append(NOT_PUBLIC)
    texts += publicity.problems_of(definition, branches, calendar)
    return texts


def fields_of(branches: Rows) -> list[str]:
    """The fields of the form that silence is counted by."""
    keys = []
    for branch in branches:
        silence = branch["silence"]
        if silence and silence["before"]:
            keys.append(silence["before"])
    return keys


def _answers(definition: Row, branches: Rows) -> Texts:
    """A branch is for an answer that can be given, the last one for all others."""
    texts = []
    answers = _offered(definition)
    for branch in branches:
        when = branch["when"] or {}
        for question, answer in when.items():
            if (question, answer) in answers:
                continue
            text = NO_SUCH_ANSWER.format(rule=branch["rule"], answer=f"{question}={answer}")
            texts.append(text)
    if not branches or branches[-1]["when"]:
        texts.append(NO_LAST)
    return texts


def _offered(definition: Row) -> set[tuple[str, str]]:
    """Every answer to the questions before the form.

    Each with the key of its question.
    """
    answers = set()
    for situation in definition.get("situations") or ():
        for option in situation["options"]:
            answer = str(option["value"])
            answers.add((situation["key"], answer))
    return answers


def _situations(definition: Row, branches: Rows) -> Texts:
    """A situation with a limit of its own has a branch of its own.

    One without days is a report in both.
    """
    texts = []
    for row in definition.get("statutory_when") or ():
        when = row.get("when")
        branch = _for_answer(branches, when)
        is_report = row.get("days") is None
        if branch is None:
            texts.append(NO_BRANCH.format(when=when))
        elif branch["report"] != is_report:
            texts.append(OTHER_REPORT.format(when=when))
    return texts


def _for_answer(branches: Rows, when: Row) -> Row | None:
    """The branch that is for exactly this answer.

    None where there is none.
    """
    for branch in branches:
        if branch["when"] == when:
            return branch
    return None


def _extensions(branches: Rows) -> Texts:
    """An extension has the unit of the limit.

    Both are one count from one day.
    """
    texts = []
    for branch in branches:
        extension = branch["extension"]
        if extension is None:
            continue
        longer = extension["unit"]
        limit = branch["statute"]["unit"]
        if longer != limit:
            text = OTHER_UNIT.format(longer=longer, limit=limit)
            texts.append(text)
    return texts
