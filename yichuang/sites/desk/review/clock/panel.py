"""The dates of a case as rows: acceptance, promise, law, delivery, and what silence means, each with its reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yichuang.cases.models import Case, TermChange
from yichuang.cases.queries.clocks import Clocks
from yichuang.cases.queries.term_facts import is_settled
from yichuang.cases.rules.clocks import PROMISE, STATUTE
from yichuang.cases.rules.flags import DEEMED, DELIVERED_LATE, HEARD_LATE
from yichuang.cases.rules.pauses import ACCEPTANCE
from yichuang.cases.rules.states import BEFORE_DECISION, FRONT
from yichuang.cases.rules.term_changes import EXTENSION, RESTART
from yichuang.cases.rules.terms import BY_HEAD, Longer, Span
from yichuang.core.clock import local
from yichuang.reference import queries as reference
from yichuang.reference.rules.deadlines import count
from yichuang.sites.ui.wording import cnday

NATURAL = "自然日"
SOON = 3  # days before the last one on which it is pressing
Row = dict[str, Any]


@dataclass(frozen=True)
class Panel:
    """The dates of one case as they stand now."""

    case: Case
    clocks: Clocks
    now: datetime

    @property
    def today(self) -> date:
        return local(self.now).date()

    @property
    def is_stopped(self) -> bool:
        """Whether the clocks of the decision stand, not that of acceptance alone."""
        return self.case.paused_since is not None and self.case.state not in FRONT

    def rows(self) -> list[Row]:
        """Each date: name, state of the kit, its words, and the sentences that explain it."""
        rows = [self._acceptance(), self._promise(), self._statute(), self._delivery()]
        rows.append(self._silence())
        return [row for row in rows if row]

    def _acceptance(self) -> Row | None:
        """By when it is said whether the case is accepted, or when it was."""
        term = self.clocks.accept
        terms = self.clocks.terms
        accepted_at = self.case.accepted_at
        if terms.accept is None or term is None:
            return None
        basis = terms.accept_basis
        if self.is_deemed:
            why = f"{cnday(term.due)}到期没告知，从收到那天起就是受理（{basis}）"
            return _row("受理", "done", "视为受理", [why])
        length = f"{_span(terms.accept)}内告知，最晚{cnday(term.due)}（{basis}）"
        if accepted_at:
            late = []
            if HEARD_LATE in self.case.flags:
                late.append("过了最后一天才受理，记了一次")
            accepted = cnday(local(accepted_at))
            return _row("受理", "done", f"{accepted}受理", [length, *late])
        if self.case.state not in BEFORE_DECISION:
            return None
        state, words = self._left(term.due, is_stopped=self.case.paused_since is not None)
        silent = []
        if terms.at_silence:
            silent.append(f"到期没告知：{terms.at_silence}")
        return _row("受理", state, words, [length, *silent])

    def _promise(self) -> Row:
        """What we promise, and from when it was counted."""
        last = local(self.case.due_at).date()
        state, words = self._of_open(last)
        length = f"{_span(self.clocks.terms.promise)}，{self._from(PROMISE)}"
        if self.clocks.terms.promise.days == 0:
            length = "当场办"
        why = [length, *self._moved()]
        if self.clocks.provisional:
            why.append("明年的放假安排还没公布，日期先按惯例算")
        return _row("承诺", state, words, why)

    def _statute(self) -> Row:
        """What the law says, and by whom it may be made longer."""
        term = self.clocks.statute
        statute = self.clocks.terms.statute
        if term is None or statute is None:
            return _row("法定", "unknown", "没有法定期限", [])
        state, words = self._of_open(term.due)
        shorter = self.clocks.terms.shorter
        length = _span(statute.span)
        if shorter and self.is_clear:
            length = f"{shorter.why}，{_span(shorter.span)}"
        why = [f"{length}，{self._from(STATUTE)}（{statute.article}）"]
        longer = self.clocks.terms.extension
        if longer:
            why.append(self._longer(longer))
        for right in self.clocks.terms.rights:
            if right.at == STATUTE:
                why.append(f"过了这天，当事人{right.effect}（{right.basis}）")
        return _row("法定", state, words, why)

    @property
    def is_deemed(self) -> bool:
        """Whether the law accepted the case, since nobody answered."""
        return DEEMED in self.case.flags

    @property
    def is_clear(self) -> bool:
        """Whether the shorter statute of the rule holds."""
        return any(change.kind not in (EXTENSION, RESTART) for change in self.clocks.changes)

    def _longer(self, longer: Longer) -> str:
        """Whether the statute was made longer, or by whom it may be."""
        change = self._extension()
        if change and is_settled(change):
            return f"依法延长过一次（{longer.basis}）"
        if change:
            return "提请了延期，等批准"
        if longer.span is None:
            return f"{longer.whose}同意的，可以延长1次（{longer.basis}）"
        who = f"，由{longer.whose}批准" if longer.by == BY_HEAD else ""
        return f"可以延长1次，{_span(longer.span)}{who}（{longer.basis}）"

    def _extension(self) -> TermChange | None:
        for change in self.clocks.changes:
            if change.kind == EXTENSION:
                return change
        return None

    def _delivery(self) -> Row | None:
        """By when the result is delivered; before the decision, as if it came on the last day of the promise."""
        terms = self.clocks.terms
        if terms.deliver is None or not terms.deliver_after:
            return None
        why = f"{terms.deliver_after}后{_span(terms.deliver)}"
        last = self.case.deliver_by
        if last:
            if DELIVERED_LATE in self.case.flags:
                return _row("送达", "late", f"{cnday(last)}，超过了", [why])
            return _row("送达", "doing", f"{cnday(last)}前", [why])
        if not self.case.open:
            return None
        calendar = reference.calendar(self.case.region_id)
        promised = local(self.case.due_at).date()
        term = count(promised, terms.deliver.days, terms.deliver.unit, [], calendar)
        return _row("送达", "todo", cnday(term.due), [f"{why}，照承诺那天算的"])

    def _silence(self) -> Row | None:
        """What it means that nothing is decided in time."""
        last = self.clocks.decides_on
        silence = self.clocks.terms.silence
        if last is None or silence is None or not self.case.open:
            return None
        state, words = self._of_open(last)
        return _row(
            "不决定", state, words, [f"过了这天没有决定，{silence.effect}（{silence.basis}）"]
        )

    def _moved(self) -> list[str]:
        """What changed the terms of the case, each in a sentence."""
        sentences = []
        for change in self.clocks.changes:
            if change.kind == RESTART:
                restarting = self.clocks.terms.restarts.get(change.cause)
                label = restarting.label if restarting else change.reason
                sentences.append(f"{cnday(change.on_day)}重新起算：{label}（{change.basis}）")
            if change.kind == EXTENSION and is_settled(change):
                sentences.append(f"延长到{cnday(change.until)}：{change.reason}")
        return sentences

    def _from(self, clock: str) -> str:
        """From what a clock runs, in the law's words."""
        return f"从{self.clocks.starts[clock]}起"

    def _of_open(self, last: date) -> tuple[str, str]:
        """(state of the kit, words) of a day by which the case is decided."""
        if not self.case.open:
            return "closed", cnday(last)
        return self._left(last, is_stopped=self.is_stopped)

    def _left(self, last: date, *, is_stopped: bool) -> tuple[str, str]:
        """(state of the kit, words) of a last day."""
        days = (last - self.today).days
        day = cnday(last)
        if is_stopped:
            return "paused", f"停着，现在算到{day}"
        if days < 0:
            return "late", f"{day}，过了{-days}天"
        if days == 0:
            return "soon", f"{day}，就是今天"
        state = "soon" if days <= SOON else "doing"
        return state, f"{day}，还有{days}天"


def stands(case: Case, clocks: Clocks) -> list[Mapping[str, Any]]:
    """What stopped a clock and on which days, the last first; the one that lasts is shown apart."""
    rows = []
    for stop in reversed(clocks.stood):
        names = "受理期限" if stop.clocks == ACCEPTANCE else ""
        if case.paused_since and stop.first == case.paused_since:
            continue
        rows.append({"first": stop.first, "last": stop.last, "why": stop.why, "clocks": names})
    return rows


def _span(span: Span) -> str:
    """10个工作日, 60天, 3个月."""
    if span.unit == NATURAL:
        return f"{span.days}天"
    if span.unit == "年":
        return f"{span.days}年"
    return f"{span.days}个{span.unit}"


def _row(name: str, state: str, words: str, why: list[str]) -> Row:
    return {"name": name, "state": state, "words": words, "why": why}
