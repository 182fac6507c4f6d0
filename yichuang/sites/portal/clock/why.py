"""A line of 几个日子, and 为什么是这一天: how its term was counted, in sentences and as a calendar."""

from dataclasses import dataclass
from datetime import date

from yichuang.cases.queries import term_facts
from yichuang.cases.queries.stands import Stand
from yichuang.cases.rules.clocks import (
    ACCEPT,
    AWAITED,
    DECIDED,
    DELIVER,
    PROMISE,
    RESTARTED,
    STATUTE,
)
from yichuang.cases.rules.term_changes import RESTART
from yichuang.cases.rules.terms_before import ACCEPTANCE
from yichuang.catalog.rules.limits import spoken
from yichuang.reference.rules.deadlines import MONTHS, WORKING, Deadline
from yichuang.sites.portal.clock.reading import Reading
from yichuang.sites.portal.clock.weeks import Week, caption, rows_of
from yichuang.sites.ui.wording import cnday

LATE_IN = "{day}收到的时候已经下班或者是休息日，算{start}收到（民法典203条）。"
FROM_RECEIPT = "收到的当天不算，从第二天算起（民法典201条）。"
WORKING_DAYS = "周末和法定节假日不算，调休上班的日子算。"
EVERY_DAY = "按自然日算，周末和节假日也算。"
BY_MONTHS = "按月算，到对应的那一天；那个月没有这一天的，到月底（民法典202条）。"
MOVED = "最后一天是休息日，顺到下一个工作日（民法典203条）。"
PROVISIONAL = "有一年的放假安排还没有公布，先照惯例算；公布以后变了的，会告诉您。"
STOPPED = "{days}停着，不算：{label}（{basis}）。"


@dataclass(frozen=True)
class Why:
    """sentences: how it was counted; weeks: the same as a calendar; about: which day it is of, for those who listen."""

    about: str
    sentences: tuple[str, ...]
    weeks: list[Week]
    caption: str


@dataclass(frozen=True)
class Row:
    """One date of a case.

    icon, tone: of the kit; title: what it is; day, after: when, where there
    is a day; before: the day that it was until it moved.
    lines: what one should know of it.
    """

    icon: str
    title: str
    lines: tuple[str, ...]
    tone: str = ""
    day: date | None = None
    after: str = ""
    before: date | None = None
    why: Why | None = None


def of_term(reading: Reading, clock: str, term: Deadline, about: str) -> Why:
    """Why the last day of a clock is that day."""
    sentences = [_length(reading, clock, term), _start(reading, clock, term)]
    if term.received != term.start and clock != DELIVER:
        sentences.append(LATE_IN.format(day=cnday(term.received), start=cnday(term.start)))
    sentences.append(_unit(term))
    stood = [stand for stand in reading.stood if _stops(stand, clock, term, reading)]
    sentences += [_stopped(stand) for stand in stood]
    if term.moved:
        sentences.append(MOVED)
    if term.provisional:
        sentences.append(PROVISIONAL)
    law = None
    if clock == PROMISE and reading.answer.statute:
        law = reading.answer.statute.due
    return Why(
        about=about,
        sentences=tuple(sentence for sentence in sentences if sentence),
        weeks=rows_of(term, reading.today, stood, law),
        caption=caption(term, reading.today),
    )


def _length(reading: Reading, clock: str, term: Deadline) -> str:
    """How long the term is, and what was added to it."""
    if not term.days:
        return ""
    facts = term_facts.by_changes(reading.answer.changes)
    extension = facts.get("extension")
    long = spoken(term.days, term.unit)
    if clock in (PROMISE, STATUTE) and extension:
        return f"延长以后一共数到{long}，还是从同一天起数。"
    return f"一共{long}。"


def _start(reading: Reading, clock: str, term: Deadline) -> str:
    """From what the term runs."""
    word = reading.answer.starts.get(clock, "")
    day = cnday(term.start)
    if word == RESTARTED:
        return _restarted(reading, term.start)
    if word == AWAITED:
        return f"从受理那天算。还没有受理，先按最迟{day}受理算，受理了再改。"
    if word == DECIDED:
        return f"从决定那天算，{day}，当天不算。"
    if word in ACCEPTANCE:
        return f"从{word}那天算，{day}，当天不算。"
    if clock == ACCEPT or word == "收齐材料":
        return f"材料收齐的那天，{day}，不算；从第二天算起（民法典201条）。"
    return FROM_RECEIPT


def _restarted(reading: Reading, start: date) -> str:
    """By what event the count began anew."""
    for change in reversed(reading.answer.changes):
        row = reading.terms.restarts.get(change.cause)
        if change.kind == RESTART and row:
            return f"{cnday(start)}{row.label}，从那天起重新算，当天不算（{row.basis}）。"
    return f"从{cnday(start)}起重新算，当天不算。"


def _unit(term: Deadline) -> str:
    """Which days are counted."""
    if not term.days:
        return ""
    if term.unit == WORKING:
        return WORKING_DAYS
    if term.unit in MONTHS:
        return BY_MONTHS
    return EVERY_DAY


def _stops(stand: Stand, clock: str, term: Deadline, reading: Reading) -> bool:
    """Whether a pause took days out of this term."""
    if stand.restarts:
        return False
    last = stand.last or max(stand.planned or reading.today, reading.today)
    if stand.first > term.due or last <= term.start:
        return False
    for stop in reading.answer.stood:
        if stop.first == stand.first and clock in stop.clocks:
            return True
    return False


def _stopped(stand: Stand) -> str:
    """The days that a pause took out."""
    days = f"{cnday(stand.first)}起"
    if stand.last:
        days = f"{cnday(stand.first)}到{cnday(stand.last)}"
    elif stand.is_planned and stand.planned:
        days = f"{cnday(stand.first)}到{cnday(stand.planned)}"
    return STOPPED.format(days=days, label=stand.label, basis=stand.basis)
