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
from yichuang.cases.rules.terms_before import ACCEPTANCE, PAPERS
from yichuang.catalog.rules.limits import spoken
from yichuang.reference.rules.deadlines import MONTHS, WORKING, Deadline
from yichuang.sites.portal.clock.reading import Reading
from yichuang.sites.portal.clock.weeks import Week, caption, rows_of
from yichuang.sites.ui.wording import cnday

LONG = "一共{long}。"
LONGER = "延长以后一共数到{long}，还是从同一天起数。"
AWAITING = "从受理那天算。还没有受理，先按最迟{day}受理算，受理了再改。"
FROM_ACT = "从{word}那天算，{day}，当天不算。"
FROM_PAPERS = "材料收齐的那天，{day}，不算；从第二天算起（民法典201条）。"
FROM_RECEIPT = "收到的当天不算，从第二天算起（民法典201条）。"
FROM_EVENT = "{day}{label}，从那天起重新算，当天不算（{basis}）。"
ANEW = "从{day}起重新算，当天不算。"
LATE_IN = "{day}收到的时候已经下班或者是休息日，算{start}收到（民法典203条）。"
WORKING_DAYS = "周末和法定节假日不算，调休上班的日子算。"
EVERY_DAY = "按自然日算，周末和节假日也算。"
BY_MONTHS = "按月算，到对应的那一天；那个月没有这一天的，到月底（民法典202条）。"
MOVED = "最后一天是休息日，顺到下一个工作日（民法典203条）。"
PROVISIONAL = "有一年的放假安排还没有公布，先照惯例算；公布以后变了的，会告诉您。"
STOPPED = "{days}停着，不算：{label}（{basis}）。"


@dataclass(frozen=True)
class Why:
    """How a term was counted.

    sentences, weeks: the count in words and as a calendar.
    """

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


def of_term(reading: Reading, clock: str, term: Deadline) -> Why:
    """Why the last day of a clock is that day.

    Each clock has its own start, and its own stops.
    """
    stood = [stand for stand in reading.stood if _stops(stand, clock, term, reading)]
    sentences = [
        _length(reading, clock, term),
        _start(reading, clock, term),
        _late_in(clock, term),
        _unit(term),
    ]
    for stand in stood:
        sentences.append(_stopped(stand))
    if term.moved:
        sentences.append(MOVED)
    if term.provisional:
        sentences.append(PROVISIONAL)
    law = None
    statute = reading.answer.statute
    if clock == PROMISE and statute:
        law = statute.due
    return Why(
        sentences=tuple(filter(None, sentences)),
        weeks=rows_of(term, reading.today, stood, law),
        caption=caption(term, reading.today),
    )


def _length(reading: Reading, clock: str, term: Deadline) -> str:
    """How long the term is, and what was added to it."""
    if not term.days:
        return ""
    long = spoken(term.days, term.unit)
    facts = term_facts.by_changes(reading.answer.changes)
    if clock in (PROMISE, STATUTE) and facts.get("extension"):
        return LONGER.format(long=long)
    return LONG.format(long=long)


def _start(reading: Reading, clock: str, term: Deadline) -> str:
    """From what the term runs."""
    starts = reading.answer.starts
    word = starts.get(clock, "")
    day = cnday(term.start)
    if word == RESTARTED:
        return _restarted(reading, day)
    if word == AWAITED:
        return AWAITING.format(day=day)
    if word == DECIDED or word in ACCEPTANCE:
        return FROM_ACT.format(word=word, day=day)
    if clock == ACCEPT or word == PAPERS:
        return FROM_PAPERS.format(day=day)
    return FROM_RECEIPT


def _restarted(reading: Reading, day: str) -> str:
    """By what event the count began anew.

    day: that from which it runs, in words.
    """
    terms = reading.terms
    for change in reversed(reading.answer.changes):
        row = terms.restarts.get(change.cause)
        if change.kind == RESTART and row:
            return FROM_EVENT.format(day=day, label=row.label, basis=row.basis)
    return ANEW.format(day=day)


def _late_in(clock: str, term: Deadline) -> str:
    """That it came after closing or on a rest day; "" where it did not."""
    if clock == DELIVER or term.received == term.start:
        return ""
    day = cnday(term.received)
    start = cnday(term.start)
    return LATE_IN.format(day=day, start=start)


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
    if stand.restarts or stand.first > term.due:
        return False
    last = stand.until(reading.today)
    if last <= term.start:
        return False
    for stop in reading.answer.stood:
        if stop.first == stand.first and clock in stop.clocks:
            return True
    return False


def _stopped(stand: Stand) -> str:
    """The days that a pause took out."""
    days = cnday(stand.first)
    last = stand.last
    if last is None and stand.is_planned:
        last = stand.planned
    if last:
        days += f"到{cnday(last)}"
    else:
        days += "起"
    return STOPPED.format(days=days, label=stand.label, basis=stand.basis)
