"""How papers say a day, a moment, a sentence and what a case gives.

A context is what the layout of a paper (packs/papers) is filled with: texts, lists of texts, and lines of a table."""

from datetime import date, datetime

from yichuang.cases.models import Case
from yichuang.cases.queries import named
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import parties
from yichuang.catalog import queries as catalog
from yichuang.catalog.rules.results import Result
from yichuang.core.clock import local
from yichuang.core.sentences import without_stop
from yichuang.core.spoken import chinese_date
from yichuang.documents import rules
from yichuang.registry.models import Person

Context = dict[str, object]

_WEEKDAYS = "一二三四五六日"
_BEGINNINGS = ("经审查，", "经核对，")  # with which the papers themselves begin


def chinese(day: date, *, weekday: bool = False) -> str:
    """2026年11月27日, with （周五） when asked."""
    text = chinese_date(day)
    if not weekday:
        return text
    name = _WEEKDAYS[day.weekday()]
    return f"{text}（周{name}）"


def chinese_moment(at: datetime) -> str:
    """2026年11月27日17时05分, in Beijing."""
    here = local(at)
    day = chinese(here.date())
    time = f"{here.hour}时{here.minute:02d}分"
    return f"{day}{time}"


def day_of(at: datetime, *, weekday: bool = False) -> str:
    """The day of a moment in Beijing, as `chinese` says it."""
    day = local(at).date()
    return chinese(day, weekday=weekday)


def sentence(text: str) -> str:
    """The text with one full stop at its end, and without the words that the paper itself begins with."""
    said = text.strip()
    for beginning in _BEGINNINGS:
        said = said.removeprefix(beginning)
    return f"{without_stop(said)}。"


def addressed(text: str, case: Case) -> str:
    """A sentence of a pack as it is said to whose case it is.

    text: with the places where the address stands, as `documents.rules.addressed` fills them."""
    subject = case.subject
    employer = not isinstance(subject, Person)
    address = rules.address(employer=employer)
    return rules.addressed(text, address)


def given_by(version: Version, case: Case) -> Result:
    """What the item of this version gives to who applied so: a paper of its own, or a sentence about the thing."""
    return catalog.result_as_answered(version.guide, case.form)


def applied(case: Case, version: Version) -> Context:
    """The item, and the day on which it was applied for.

    Every paper of a case that says what it is about begins so."""
    return {"item": matter(case, version), "applied_on": day_of(case.received_at)}


def matter(case: Case, version: Version) -> str:
    """The item, and for whom it is done where one person applies for another: 社会保障卡补领（给孙七办）.

    Where it is about somebody else than its applicant they are named: 工伤认定申请（关于赵六）.
    """
    name = version.guide.name
    somebody = parties.about_whom(case.form)
    if somebody:
        return f"{name}（给{somebody}办）"
    for person in named.beside_applicant(version, case):
        if person.role == "about":
            return f"{name}（关于{person.name}）"
    return name
