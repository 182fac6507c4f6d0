"""What happened to a case, as far as its dates follow from it.

Read from its row, from its pauses, and from the changes of its terms where
it has any: nobody reads their table for all other cases.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from yichuang.cases.models import Case, TermChange
from yichuang.cases.queries import pauses
from yichuang.cases.rules import states
from yichuang.cases.rules.term_changes import EXTENSION, RESTART, SHORTER
from yichuang.cases.rules.terms import Span, Terms
from yichuang.cases.rules.timing import Facts, Stopped
from yichuang.core.clock import local

Changes = Iterable[TermChange]


def of_case(case: Case, terms: Terms) -> Facts:
    """The facts of a case as they stand.

    A pause that lasts is none of them yet.
    """
    stops = pauses.stood(case, terms)
    changes = changes_of(case)
    return with_stops(case, terms, stops, changes)


def with_stops(case: Case, terms: Terms, stops: tuple[Stopped, ...], changes: Changes) -> Facts:
    """The facts of a case whose pauses and changes of terms were read."""
    return Facts(
        received_at=case.received_at,
        complete_at=case.clock_from,
        accepted_at=case.accepted_at,
        decided_at=case.decided_at,
        is_granted=case.outcome != states.DENIED,
        stops=stops,
        expires_on=kept_end(case, terms),
        **by_changes(changes),
    )


def changes_of(case: Case) -> tuple[TermChange, ...]:
    """The changes of its terms that were not refused, the first first.

    One read where there are any.
    """
    if not case.clock_changed:
        return ()
    changes = case.term_changes.filter(refused_at__isnull=True)
    return tuple(changes.order_by("pk"))


def kept_end(case: Case, terms: Terms) -> date | None:
    """The end of the licence that the case is to renew.

    The day after which silence decides is that end.
    """
    silence = terms.silence
    if silence is None or not silence.before:
        return None
    return case.decides_on


def by_changes(changes: Changes) -> dict[str, Any]:
    """What they make of the facts; one that waits for its grant makes nothing.

    The latest of several beginnings holds.
    """
    facts: dict[str, Any] = {}
    for change in changes:
        if change.kind == SHORTER:
            facts["clear"] = True
        if change.kind == RESTART:
            facts["restarted_on"] = change.on_day
        if change.kind == EXTENSION and is_settled(change):
            facts |= _longer(change)
    return facts


def is_settled(change: TermChange) -> bool:
    """Whether a longer term holds: it was granted, or both parties signed it."""
    return change.granted_at is not None or change.consent_id is not None


def _longer(change: TermChange) -> dict[str, Any]:
    """An extension that holds; where the parties name the day it has no length."""
    extension = None
    if change.days is not None:
        extension = Span(change.days, change.unit)
    settled_at = change.granted_at or change.asked_at
    return {"extension": extension, "until": change.until, "longer_since": local(settled_at).date()}
