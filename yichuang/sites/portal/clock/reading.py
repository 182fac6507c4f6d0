"""What is read of the clock of one case, once a page: its dates, what stood, what is shown in public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from yichuang.cases.models import Case, NoticeRow
from yichuang.cases.queries import clocks, publicised, stands, versions
from yichuang.cases.queries.cases import TrailStep
from yichuang.cases.queries.clocks import Clocks
from yichuang.cases.queries.stands import Stand
from yichuang.cases.queries.versions import Version
from yichuang.cases.rules import states
from yichuang.cases.rules.term_changes import MOVES_THE_DUE
from yichuang.cases.rules.terms import Terms
from yichuang.core.clock import SHANGHAI, local
from yichuang.reference import queries as reference
from yichuang.reference.rules.deadlines import NATURAL, UNITS, working_days_between

NOON = time(12)
# steps after which a clock may have stood: without one of them nobody looks for a pause
STOOD_SINCE = frozenset(
    {"ask_correction", "defer_acceptance", "begin_special", "suspend", "publicise"}
)


@dataclass(frozen=True)
class OnShow:
    """公示 of a case: its last list, and what was said against it.

    number: which of its days today is, 0 on the day it was put up.
    is_over: the list is down.
    """

    notice: UUID
    first: date
    last: date
    number: int
    is_over: bool
    objections: int
    answered: int

    @property
    def waiting(self) -> int:
        """How many objections nobody has answered."""
        return self.objections - self.answered


@dataclass(frozen=True)
class Move:
    """A step that moved the day by which the case is done."""

    kind: str
    before: date
    after: date


@dataclass(frozen=True)
class Reading:
    """The clock of a case as its pages have it.

    answer: its dates; of a stop with a planned end as they are once that
    end has come.
    stood: every pause; standing: the one that lasts.
    last: by when it is done, None while nobody can say.
    named: whoever reads may read what an officer typed.
    """

    case: Case
    version: Version
    answer: Clocks
    stood: tuple[Stand, ...]
    standing: Stand | None
    on_show: OnShow | None
    steps: tuple[TrailStep, ...]
    last: date | None
    now: datetime
    named: bool

    @property
    def terms(self) -> Terms:
        """What holds for it."""
        return self.answer.terms

    @property
    def today(self) -> date:
        """The day on which the page is read."""
        return local(self.now).date()

    @property
    def moved(self) -> Move | None:
        """The last step that moved the day; None where none did."""
        for step in reversed(self.steps):
            before = step.told.get("from")
            after = step.told.get("to")
            is_move = step.kind in MOVES_THE_DUE and before != after
            if is_move and before and after:
                return Move(step.kind, date.fromisoformat(before), date.fromisoformat(after))
        return None

    def step_of(self, *kinds: str) -> TrailStep | None:
        """The last step of one of these kinds; None where there was none."""
        for step in reversed(self.steps):
            if step.kind in kinds:
                return step
        return None


def read(case: Case, now: datetime, steps: Iterable[TrailStep], named: bool = False) -> Reading:
    """The clock of a case. One read, another where it ever stood, up to three more where its terms changed or it is
    publicised.

    steps: its trail.
    """
    version = versions.of_case(case)
    terms = version.terms_in(case.situation)
    trail = tuple(steps)
    stood = _stood(case, terms, trail)
    standing = stands.lasting(stood)
    answer = clocks.clocks_of(case, _counted_until(standing, now))
    return Reading(
        case=case,
        version=version,
        answer=answer,
        stood=stood,
        standing=standing,
        on_show=_on_show(case, terms, now),
        steps=trail,
        last=_last(case, answer, standing),
        now=now,
        named=named,
    )


def _stood(case: Case, terms: Terms, trail: tuple[TrailStep, ...]) -> tuple[Stand, ...]:
    """Every pause of a case.

    Most have none, and are not asked.
    """
    for step in trail:
        if step.kind in STOOD_SINCE:
            return stands.of_case(case, terms)
    return ()


def _counted_until(standing: Stand | None, now: datetime) -> datetime:
    """Until when a pause that lasts is counted: to the end that was told, and to today where it has none ahead."""
    today = local(now).date()
    if standing is None or not standing.is_planned:
        return now
    if standing.planned is None or standing.planned <= today:
        return now
    return datetime.combine(standing.planned, NOON, tzinfo=SHANGHAI)


def _last(case: Case, answer: Clocks, standing: Stand | None) -> date | None:
    """By when it is done; None while that rests with somebody else."""
    if standing is None:
        return local(case.due_at).date()
    if not standing.is_planned:
        return None
    if standing.kind == stands.BEFORE_ACCEPTANCE:
        return None
    last = answer.promise.due
    if answer.statute:
        last = min(last, answer.statute.due)
    return last


def _on_show(case: Case, terms: Terms, now: datetime) -> OnShow | None:
    """公示 that stands, or whose objections wait; None for all other cases."""
    if case.state not in states.IN_REVIEW or terms.publicity is None:
        return None
    row = publicised.rows_of(case).first()
    if row is None or row.left_out_why:
        return None
    times = publicised.about(case).filter(notice=row.notice).values_list("answered_at", flat=True)
    answers = list(times)
    answered = [answer for answer in answers if answer]
    if row.ended and len(answered) == len(answers):
        return None
    return OnShow(
        notice=row.notice.uuid,
        first=row.notice.from_on,
        last=row.notice.until_on,
        number=_number(case, row, terms, now),
        is_over=row.ended,
        objections=len(answers),
        answered=len(answered),
    )


def _number(case: Case, row: NoticeRow, terms: Terms, now: datetime) -> int:
    """Which day of its list today is."""
    today = local(now).date()
    first = row.notice.from_on
    if terms.publicity and UNITS[terms.publicity.span.unit] == NATURAL:
        return (today - first).days
    return working_days_between(first, today, reference.calendar(case.region_id))
