"""Whether the terms of an item fit the item itself (ADR 71). Pure.

Asked of packs and of whoever publishes a text: what is wrong here would make
a case wait for an answer that nobody asks for, or be late by its own rule.
"""

from collections.abc import Mapping
from typing import Any

from yichuang.catalog.rules import limits
from yichuang.reference.rules.deadlines import UNITS
from yichuang.reference.rules.workdays import Calendar

Definition = Mapping[str, Any]  # of an item, or as it reads in a place
Branch = Mapping[str, Any]  # of its terms, as rules/terms.py has them
PUBLICISED = "公示"


def problems_of(definition: Definition, branches: list[Any], calendar: Calendar) -> list[str]:
    """What does not fit, in plain sentences."""
    problems = [
        *_answers(definition, branches),
        *_situations(definition, branches),
        *_extensions(branches),
    ]
    is_public = any(branch["publicity"] for branch in branches)
    if PUBLICISED in (definition.get("process") or ()) and not is_public:
        problems.append("办理流程里有公示，时限规则里没有公示几天")
    problems += publicity_problems(definition, branches, calendar)
    return problems


def publicity_problems(
    definition: Definition, branches: list[Any], calendar: Calendar
) -> list[str]:
    """Where 公示 would stop a limit of the law, or leave too little of the promise.

    definition: with the words of a place laid over it, where a place is
    asked about.
    """
    problems = []
    for branch in branches:
        publicity = in_place(branch["publicity"], definition.get("publicity"))
        if publicity is None:
            continue
        if not publicity["stops"]:
            problems += _short(definition, publicity, calendar)
        elif branch["statute"]:
            problems.append("这个事项有法定时限，公示的日子要算在里面，不能停")
    return problems


def in_place(publicity: Branch | None, of_place: Mapping[str, Any] | None) -> Branch | None:
    """公示 of a branch as a place has it.

    Never shorter than everywhere, and stopping the promise only by a rule
    that the place cites. of_place: what the place says of it.
    """
    if publicity is None or not of_place:
        return publicity
    days = max(publicity["days"], of_place.get("days") or 0)
    there = {**publicity, "days": days}
    if of_place.get("stops"):
        there["stops"] = of_place["stops"]
        there["basis"] = of_place.get("basis") or publicity["basis"]
    return there


def _answers(definition: Definition, branches: list[Any]) -> list[str]:
    """A branch is for an answer that can be given, and one is for all others."""
    problems = []
    offered = _offered(definition)
    for branch in branches:
        for answer in (branch["when"] or {}).items():
            if answer not in offered:
                spelt = "=".join(answer)
                text = f"时限规则“{branch['rule']}”凭的回答“{spelt}”不在办理情形的选项里"
                problems.append(text)
    if not branches or branches[-1]["when"]:
        problems.append("没有一条时限规则收底")
    return problems


def _offered(definition: Definition) -> set[tuple[str, str]]:
    """Every answer that the questions before the form have: (question, answer)."""
    answers = set()
    for situation in definition.get("situations") or ():
        for option in situation["options"]:
            value = str(option["value"])
            answers.add((situation["key"], value))
    return answers


def _situations(definition: Definition, branches: list[Any]) -> list[str]:
    """A situation with a limit of its own has a branch; one without is a report there too."""
    problems = []
    for row in definition.get("statutory_when") or ():
        branch = _for_answer(branches, row["when"])
        if branch is None:
            problems.append(f"情形“{row['when']}”有自己的法定时限，时限规则里没有它的一条")
        elif branch["report"] != (row["days"] is None):
            text = f"情形“{row['when']}”是不是只报告，事项和时限规则“{branch['rule']}”说的不一样"
            problems.append(text)
    return problems


def _for_answer(branches: list[Any], when: Mapping[str, str] | None) -> Branch | None:
    """The branch that is for exactly this answer; None where there is none."""
    for branch in branches:
        if branch["when"] == when:
            return branch
    return None


def _extensions(branches: list[Any]) -> list[str]:
    """An extension has the unit of the limit: both are one count."""
    problems = []
    for branch in branches:
        extension = branch["extension"]
        if extension and extension["unit"] != branch["statute"]["unit"]:
            text = f"延长按{extension['unit']}算，法定时限按{branch['statute']['unit']}算，要用一样的单位"
            problems.append(text)
    return problems


def _short(definition: Definition, publicity: Branch, calendar: Calendar) -> list[str]:
    """Nothing where the promise has room for 公示 and for the decision after it."""
    promised = definition.get("promised_days")
    unit = definition.get("promised_unit")
    review = publicity["review"] or {"days": 0, "unit": publicity["unit"]}
    if review["unit"] != publicity["unit"]:
        return ["公示和公示以后的决定要用一样的单位"]
    if promised is None or unit not in UNITS:
        return []
    days = publicity["days"] + review["days"]
    least = (days, publicity["unit"])
    if limits.first_late_promise(least, (promised, unit), calendar) is None:
        return []
    needed = limits.spoken(*least)
    there = limits.spoken(promised, unit)
    return [f"公示和公示以后的决定一共要{needed}，承诺只有{there}：请把承诺写长，公示不停表"]
