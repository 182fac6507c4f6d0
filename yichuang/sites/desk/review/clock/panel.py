"""The dates of a case: how much is left of each, how long each is, and what changed them.

The sentences are the template's.
"""

from dataclasses import dataclass
from datetime import date, datetime

from yichuang.cases.models import Case, TermChange
from yichuang.cases.queries.clocks import Clocks
from yichuang.cases.queries.term_facts import is_settled
from yichuang.cases.rules.clocks import PROMISE, STATUTE
from yichuang.cases.rules.flags import DEEMED, DELIVERED_LATE, HEARD_LATE
from yichuang.cases.rules.states import BEFORE_DECISION, FRONT
from yichuang.cases.rules.term_changes import EXTENSION, RESTART, SHORTER
from yichuang.cases.rules.terms import Right, Span, Terms
from yichuang.core.clock import local
from yichuang.reference import queries as reference
from yichuang.reference.rules.deadlines import count
from yichuang.sites.ui.wording import cnday

SOON = 3  # days before the last one on which it is pressing
BARE = {"自然日": "{}天", "年": "{}年"}


@dataclass(frozen=True)
class Left:
    """How much is left until a last day, as `status` of the kit takes it."""

    state: str
    words: str


@dataclass(frozen=True)
class Restart:
    """A day from which the terms are counted anew, and what it was."""

    on: date
    label: str
    basis: str


@dataclass(frozen=True)
class Panel:
    """The dates of one case as they stand now."""

    case: Case
    clocks: Clocks
    now: datetime

    @property
    def terms(self) -> Terms:
        """What holds for the case."""
        return self.clocks.terms

    @property
    def is_deemed(self) -> bool:
        """Whether the law accepted the case, since nobody answered."""
        return DEEMED in self.case.flags

    @property
    def is_heard_late(self) -> bool:
        """Whether it was accepted after the last day."""
        return HEARD_LATE in self.case.flags

    @property
    def is_delivered_late(self) -> bool:
        """Whether the result came after the last day."""
        return DELIVERED_LATE in self.case.flags

    @property
    def is_accepted(self) -> bool:
        """Whether it was said in a term of its own that the case is accepted."""
        if self.case.accepted_at is None:
            return False
        return self._has_acceptance

    @property
    def acceptance(self) -> Left | None:
        """What is left for saying whether the case is accepted.

        None where it was said, or nothing is to be accepted.
        """
        term = self.clocks.accept
        if self.case.accepted_at or not self._has_acceptance:
            return None
        if self.case.state not in BEFORE_DECISION:
            return None
        stands = self.case.paused_since is not None
        return self._left(term.due, stands=stands)

    @property
    def promise(self) -> Left:
        """What is left of the promise."""
        last = local(self.case.due_at)
        return self._of_decision(last.date())

    @property
    def statute(self) -> Left | None:
        """What is left of the law's term.

        None where there is none.
        """
        term = self.clocks.statute
        if term is None:
            return None
        return self._of_decision(term.due)

    @property
    def silence(self) -> Left | None:
        """What is left until silence decides.

        None where it does not.
        """
        last = self.clocks.decides_on
        if last is None or not self.case.open:
            return None
        return self._of_decision(last)

    @property
    def delivery(self) -> date | None:
        """The last day for delivering the result.

        Before the decision, as if that came on the last day of the
        promise. None where no term runs.
        """
        if self.case.deliver_by:
            return self.case.deliver_by
        span = self.terms.deliver
        if span is None or not self.terms.deliver_after:
            return None
        if not self.case.open:
            return None
        promised = local(self.case.due_at)
        calendar = reference.calendar(self.case.region_id)
        term = count(promised.date(), span.days, span.unit, [], calendar)
        return term.due

    @property
    def promise_begins(self) -> str:
        """From what the promise runs, in the law's words."""
        return self.clocks.starts[PROMISE]

    @property
    def statute_begins(self) -> str:
        """From what the law's term runs, in its words."""
        return self.clocks.starts[STATUTE]

    @property
    def lengths(self) -> dict[str, str]:
        """How long each term is, in words.

        "" for what the rule does not have.
        """
        terms = self.terms
        lengths = {
            "accept": in_words(terms.accept),
            "promise": in_words(terms.promise),
            "deliver": in_words(terms.deliver),
            "statute": "",
            "longer": "",
        }
        if terms.statute:
            lengths["statute"] = in_words(terms.statute.span)
        if terms.extension:
            lengths["longer"] = in_words(terms.extension.span)
        if terms.shorter:
            lengths["shorter"] = in_words(terms.shorter.span)
        return lengths

    @property
    def is_clear(self) -> bool:
        """Whether the shorter statute of the rule holds."""
        return self._change(SHORTER) is not None

    @property
    def extension(self) -> TermChange | None:
        """The extension that holds, or waits for its grant; None for none."""
        return self._change(EXTENSION)

    @property
    def is_longer(self) -> bool:
        """Whether the extension holds."""
        extension = self.extension
        return extension is not None and is_settled(extension)

    @property
    def restarts(self) -> list[Restart]:
        """From which days the terms were counted anew, the first first."""
        restarts = []
        for change in self.clocks.changes:
            if change.kind != RESTART:
                continue
            label = change.cause
            row = self.terms.restarts.get(change.cause)
            if row:
                label = row.label
            restart = Restart(change.on_day, label, change.basis)
            restarts.append(restart)
        return restarts

    @property
    def rights(self) -> list[Right]:
        """What a party may do once the law's term is over."""
        return [right for right in self.terms.rights if right.at == STATUTE]

    @property
    def _has_acceptance(self) -> bool:
        """Whether a term runs for saying so.

        Not for what is done at once, and not for versions that froze no
        rule.
        """
        if self.clocks.accept is None or self.case.instant:
            return False
        return bool(self.terms.rule)

    def _change(self, kind: str) -> TermChange | None:
        """The change of the terms of this kind.

        None where there is none.
        """
        for change in self.clocks.changes:
            if change.kind == kind:
                return change
        return None

    def _of_decision(self, last: date) -> Left:
        """What is left of a term by which the case is decided.

        Its clock does not stand while acceptance alone waits.
        """
        if not self.case.open:
            return Left("closed", cnday(last))
        stands = self.case.paused_since is not None
        if self.case.state in FRONT:
            stands = False
        return self._left(last, stands=stands)

    def _left(self, last: date, *, stands: bool) -> Left:
        """What is left until a last day.

        stands: its clock is stopped now.
        """
        today = local(self.now)
        days = (last - today.date()).days
        day = cnday(last)
        if stands:
            return Left("paused", f"停着，现在算到{day}")
        if days < 0:
            return Left("late", f"{day}，过了{-days}天")
        if days == 0:
            return Left("soon", f"{day}，就是今天")
        state = "doing"
        if days <= SOON:
            state = "soon"
        return Left(state, f"{day}，还有{days}天")


def in_words(span: Span | None) -> str:
    """10个工作日, 60天, 3个月.

    "" for none.
    """
    if span is None:
        return ""
    words = BARE.get(span.unit)
    if words:
        return words.format(span.days)
    return f"{span.days}个{span.unit}"
