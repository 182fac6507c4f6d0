"""The clocks of one case: each counted from what happened by the rule that its version froze. Pure."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from yichuang.cases.rules.terms import IF_GRANTED, Span, Statute, Terms
from yichuang.cases.rules.terms_before import ACCEPTANCE, PAPERS, RULE
from yichuang.core.clock import local
from yichuang.reference.rules.deadlines import (
    MONTHS,
    NATURAL,
    UNITS,
    Calendar,
    Deadline,
    count,
    deadline,
    effective_receipt,
)

ACCEPT = "accept"
PROMISE = "promise"
STATUTE = "statute"
DELIVER = "deliver"
SILENCE = "silence"
DAY = timedelta(1)
RESTARTED = "重新起算"
DECIDED = "决定"
AWAITED = "最迟受理"
# from what a term runs → what that day is called in a calendar, and why it is not counted
BEGINS = {
    RESTARTED: ("重算", "重新起算之日，当日不计"),
    DECIDED: ("决定", "决定之日，当日不计"),
    AWAITED: ("最迟受理", "还没有受理，先按最迟受理之日算，当日不计"),
    "受理": ("受理", "受理之日，当日不计"),
    "立案": ("立案", "立案之日，当日不计"),
    "收到申请": ("收到", "视为收到之日，当日不计"),
    "收到文本": ("收到", "视为收到之日，当日不计"),
}
Begin = datetime | date  # a moment is one of receipt, a day is that of an act


@dataclass(frozen=True)
class Stopped:
    """Whole days, both included, that some clocks do not count.

    why: in words, with the article.
    """

    first: date
    last: date
    why: str
    clocks: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """What happened to a case, as far as its dates follow from it.

    received_at, complete_at: when it came in, and when its papers were
    complete; the answer to a lawful notice moves the second.
    is_granted: what was decided at decided_at.
    restarted_on: the day from which promise and statute are counted anew.
    extension: what was added to the statute.
    until: the last day that was told with it, or that the parties named.
    longer_since: the day on which that was settled.
    clear: the shorter statute of the rule holds.
    expires_on: the last day of the licence that is to be renewed.
    """

    received_at: datetime
    complete_at: datetime
    accepted_at: datetime | None = None
    decided_at: datetime | None = None
    is_granted: bool = True
    stops: tuple[Stopped, ...] = ()
    restarted_on: date | None = None
    extension: Span | None = None
    until: date | None = None
    longer_since: date | None = None
    clear: bool = False
    expires_on: date | None = None


@dataclass(frozen=True)
class Counting:
    """The clocks of one case.

    Those that may run from acceptance are told by when it is due.
    """

    facts: Facts
    terms: Terms
    calendar: Calendar

    def accept(self) -> Deadline | None:
        """By when it is said whether the case is accepted.

        The answer to a lawful notice begins it anew. None where nothing
        is to be accepted.
        """
        span = self.terms.accept
        if span is None:
            return None
        return self._count(self.facts.complete_at, span, ACCEPT)

    def statute(self, accept: Deadline | None) -> Deadline | None:
        """By when the law has it decided; None where it names no term.

        An extension lengthens the same count; parties name the day.
        """
        statute = self.terms.statute
        if statute is None:
            return None
        facts = self.facts
        begin = self._begin(statute.start, accept)
        if facts.until and facts.extension is None:
            return self._until(begin, facts.until, statute.span.unit, STATUTE)
        length = self._length(statute)
        return self._count(begin, length, STATUTE)

    def promise(self, accept: Deadline | None, statute: Deadline | None) -> Deadline:
        """By when we promise it.

        Of a longer term it is what was told with it, else the whole.
        """
        facts = self.facts
        span = self.terms.promise
        start = PAPERS
        if self.terms.promise_from_acceptance and self.terms.statute:
            start = self.terms.statute.start
        begin = self._begin(start, accept)
        if facts.until and not self._is_begun_since():
            return self._until(begin, facts.until, span.unit, PROMISE)
        if facts.extension and statute:
            return statute
        return self._count(begin, span, PROMISE)

    def silence(self, accept: Deadline | None) -> Deadline | None:
        """The last day after which silence decides.

        None where it does not, and where the end of a licence is that day.
        """
        silence = self.terms.silence
        if silence is None or silence.span is None:
            return None
        begin = self._begin(silence.start, accept)
        return self._count(begin, silence.span, STATUTE)

    def deliver(self) -> Deadline | None:
        """By when the result is delivered.

        None before the decision, and after one of which the rule says
        nothing.
        """
        terms = self.terms
        decided_at = self.facts.decided_at
        if decided_at is None or terms.deliver is None:
            return None
        if not terms.deliver_after:
            return None
        if terms.deliver_after == IF_GRANTED and not self.facts.is_granted:
            return None
        day = local(decided_at).date()
        return self._count(day, terms.deliver, DELIVER)

    def starts(self) -> dict[str, str]:
        """From what each clock runs, by its name, in the law's words."""
        statute = self.terms.statute
        silence = self.terms.silence
        starts = {ACCEPT: PAPERS, DELIVER: DECIDED, PROMISE: self._start(PAPERS)}
        if statute:
            starts[STATUTE] = self._start(statute.start)
            if self.terms.promise_from_acceptance:
                starts[PROMISE] = starts[STATUTE]
        if silence:
            starts[SILENCE] = self._start(silence.start)
        return starts

    def _start(self, word: str) -> str:
        """The same of a term that begins so by the law, as it stands with this case."""
        if self.facts.restarted_on:
            return RESTARTED
        if word in ACCEPTANCE and self.facts.accepted_at is None:
            return AWAITED
        return word

    def _length(self, statute: Statute) -> Span:
        """The statute as it holds for this case."""
        span = statute.span
        shorter = self.terms.shorter
        extension = self.facts.extension
        if self.facts.clear and shorter:
            span = shorter.span
        if extension:
            days = span.days + extension.days
            span = Span(days, span.unit)
        return span

    def _begin(self, start: str, accept: Deadline | None) -> Begin:
        """What a term is counted from, by the law's word for it."""
        facts = self.facts
        if facts.restarted_on:
            return facts.restarted_on
        if start in ACCEPTANCE:
            return self._acceptance(accept)
        if start == PAPERS:
            return facts.complete_at
        if STATUTE in self.terms.correction.restarts:
            return facts.complete_at
        return facts.received_at

    def _acceptance(self, accept: Deadline | None) -> Begin:
        """The day of acceptance; while it is awaited, the last one for it.

        Who counts as accepted from the receipt on is counted from there.
        Versions of before took an acceptance on a rest day as one of the
        next working day.
        """
        facts = self.facts
        accepted_at = facts.accepted_at
        if accepted_at is None:
            if accept is None:
                return facts.complete_at
            return accept.due
        day = local(accepted_at).date()
        if self.terms.rule == RULE:
            return self.calendar.next_working(day)
        if accepted_at <= facts.complete_at:
            return facts.complete_at
        return day

    def _is_begun_since(self) -> bool:
        """Whether the count began anew after a longer term was settled.

        The day that was told with it is none then.
        """
        restarted_on = self.facts.restarted_on
        longer_since = self.facts.longer_since
        if restarted_on is None or longer_since is None:
            return False
        return restarted_on > longer_since

    def _until(self, begin: Begin, last: date, unit: str, clock: str) -> Deadline:
        """A term that was to end on a day.

        What stopped it after that was settled moves the end.
        """
        kind = UNITS[unit]
        if kind in MONTHS:
            kind = NATURAL
        day = begin
        if isinstance(begin, datetime):
            day = effective_receipt(begin, self.calendar)
        days = 0
        while day < last:
            day += DAY
            if self._is_counted(day, kind, clock):
                days += 1
        length = Span(days, kind)
        return self._count(begin, length, clock)

    def _is_counted(self, day: date, kind: str, clock: str) -> bool:
        """Whether a day was counted when a longer term was settled."""
        since = self.facts.longer_since
        if kind != NATURAL and not self.calendar.is_working(day):
            return False
        if since and day > since:
            return True
        for stop in self._stops(clock):
            if stop.first <= day <= stop.last:
                return False
        return True

    def _stops(self, clock: str) -> list[Stopped]:
        """What stopped a clock; one that ended before it began stopped none."""
        stops = []
        for stop in self.facts.stops:
            is_of_clock = clock in stop.clocks
            if is_of_clock and stop.first <= stop.last:
                stops.append(stop)
        return stops

    def _count(self, begin: Begin, span: Span, clock: str) -> Deadline:
        """The term, with the reasons of what stopped it."""
        spans = []
        reasons = []
        for stop in self._stops(clock):
            spans.append((stop.first, stop.last))
            reasons.append((stop.first, stop.last, stop.why))
        if isinstance(begin, datetime):
            term = deadline(begin, span.days, span.unit, spans, self.calendar)
        else:
            term = count(begin, span.days, span.unit, spans, self.calendar)
        if not reasons:
            return term
        return replace(term, reasons=tuple(reasons))
