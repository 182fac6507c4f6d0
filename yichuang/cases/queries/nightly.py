"""What the night looks at: cases of which a time has passed.

Whoever does something with one looks again under its lock.
"""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from yichuang.cases.models import Case
from yichuang.cases.rules.states import BEFORE_DECISION, FRONT
from yichuang.cases.rules.terms import MAY_SUE

# a frozen branch that opens a way to go on, and one that does where nobody says whether it is accepted
_WITH_RIGHTS = [{"rights": [{}]}]
_TO_SUE = [{"accept": {"silence": MAY_SUE}}]


def unheard(today: date) -> list[UUID]:
    """Cases whose last day for accepting them has passed, and of which nobody said anything."""
    waiting = Case.objects.filter(open=True, state__in=FRONT, accept_by__lt=today)
    running = waiting.filter(paused_since__isnull=True)
    return _uuids(running.order_by("accept_by"))


def with_rights(today: date) -> list[UUID]:
    """Undecided cases of versions by which a party may go on when a time has passed."""
    opens = Q(version__definition__terms__contains=_WITH_RIGHTS)
    opens |= Q(version__definition__terms__contains=_TO_SUE)
    undecided = Case.objects.filter(opens, open=True, state__in=BEFORE_DECISION)
    running = undecided.filter(paused_since__isnull=True, received_at__date__lt=today)
    return _uuids(running.order_by("received_at"))


def silent(today: date) -> list[UUID]:
    """Undecided cases of which silence has decided."""
    undecided = Case.objects.filter(open=True, state__in=BEFORE_DECISION, decides_on__lt=today)
    return _uuids(undecided.order_by("decides_on"))


def _uuids(cases: QuerySet[Case]) -> list[UUID]:
    """Their uuids, in their order."""
    uuids = cases.values_list("uuid", flat=True)
    return list(uuids)
