"""Writes of reference data: which calendar of each year was loaded last."""

from datetime import datetime

from django.db import transaction

from yichuang.core import jobs

from . import tables
from .models import CalendarYear


@transaction.atomic
def remember_calendars(*, now: datetime) -> list[int]:
    """Write down which calendar of each year is loaded; what a new or changed one moves is counted anew.

    Returns those years. A database that knows none yet is filled for the
    first time: nothing was counted by another.
    """
    known = dict(CalendarYear.objects.values_list("year", "digest"))
    changed = []
    for pack in tables.year_packs():
        year = pack["year"]
        digest = tables.digests()[year]
        if known.get(year) == digest:
            continue
        values = {"digest": digest, "provisional": pack["provisional"], "loaded_at": now}
        CalendarYear.objects.update_or_create(year=year, defaults=values)
        if known:
            changed.append(year)
    for year in changed:
        jobs.defer("cases.recount_year", year=year)
    return changed
