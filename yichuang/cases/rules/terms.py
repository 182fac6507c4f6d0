"""The terms of a case as values: what the rule that its version froze says of every clock. Pure.

A version keeps the rules of packs/catalogue/terms.yaml that fit its item, the item's own limits laid in; the answers of
the case choose one of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

# what follows when nothing is said in time
DEEMED_ACCEPTED, MAY_SUE = "视为受理", "可以起诉"
# what becomes of an application whose correction nobody answers
RETURNED, GIVEN_UP = "退件", "视为放弃"
# who makes a term longer
BY_HEAD, BY_PARTIES = "head", "parties"
# after which decision the result is to be delivered within a term
IF_GRANTED, WHATEVER_DECIDED = "准予", "决定"


@dataclass(frozen=True)
class Span:
    """A length of time. unit: 工作日, 自然日, 月 or 年."""

    days: int
    unit: str


@dataclass(frozen=True)
class Statute:
    """The term of the law for deciding.

    start: from when it runs, as the law says it: 收到申请, 收齐材料, 受理.
    article: the provision.
    """

    span: Span
    start: str
    article: str


@dataclass(frozen=True)
class Correcting:
    """The notice of what is missing.

    answer: how long the applicant has.
    unanswered: RETURNED or GIVEN_UP.
    restarts: the clocks that begin anew with a complete answer.
    """

    answer: Span
    unanswered: str
    restarts: tuple[str, ...]
    basis: str


@dataclass(frozen=True)
class Longer:
    """An extension of the statute, once and before its last day.

    span: None where the parties name the day.
    by: BY_HEAD or BY_PARTIES.
    whose: whom the law names, in its words.
    why: what the law asks for, "" where it asks for nothing in particular.
    """

    span: Span | None
    by: str
    whose: str
    why: str
    basis: str


@dataclass(frozen=True)
class Stopping:
    """A stop with a planned end and a paper.

    most: the longest that is allowed, None for no bound.
    clocks: which stand: "accept", or "promise" and "statute".
    notice_before: how long before its day it must be told, None where
    nothing is said.
    other_chair: somebody else than the reviewer presides.
    """

    kind: str
    label: str
    most: Span | None
    clocks: tuple[str, ...]
    notice_before: Span | None
    other_chair: bool
    basis: str


@dataclass(frozen=True)
class Suspending:
    """A cause to wait whose end is not ours to name. words: it is to be described."""

    cause: str
    label: str
    words: bool
    basis: str


@dataclass(frozen=True)
class Approving:
    """Who has to approve that a case is suspended: role, and whom the law names, in its words."""

    by: str
    whose: str


@dataclass(frozen=True)
class Restarting:
    """An event from whose day promise and statute are counted anew. start: that day, in the words of the law."""

    event: str
    label: str
    start: str
    basis: str


@dataclass(frozen=True)
class Shorter:
    """A shorter statute, where whoever accepts finds that the law's condition holds. why: the condition."""

    span: Span
    why: str
    basis: str


@dataclass(frozen=True)
class Publicity:
    """公示 before a grant.

    stops: the clocks that stand meanwhile, none where it runs on the
    clock.
    answer: how long an objection may wait.
    review: what is left for the decision after it, None for nothing.
    """

    span: Span
    stops: tuple[str, ...]
    answer: Span
    review: Span | None
    basis: str


@dataclass(frozen=True)
class OnSite:
    """A check on the spot, and by how many officers at least."""

    officers: int
    basis: str


@dataclass(frozen=True)
class Silence:
    """What it means that nothing was decided in time.

    span, start: from when until when, None and "" where `before` bounds it.
    before: the field of the form with the day on which a licence ends.
    timely: how long before that day the application had to come.
    effect: in the words of the law.
    """

    span: Span | None
    start: str
    before: str
    timely: Span | None
    effect: str
    basis: str


@dataclass(frozen=True)
class Stage:
    """A part of the way with a term of its own. place: 本地 or 对方."""

    name: str
    span: Span
    start: str
    place: str
    basis: str


@dataclass(frozen=True)
class Right:
    """What a party may do when a time has passed; the case goes on.

    span, start: that time, None and "" where it is the last day of `at`.
    at: the clock after whose last day it begins, "" otherwise.
    """

    span: Span | None
    start: str
    at: str
    effect: str
    basis: str


@dataclass(frozen=True)
class Terms:
    """What holds for one case.

    rule: id of the rule.
    report: something is only reported: a receipt, and no clock.
    accept: how long until it is said whether it is accepted, None where
    nothing is to be accepted.
    at_silence: DEEMED_ACCEPTED, MAY_SUE or None.
    promise_from_acceptance: the promise is the whole of the law's term,
    which runs from acceptance.
    stops, suspends, restarts: by kind, cause and event.
    deliver: from a decision as `deliver_after` has it.
    """

    rule: str
    report: bool
    accept: Span | None
    at_silence: str | None
    accept_basis: str
    correction: Correcting
    promise: Span
    promise_from_acceptance: bool
    statute: Statute | None
    extension: Longer | None
    stops: Mapping[str, Stopping]
    suspends: Mapping[str, Suspending]
    suspended_by: Approving | None
    restarts: Mapping[str, Restarting]
    shorter: Shorter | None
    publicity: Publicity | None
    on_site: OnSite | None
    silence: Silence | None
    deliver: Span | None
    deliver_after: str
    stages: tuple[Stage, ...]
    rights: tuple[Right, ...]
