"""When a case stood and why, as its readers are told it: also while it waited for its applicant."""

from dataclasses import dataclass
from datetime import date

from yichuang.cases.models import Case, Pause
from yichuang.cases.queries.pauses import PUBLICITY, label_of
from yichuang.cases.rules.pauses import KINDS
from yichuang.cases.rules.terms import Terms

SUSPENDED = "suspended"
BEFORE_ACCEPTANCE = "before_acceptance"


@dataclass(frozen=True)
class Stand:
    """One pause.

    kind: a code of rules/pauses.py.
    label: by the rule of the case; reason: as somebody typed it.
    last: None while it lasts.
    planned: the end that was told, for a suspension the one expected.
    """

    kind: str
    label: str
    reason: str
    basis: str
    first: date
    last: date | None
    planned: date | None

    @property
    def lasts(self) -> bool:
        """Whether it is not over."""
        return self.last is None

    @property
    def restarts(self) -> bool:
        """Whether the terms begin anew with its end."""
        return KINDS[self.kind].restarts

    @property
    def is_planned(self) -> bool:
        """Whether its end is ours to name."""
        if self.planned is None or self.restarts:
            return False
        return self.kind != SUSPENDED

    @property
    def in_public(self) -> bool:
        """Whether it is for 公示."""
        return self.kind == PUBLICITY

    def until(self, today: date) -> date:
        """Its last day; of one that lasts the planned one, and today where that is over."""
        if self.last:
            return self.last
        if self.planned:
            return max(self.planned, today)
        return today


def of_case(case: Case, terms: Terms) -> tuple[Stand, ...]:
    """Every pause of a case, the first first. One read.

    One that ended on the day of its notice stopped nothing, and is none.
    """
    pauses = Pause.objects.filter(case_id=case.pk)
    in_order = pauses.order_by("from_on", "pk")
    stands = []
    for pause in in_order:
        if pause.until_on and pause.until_on < pause.from_on:
            continue
        stand = Stand(
            kind=pause.kind,
            label=label_of(pause, terms),
            reason=pause.reason,
            basis=pause.basis,
            first=pause.from_on,
            last=pause.until_on,
            planned=pause.planned_until,
        )
        stands.append(stand)
    return tuple(stands)


def lasting(stands: tuple[Stand, ...]) -> Stand | None:
    """The one that is not over; None while every clock runs."""
    for stand in stands:
        if stand.lasts:
            return stand
    return None
