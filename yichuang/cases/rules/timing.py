"""When a case is to be accepted, decided and delivered: four dates, by the rule that its version froze. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from yichuang.cases.rules.clocks import Counting
from yichuang.cases.rules.clocks import Facts as Facts
from yichuang.cases.rules.clocks import Stopped as Stopped
from yichuang.cases.rules.terms import Silence, Terms
from yichuang.cases.rules.terms_before import RULE
from yichuang.core.clock import local
from yichuang.reference.rules.deadlines import (
    Calendar,
    Deadline,
    Thresholds,
    alarm_days,
    effective_receipt,
    office_minutes,
)

INSTANT_MINUTES = 30


@dataclass(frozen=True)
class Dates:
    """The dates of a case, each with its derivation.

    accept: None where nothing is to be accepted, and for versions of
    before.
    statute: None where no law names a term.
    deliver: None before the decision too.
    silence: how decides_on was counted; None where the end of a licence
    is that day.
    decides_on: the last day after which silence decides.
    at: the moment it is due, closing time of the earlier of promise and
    statute.
    yellow_on, red_on: the days from which it is shown so.
    provisional: a date rests on a year without a notice.
    """

    accept: Deadline | None
    promise: Deadline
    statute: Deadline | None
    deliver: Deadline | None
    silence: Deadline | None
    decides_on: date | None
    at: datetime
    yellow_on: date
    red_on: date
    provisional: bool

    def columns(self) -> dict[str, Any]:
        """The same as columns of the case, for `journal.write`."""
        return {
            "due_at": self.at,
            "yellow_on": self.yellow_on,
            "red_on": self.red_on,
            "statutory_due": _day_of(self.statute),
            "due_provisional": self.provisional,
            "accept_by": _day_of(self.accept),
            "decides_on": self.decides_on,
            "deliver_by": _day_of(self.deliver),
        }


def dates(facts: Facts, terms: Terms, calendar: Calendar, thresholds: Thresholds) -> Dates:
    """The dates of a case.

    The day of receipt does not count; a promise never outlasts the
    statute, and neither of them a licence that silence renews (民法典
    201-203, 行政许可法 50).
    """
    clocks = Counting(facts, terms, calendar)
    accept = clocks.accept()
    statute = clocks.statute(accept)
    promise = clocks.promise(accept, statute)
    silence = clocks.silence(accept)
    decides_on = _day_of(silence)
    expires_on = renewed_after(terms.silence, facts.received_at, facts.expires_on)
    if expires_on:
        decides_on = expires_on
        promise = _no_later(promise, expires_on)
        if statute:
            statute = _no_later(statute, expires_on)
    last = promise.due
    if statute and not _is_outwaited(statute, facts, calendar):
        last = min(last, statute.due)
    yellow_on, red_on = alarm_days(promise.start, last, thresholds, calendar)
    if terms.rule == RULE:
        accept = None
    return Dates(
        accept=accept,
        promise=promise,
        statute=statute,
        deliver=clocks.deliver(),
        silence=silence,
        decides_on=decides_on,
        at=_closing(last, facts, calendar),
        yellow_on=yellow_on,
        red_on=red_on,
        provisional=_is_provisional(terms, promise, accept, statute, silence),
    )


def renewed_after(
    silence: Silence | None, received_at: datetime, expires_on: date | None
) -> date | None:
    """The last day of a licence after which silence renews it.

    None where it does not: the application came too late for that, or is
    none for a renewal. 行政许可法 50.
    """
    if silence is None or expires_on is None:
        return None
    if not silence.before:
        return None
    earliest = local(received_at).date()
    if silence.timely:
        earliest += timedelta(silence.timely.days)
    if expires_on < earliest:
        return None
    return expires_on


def licence_ends(terms: Terms, answers: Mapping[str, Any]) -> date | None:
    """The last day of the licence that these answers ask to renew.

    None where silence renews none, and where they name no day.
    """
    silence = terms.silence
    if silence is None or not silence.before:
        return None
    day = answers.get(silence.before) or ""
    try:
        return date.fromisoformat(str(day))
    except ValueError:
        return None


def _day_of(term: Deadline | None) -> date | None:
    """The last day of a term that there may not be."""
    if term is None:
        return None
    return term.due


def _closing(day: date, facts: Facts, calendar: Calendar) -> datetime:
    """The moment at which business ends on a day."""
    zone = local(facts.complete_at).tzinfo
    return datetime.combine(day, calendar.closing, tzinfo=zone)


def _no_later(term: Deadline, last: date) -> Deadline:
    """The term, ended on a day that nothing outlasts, be it a rest day."""
    if term.due <= last:
        return term
    return replace(term, due=last, moved=False)


def _is_outwaited(statute: Deadline, facts: Facts, calendar: Calendar) -> bool:
    """Whether the statute was over when the applicant answered a notice.

    No answer begins such a statute anew: by when it is done then the
    promise alone says.
    """
    if facts.complete_at == facts.received_at:
        return False
    answered_on = effective_receipt(facts.complete_at, calendar)
    return statute.due <= answered_on


def _is_provisional(terms: Terms, promise: Deadline, *others: Deadline | None) -> bool:
    """Whether any of the dates may still change.

    Of versions of before only the promise was looked at.
    """
    if promise.provisional or terms.rule == RULE:
        return promise.provisional
    return any(term.provisional for term in others if term)


def over_half_hour(clock_from: datetime, at: datetime, calendar: Calendar) -> bool:
    """Whether an instant item takes longer than the 30 minutes of business that the city's plan allows."""
    return office_minutes(clock_from, at, calendar) > INSTANT_MINUTES


def days_overdue(due_at: datetime, at: datetime) -> int:
    """How many days a case is late at `at`: days of the Beijing calendar after its last day, whatever the hour, so
    that every page, sheet and bulletin of one day says the same; 0 in the evening of the last day and before."""
    return max((local(at).date() - local(due_at).date()).days, 0)


def colour(*, today: date, now: datetime, due_at: datetime, yellow_on: date, red_on: date) -> str:
    """ "green" | "yellow" | "red" | "overdue" of an open case."""
    if now > due_at:
        return "overdue"
    if today >= red_on:
        return "red"
    return "yellow" if today >= yellow_on else "green"
