"""The terms of a case, read from the branches that its version froze (ADR 71). Pure.

A branch is what one rule of packs/catalogue/terms.yaml says, every key of
`common` filled and the limits of the item laid in: `accept`, `statute` and
`deliver`. The first whose `when` the answers of the case meet holds; the last
has none.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from yichuang.cases.rules.terms import (
    Approving,
    Correcting,
    Longer,
    OnSite,
    Publicity,
    Restarting,
    Right,
    Shorter,
    Silence,
    Span,
    Stage,
    Statute,
    Stopping,
    Suspending,
    Terms,
)
from yichuang.cases.rules.terms_before import ACCEPTANCE, ANSWERED_WITHIN, as_before, promise_of
from yichuang.catalog.rules.publicity import in_place

KEY = "terms"  # of a definition
CLOCKS = ("promise", "statute")  # which a stop stops unless it says otherwise
NOTHING: Mapping[str, Any] = {}

Row = Mapping[str, Any]  # what a branch says of one thing; NOTHING where it says nothing
Rows = Sequence[Row]
Situation = Mapping[str, str]  # the answers of a case
Branch = tuple[Row, Terms]  # when, and what holds then
Branches = tuple[Branch, ...]


def terms_of(definition: Row, situation: Situation) -> Terms:
    """What holds for a case with these answers.

    definition: the elements of its version, with the words of its place.
    """
    branches = read(definition)
    return chosen(branches, situation)


def read(definition: Row) -> Branches:
    """Every branch of a version, in their order.

    A version of before has one: what held for all.
    """
    rows = definition.get(KEY)
    if not rows:
        before = as_before(definition)
        return ((NOTHING, before),)
    branches = []
    for row in rows:
        when = row.get("when") or NOTHING
        terms = _terms(row, definition)
        branches.append((when, terms))
    return tuple(branches)


def chosen(branches: Branches, situation: Situation) -> Terms:
    """The first branch that these answers meet.

    Raises LookupError where no branch is for all others.
    """
    for when, terms in branches:
        if _meets(situation, when):
            return terms
    raise LookupError("没有一条时限规则合得上这件的办理情形")


def _meets(situation: Situation, when: Row) -> bool:
    """Whether the answers are those that a branch is for."""
    for question, answer in when.items():
        if situation.get(question) != answer:
            return False
    return True


def _terms(row: Row, definition: Row) -> Terms:
    """One branch, with the promise and the publicity of the place.

    What is only reported is not accepted.
    """
    report = bool(row.get("report"))
    accept = NOTHING if report else _of(row, "accept")
    statute = _statute(_of(row, "statute"))
    promise = promise_of(definition, statute)
    return Terms(
        rule=row["rule"],
        report=report,
        accept=_span(accept),
        at_silence=accept.get("silence"),
        accept_basis=_basis(accept),
        correction=_correcting(row["correction"]),
        promise=promise,
        promise_from_acceptance=_from_acceptance(promise, statute),
        statute=statute,
        extension=_longer(_of(row, "extension")),
        stops=_stops(row.get("stops") or ()),
        suspends=_suspends(row.get("suspends") or ()),
        suspended_by=_approving(_of(row, "suspended_by")),
        restarts=_restarts(row.get("restarts") or ()),
        shorter=_shorter(_of(row, "shorter")),
        publicity=_publicity(_of(row, "publicity"), _of(definition, "publicity")),
        on_site=_on_site(_of(row, "on_site")),
        silence=_silence(_of(row, "silence")),
        deliver=_span(_of(row, "deliver")),
        deliver_after=row.get("deliver_after") or "",
        stages=_stages(row.get("stages") or ()),
        rights=_rights(row.get("rights") or ()),
    )


def _of(row: Row, key: str) -> Row:
    """What stands under a key; NOTHING where it is null or not there."""
    return row.get(key) or NOTHING


def _span(row: Row) -> Span | None:
    """The length that a row names.

    None where it names none, and where somebody names the day later.
    """
    days = row.get("days")
    if days is None:
        return None
    return Span(days, row["unit"])


def _basis(row: Row) -> str:
    """What a row rests on; an item calls it its article."""
    return row.get("basis") or row.get("article") or ""


def _from_acceptance(promise: Span, statute: Statute | None) -> bool:
    """Whether the promise is the whole of a statute that runs from acceptance.

    A place that promises less is counted from the papers again.
    """
    if statute is None:
        return False
    return statute.start in ACCEPTANCE and statute.span == promise


def _statute(row: Row) -> Statute | None:
    """None where the law names no term."""
    span = _span(row)
    if span is None:
        return None
    return Statute(span, row["from"], _basis(row))


def _correcting(row: Row) -> Correcting:
    """The notice of what is missing."""
    answer = _span(row["answer"])
    restarts = tuple(row["restarts"])
    return Correcting(answer or ANSWERED_WITHIN, row["unanswered"], restarts, _basis(row))


def _longer(row: Row) -> Longer | None:
    """None where nobody may lengthen the term."""
    if not row:
        return None
    span = _span(row)
    why = row.get("why") or ""
    return Longer(span, row["by"], row["whose"], why, _basis(row))


def _stops(rows: Rows) -> dict[str, Stopping]:
    """By kind.

    A stop that names no clocks stops promise and statute.
    """
    stops = {}
    for row in rows:
        kind = row["kind"]
        clocks = row.get("clocks") or CLOCKS
        most = _of(row, "most")
        notice_before = _of(row, "notice_before")
        stops[kind] = Stopping(
            kind=kind,
            label=row["label"],
            most=_span(most),
            clocks=tuple(clocks),
            notice_before=_span(notice_before),
            other_chair=bool(row.get("other_chair")),
            basis=_basis(row),
        )
    return stops


def _suspends(rows: Rows) -> dict[str, Suspending]:
    """By cause.

    One with `words` is to be described by whoever suspends.
    """
    causes = {}
    for row in rows:
        cause = row["cause"]
        words = bool(row.get("words"))
        causes[cause] = Suspending(cause, row["label"], words, _basis(row))
    return causes


def _approving(row: Row) -> Approving | None:
    """None where whoever reviews suspends by himself."""
    if not row:
        return None
    return Approving(row["by"], row["whose"])


def _restarts(rows: Rows) -> dict[str, Restarting]:
    """By event.

    Each with the day from which it counts, in the words of the law.
    """
    events = {}
    for row in rows:
        event = row["event"]
        start = row["from"]
        events[event] = Restarting(event, row["label"], start, _basis(row))
    return events


def _shorter(row: Row) -> Shorter | None:
    """None where the term is never shorter."""
    span = _span(row)
    if span is None:
        return None
    return Shorter(span, row["why"], _basis(row))


def _publicity(row: Row, of_place: Row) -> Publicity | None:
    """公示 as the rule has it in the place, None where it has none."""
    there = in_place(row, of_place)
    span = _span(there)
    if span is None:
        return None
    stops = there.get("stops") or ()
    answer = _span(there["answer"])
    return Publicity(
        span=span,
        stops=tuple(stops),
        answer=answer or span,
        review=_span(_of(there, "review")),
        basis=_basis(there),
    )


def _on_site(row: Row) -> OnSite | None:
    """None where no law has it checked on the spot."""
    if not row:
        return None
    return OnSite(row["officers"], _basis(row))


def _silence(row: Row) -> Silence | None:
    """None where silence decides nothing."""
    if not row:
        return None
    timely = _of(row, "timely")
    return Silence(
        span=_span(row),
        start=row.get("from") or "",
        before=row.get("before") or "",
        timely=_span(timely),
        effect=row["effect"],
        basis=_basis(row),
    )


def _stages(rows: Rows) -> tuple[Stage, ...]:
    """In the order in which they follow each other."""
    stages = []
    for row in rows:
        span = Span(row["days"], row["unit"])
        start = row["from"]
        stage = Stage(row["name"], span, start, row["place"], _basis(row))
        stages.append(stage)
    return tuple(stages)


def _rights(rows: Rows) -> tuple[Right, ...]:
    """What the parties may do when a time has passed."""
    rights = []
    for row in rows:
        start = row.get("from") or ""
        clock = row.get("at") or ""
        right = Right(_span(row), start, clock, row["effect"], _basis(row))
        rights.append(right)
    return tuple(rights)
