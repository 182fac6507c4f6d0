"""Whether the clock of a case runs: the one rule behind alarms, lists, figures and reports."""

from datetime import datetime

from django.db.models import Q

SQL = "paused_since is null"  # the clock runs: for lists in plain SQL


def clock_stands() -> Q:
    """A filter on Case: a pause lasts (rules/pauses.py), as while the applicant was asked for papers and has not
    answered. A further notice for what was visible before stops no clock (行政许可法 32(四))."""
    return Q(paused_since__isnull=False)


def overdue(now: datetime) -> Q:
    """A filter on Case: open, the clock running, past the due moment."""
    return Q(open=True, due_at__lt=now) & ~clock_stands()
