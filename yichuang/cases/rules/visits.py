"""When somebody has come once more: a visit is one person, in one hall, on one day. Pure.

All that is done in one sitting is one visit. Another person, another hall
or another day is another one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from yichuang.cases.rules.collecting import AGENT, APPLICANT
from yichuang.cases.rules.parties import BROUGHT_BY

# steps for which somebody stands at the window; of the others it is not written down who did
BRINGING = ("submit", "answer_correction")
BY_AGENT = "by_agent"
UNKNOWN = ""


@dataclass(frozen=True)
class Stood:
    """Somebody stood somewhere.

    who: in the words of the trail, UNKNOWN where it does not say so.
    unit: the primary key of the hall's; None where no officer was there.
    """

    who: str
    unit: int | None
    day: date

    @property
    def sitting(self) -> tuple[int | None, date]:
        """The hall and the day."""
        return self.unit, self.day


def is_another(earlier: Iterable[Stood], stood: Stood) -> bool:
    """Whether it is a visit of its own.

    Whoever is not named is whoever was there.
    earlier: who stood where before, of the same case.
    """
    names = {before.who for before in earlier if before.sitting == stood.sitting}
    if not names:
        return True
    known = names - {UNKNOWN}
    if not known or stood.who == UNKNOWN:
        return False
    return stood.who not in known


def who_stood(kind: str, step: Mapping[str, Any], form: Mapping[str, Any] | None) -> str:
    """Who stood at the window for a step of the trail.

    kind, step: of the step, and what the trail tells of it.
    form: of a person's case; None of a unit's, whose handlers are many.
    """
    named = step.get(BROUGHT_BY) or step.get("by")
    if named:
        return named
    if form is None or kind not in BRINGING:
        return UNKNOWN
    if kind == "submit" and form.get(BY_AGENT) == "yes":
        return AGENT
    return APPLICANT
