"""What the night looks at: cases of which a time has passed.

Whoever does something with one looks again under its lock.
"""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from yichuang.cases.models import Case
from yichuang.cases.rules.states import BEFORE_DECISION, CORRECTING, FRONT
from yichuang.cases.rules.terms import MAY_SUE

# a frozen branch that opens a way to go on
_WITH_RIGHTS = [{"rights": [{}]}]
# one that does where nobody says whether the matter is accepted
_TO_SUE = [{"accept": {"silence": MAY_SUE}}]


def unheard(today: date) -> list[UUID]:
    """Cases whose last day for accepting them has passed.

    Nobody said anything of them, and their clock runs. The longest
    waiting come first; then those that a notice keeps which stopped no
    clock.
    """
    waiting = _running().filter(accept_by__lt=today).order_by("accept_by")
    at_front = waiting.filter(state__in=FRONT)
    in_breach = waiting.filter(state=CORRECTING)
    return [*_uuids(at_front), *_uuids(in_breach)]


def with_rights() -> list[UUID]:
    """Undecided cases of which a party may go on when a time has passed.

    Their versions say so; whether it has passed is asked of each.
    """
    by_rule = Q(version__definition__terms__contains=_WITH_RIGHTS)
    unheard_ones = Q(version__definition__terms__contains=_TO_SUE)
    undecided = _running().filter(state__in=BEFORE_DECISION)
    cases = undecided.filter(by_rule | unheard_ones)
    in_order = cases.order_by("received_at")
    return _uuids(in_order)


def silent(today: date) -> list[UUID]:
    """Undecided cases of which silence has decided.

    The end of a licence waits for nothing, so that those are among them
    whose clock stands.
    """
    cases = Case.objects.filter(open=True, decides_on__lt=today)
    undecided = cases.filter(state__in=BEFORE_DECISION)
    in_order = undecided.order_by("decides_on")
    return _uuids(in_order)


def _running() -> QuerySet[Case]:
    """Open cases whose clock does not stand."""
    cases = Case.objects.filter(open=True)
    return cases.filter(paused_since__isnull=True)


def _uuids(cases: QuerySet[Case]) -> list[UUID]:
    """Their uuids, in their order."""
    uuids = cases.values_list("uuid", flat=True)
    return list(uuids)
