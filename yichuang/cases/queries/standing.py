"""Whether the clock of a case runs: the one rule behind alarms, lists, figures and reports."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from yichuang.cases.models import Correction
from yichuang.cases.rules.states import WAITING

SQL = (
    "(not state = any(%s) or not exists (select 1 from cases_correction c where c.case_id = cases_case.id"
    " and c.answered_at is null and c.stops_clock))"
)  # the same for lists in plain SQL: the clock runs; its one argument is a list of WAITING


def clock_stands() -> Q:
    """A filter on Case: the applicant was asked for papers and has not answered. A further notice for what was
    visible before stops no clock (行政许可法 32(四))."""
    return Q(state__in=WAITING) & Q(
        Exists(Correction.objects.filter(case=OuterRef("pk"), answered_at=None, stops_clock=True))
    )


def overdue(now: datetime) -> Q:
    """A filter on Case: open, the clock running, past the due moment."""
    return Q(open=True, due_at__lt=now) & ~clock_stands()
