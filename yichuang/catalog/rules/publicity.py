"""公示 before a grant: whether the promise has room for it, and what a place may say of it (ADR 71). Pure.

It runs on the clock. Only where no law sets a limit may its days be left out
of the promise, by a rule that is cited.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from yichuang.catalog.rules import limits
from yichuang.core.errors import FieldProblem
from yichuang.reference.rules.deadlines import UNITS
from yichuang.reference.rules.workdays import Calendar

Row = Mapping[str, Any]
Rows = list[Any]  # the branches of an item, as rules/terms.py has them
Texts = list[str]
KEY = "publicity"
NUMBERED = re.compile(r"《[^》]+》.*(〔\d{4}〕\d+号|令第?\d+号)")
STOPS_THE_LAW = "这个事项有法定时限，公示的日子要算在里面，不能停"
TWO_UNITS = "公示和公示以后的决定要用一样的单位"
TOO_SHORT = "公示和公示以后的决定一共要{least}，承诺只有{promise}：请把承诺写长，公示不停表"
NOT_PUBLIC = "这个事项不公示，不能写公示天数"
NO_UNIT = "写了公示天数，也请写单位"
OTHER_UNIT = "公示天数统一按{unit}算，不能另用单位"
SHORTER = "公示不能短于统一的{days}{unit}"
UNFOUNDED = "公示的日子不算进承诺的，请写明依据的名称和文号，例如“《……》（〔2024〕5号）”"


def of(branches: Rows) -> Rows:
    """The branches with 公示."""
    return [branch for branch in branches if branch[KEY]]


def problems_of(definition: Row, branches: Rows, calendar: Calendar) -> Texts:
    """Where 公示 stops a limit of the law, or leaves too little of the promise.

    definition: the elements of an item, with the words of a place laid over
    them where a place is asked about.
    """
    texts = []
    of_place = definition.get(KEY)
    for branch in of(branches):
        there = in_place(branch[KEY], of_place)
        if not there["stops"]:
            texts += _short(definition, there, calendar)
        elif branch["statute"]:
            texts.append(STOPS_THE_LAW)
    return texts


def in_place(publicity: Row | None, of_place: Row | None) -> Row | None:
    """公示 of a branch as a place has it.

    Never shorter than everywhere, and off the clock of the promise only by
    a rule that the place cites.

    publicity: None where the branch has none.
    of_place: what its list says, None or {} for nothing.
    """
    if not publicity or not of_place:
        return publicity
    there = dict(publicity)
    longer = of_place.get("days") or 0
    there["days"] = max(publicity["days"], longer)
    if of_place.get("stops"):
        there["stops"] = of_place["stops"]
        there["basis"] = of_place.get("basis") or publicity["basis"]
    return there


def faults_of_place(of_place: Row | None, branches: Rows) -> Iterator[FieldProblem]:
    """What a place may not say of 公示, each as a problem of it.

    of_place: what its list says, None or {} for nothing.
    branches: the terms of the item.
    """
    if not of_place:
        return
    public = of(branches)
    if not public:
        yield FieldProblem(KEY, NOT_PUBLIC, "foreign")
        return
    if of_place.get("stops"):
        yield from _stopped(of_place, public)
    days = of_place.get("days")
    if days is None:
        return
    unit = of_place.get("unit")
    if not unit:
        yield FieldProblem(KEY, NO_UNIT, "required")
        return
    for branch in public:
        common = branch[KEY]
        if unit != common["unit"]:
            yield FieldProblem(KEY, OTHER_UNIT.format_map(common), "unit")
        elif days < common["days"]:
            yield FieldProblem(KEY, SHORTER.format_map(common), "range")


def _stopped(of_place: Row, public: Rows) -> Iterator[FieldProblem]:
    """Days of 公示 that are left out of the promise have their rule.

    A rule of a place does not stop the limit of a regulation.
    """
    basis = of_place.get("basis") or ""
    if not NUMBERED.search(basis):
        yield FieldProblem(KEY, UNFOUNDED, "basis")
    if any(branch["statute"] for branch in public):
        yield FieldProblem(KEY, STOPS_THE_LAW, "law")


def _short(definition: Row, publicity: Row, calendar: Calendar) -> Texts:
    """Nothing where the promise has room for 公示 and for the decision after it.

    A promise that is not filled in is told elsewhere.
    """
    promised = definition.get("promised_days")
    unit = definition.get("promised_unit")
    if promised is None or unit not in UNITS:
        return []
    days = publicity["days"]
    review = publicity["review"]
    if review:
        days += review["days"]
        if review["unit"] != publicity["unit"]:
            return [TWO_UNITS]
    least = (days, publicity["unit"])
    promise = (promised, unit)
    late = limits.first_late_promise(least, promise, calendar)
    if late is None:
        return []
    text = TOO_SHORT.format(least=limits.spoken(*least), promise=limits.spoken(*promise))
    return [text]
