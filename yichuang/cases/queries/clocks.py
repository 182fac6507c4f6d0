"""The clocks of one case as its readers see them, counted anew from its version and from what happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from yichuang.cases.models import Case, TermChange
from yichuang.cases.queries import pauses, term_facts, versions
from yichuang.cases.rules import timing
from yichuang.cases.rules.clocks import ACCEPT, BEGINS, DELIVER, PROMISE, SILENCE, STATUTE, Counting
from yichuang.cases.rules.terms import Terms
from yichuang.cases.rules.timing import Stopped
from yichuang.core.clock import local
from yichuang.reference import queries as reference
from yichuang.reference.rules.deadlines import Deadline
from yichuang.reference.rules.derivation import Step, weeks

Week = list[Step]


@dataclass(frozen=True)
class Clocks:
    """The dates of a case and how they were counted.

    terms: what holds for it.
    accept: None where nothing is to be accepted, and for versions of
    before.
    statute, deliver, silence: None where there is no such term; deliver
    before the decision too.
    decides_on: the last day after which silence decides.
    due_at, colour: as the row of the case has them.
    provisional: that day rests on a year without a notice.
    stood: what stopped a clock, until today where it lasts.
    changes: of its terms, those that were refused left out.
    starts: from what each clock runs, by its name, in the law's words.
    from_acceptance: the promise begins when the case is accepted.
    """

    terms: Terms
    accept: Deadline | None
    promise: Deadline
    statute: Deadline | None
    deliver: Deadline | None
    silence: Deadline | None
    decides_on: date | None
    due_at: datetime
    colour: str
    provisional: bool
    stood: tuple[Stopped, ...]
    changes: tuple[TermChange, ...]
    starts: Mapping[str, str]
    from_acceptance: bool

    @property
    def weeks(self) -> list[Week]:
        """The promise as a calendar: seven days a row, Monday first."""
        return weeks(self.promise)


def clocks_of(case: Case, now: datetime) -> Clocks:
    """How the dates of a case came about.

    One read, and one more where its terms were changed.
    """
    today = local(now).date()
    version = versions.of_case(case)
    terms = version.terms_in(case.situation)
    stood = pauses.stood(case, terms, today)
    changes = term_facts.changes_of(case)
    facts = term_facts.with_stops(case, terms, stood, changes)
    calendar = reference.calendar(case.region_id)
    counted = timing.dates(facts, terms, calendar, reference.thresholds())
    starts = Counting(facts, terms, calendar).starts()
    promise = counted.promise
    last = local(case.due_at).date()
    colour = timing.colour(
        today=today, now=now, due_at=case.due_at, yellow_on=case.yellow_on, red_on=case.red_on
    )
    return Clocks(
        terms=terms,
        accept=_begun(counted.accept, ACCEPT, starts),
        promise=_begun(counted.promise, PROMISE, starts),
        statute=_begun(counted.statute, STATUTE, starts),
        deliver=_begun(counted.deliver, DELIVER, starts),
        silence=_begun(counted.silence, SILENCE, starts),
        decides_on=counted.decides_on,
        due_at=case.due_at,
        colour=colour,
        provisional=calendar.provisional_between(promise.received, last),
        stood=stood,
        changes=changes,
        starts=starts,
        from_acceptance=terms.promise_from_acceptance,
    )


def _begun(term: Deadline | None, clock: str, starts: Mapping[str, str]) -> Deadline | None:
    """A term whose derivation says from what it runs."""
    start = starts.get(clock, "")
    if term is None or start not in BEGINS:
        return term
    return replace(term, begins=BEGINS[start])
