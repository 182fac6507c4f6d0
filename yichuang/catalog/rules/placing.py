"""What a place may say of itself in its list of an item (地方实施清单). Pure.

Offices and hours that exist, at levels that do the item; fees that a document
sets; a reason for what it does not offer. Packs and people are judged alike,
but for the offices: packs are loaded before the units are known, so that
`unknown_offices` is asked by who asks for a change (ADR 52).

What a list may say at all stands in `place_may_change` of
packs/catalogue/elements.yaml, and the merged text is judged as a whole by
`completeness`; here is what neither of them knows.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from yichuang.catalog.rules import publicity
from yichuang.catalog.rules.delegation import LEVEL_NAMES, LEVEL_NUMBERS
from yichuang.core.errors import FieldProblem

Differences = Mapping[str, Any]
FREE = "不收费"
SAYS_FREE = ("不收费", "免费")
DOCUMENT = re.compile(r"《[^》]+》|〔\d{4}〕\d+号")
TIMES = re.compile(r"(\d{1,2})[:：](\d{2})\s*(?:—|–|-|－|~|～|至|到)+\s*(\d{1,2})[:：](\d{2})")
ALL_DAY = ("24小时", "全天")
SAME = 5  # characters that the name of an office shares with what is written of it
DAY_ENDS = 24 * 60


def problems_of(
    differences: Differences, unified: Mapping[str, Any], level: int
) -> list[FieldProblem]:
    """Everything that a place may not say of itself, each problem with its
    key.

    differences: what the place says otherwise. unified: the text that holds
    for all. level: of the place, 1省 … 5村.
    """
    return [
        *_levels(differences, unified, level),
        *_hours(differences),
        *_fee(differences, unified),
        *_offering(differences),
        *publicity.faults_of_place(differences.get(publicity.KEY), unified.get("terms") or []),
    ]


def unknown_offices(
    differences: Differences, unified: Mapping[str, Any], offices: Mapping[int, Iterable[str]]
) -> list[FieldProblem]:
    """Offices that the place does not have, each as a problem of 办理地点.

    offices: the names and addresses of its units, by level. The office of
    the unified text may be named again.
    """
    problems = []
    for name, text in (differences.get("places") or {}).items():
        number = LEVEL_NUMBERS.get(name, 0)
        common = (unified.get("places") or {}).get(name, "")
        known = [common, *offices.get(number, ())]
        if not _names_one_of(text, known):
            message = f"{name}级没有叫“{text}”的办理地点，请照机构的名称或地址写"
            problems.append(FieldProblem("places", message, "office"))
    return problems


def _names_one_of(text: str, known: Iterable[str]) -> bool:
    """Whether a text and one of the names have a run of characters in
    common.

    So a floor or a window may be added freely:
    朝天区政务服务中心1楼就业窗口 is the hall 朝天区政务服务中心人社专区.
    """
    runs = [text[start : start + SAME] for start in range(len(text) - SAME + 1)]
    for name in known:
        if name and name in text:
            return True
        if any(run in name for run in runs):
            return True
    return False


def _levels(
    differences: Differences, unified: Mapping[str, Any], level: int
) -> Iterable[FieldProblem]:
    """A place says where it is done at levels that the list knows and that
    do it at all.

    It speaks for its own level and those below it: a county does not say
    where its city does something.
    """
    allowed = set(unified.get("levels") or ()) | set(unified.get("places") or ())
    for name in differences.get("places") or {}:
        number = LEVEL_NUMBERS.get(name)
        if number is None:
            words = "、".join(LEVEL_NAMES.values())
            yield FieldProblem("places", f"“{name}”不是办理层级，只能写{words}", "list")
        elif number < level:
            yield FieldProblem("places", f"{LEVEL_NAMES[level]}级不能写{name}级的办理地点", "level")
        elif name not in allowed:
            yield FieldProblem("places", f"这个事项{name}级不办，不能写{name}级的地点", "level")


def _hours(differences: Differences) -> Iterable[FieldProblem]:
    """Hours have times of a day, each with an end after its beginning.

    A sentence may stand around them; what is open all day says so.
    """
    hours = differences.get("hours")
    if not hours:
        return
    times = TIMES.findall(hours)
    if not times and not any(word in hours for word in ALL_DAY):
        message = "办理时间要写几点到几点，例如“周一至周五 9:00—12:00、13:30—17:30”"
        yield FieldProblem("hours", message, "hours")
    for begins, begins_at, ends, ends_at in times:
        first, last = _minutes(begins, begins_at), _minutes(ends, ends_at)
        if not first < last <= DAY_ENDS or int(begins_at) > 59 or int(ends_at) > 59:
            message = f"“{begins}:{begins_at}到{ends}:{ends_at}”不是一天里的一段时间，请改正"
            yield FieldProblem("hours", message, "hours")


def _minutes(hour: str, minute: str) -> int:
    """Minutes since midnight, to compare two times of a day.

    hour, minute: as they were typed, digits only.
    """
    return int(hour) * 60 + int(minute)


def _fee(differences: Differences, unified: Mapping[str, Any]) -> Iterable[FieldProblem]:
    """A fee on an item that is free everywhere needs the document that sets
    it.

    That it is free may be said again. An item with a fee may explain it as
    it likes: 行政事业性收费 is listed by document.
    """
    note = differences.get("fee_note")
    if not note or unified.get("fee") != FREE:
        return
    if any(word in note for word in SAYS_FREE) or DOCUMENT.search(note):
        return
    message = "这个事项不收费；当地确有收费的，请写明收费依据的文件，例如“《……》”或“〔2024〕5号”"
    yield FieldProblem("fee_note", message, "basis")


def _offering(differences: Differences) -> Iterable[FieldProblem]:
    """Who does not offer an item says why, and who offers it gives no
    reason for not doing so.

    The reason is shown to those who would come.
    """
    reason = (differences.get("not_offered_reason") or "").strip()
    closed = differences.get("offered") is False
    if closed and not reason:
        yield FieldProblem(
            "not_offered_reason", "不在这里开办的，请写明原因，群众会看到", "required"
        )
    if reason and not closed:
        yield FieldProblem(
            "offered", "写了不开办的原因，请把“在这里开办”选成否，或去掉原因", "equal"
        )
