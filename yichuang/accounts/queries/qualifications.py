"""Which items officers may accept.

A row for each item, with its first and its last day.
"""

from collections.abc import Iterable
from datetime import date

from django.db.models import Count, QuerySet, TextField

from yichuang.core.clock import today
from yichuang.core.prepared import Among, Prepared, Told

from ..models import Officer, Qualification
from .roles import TOLD_DAY, TOLD_OFFICER, TOLD_OFFICERS, in_force

_ITEM = Told("item", TextField())


def _of_item() -> QuerySet[Qualification]:
    """Who may accept the told item on the told day."""
    return Qualification.objects.filter(in_force(TOLD_DAY), item_code=_ITEM)


@Prepared
def _one_qualified() -> QuerySet[Qualification]:
    """The prepared read of `qualified`."""
    rows = _of_item().filter(officer_id=TOLD_OFFICER)
    return rows.values_list("pk")[:1]


def qualified(officer: Officer, item_code: str, on: date | None = None) -> bool:
    """Whether the officer may accept an item on the day.

    item_code: its 12 digits.
    on: the day, today when not given.
    """
    day = on or today()
    rows = _one_qualified(officer=officer.pk, item=item_code, day=day)
    return bool(rows)


def qualified_items(officer: Officer, on: date | None = None) -> frozenset[str]:
    """The 12-digit codes of all items that the officer may accept.

    on: the day, today when not given.
    """
    day = on or today()
    rows = officer.qualifications.filter(in_force(day))
    codes = rows.values_list("item_code", flat=True)
    return frozenset(codes)


def qualified_counts(officers: Iterable[Officer], on: date) -> dict[int, int]:
    """How many items each of these officers may accept on the day.

    Primary key of the officer → the number. Who may accept none is left
    out. One read.
    """
    rows = Qualification.objects.filter(in_force(on), officer__in=list(officers))
    by_officer = rows.order_by().values_list("officer_id")
    items = Count("item_code", distinct=True)
    return dict(by_officer.annotate(items))


@Prepared
def _several_qualified() -> QuerySet[Qualification]:
    """The prepared read of `qualified_among`."""
    among_them = Among("officer_id", TOLD_OFFICERS)
    rows = _of_item().filter(among_them)
    return rows.values_list("officer_id", flat=True)


def qualified_among(officers: Iterable[Officer], item_code: str, on: date) -> frozenset[int]:
    """Those of the officers who may accept an item on the day, by primary key.

    item_code: its 12 digits.
    """
    officer_ids = [officer.pk for officer in officers]
    rows = _several_qualified(officers=officer_ids, item=item_code, day=on)
    return frozenset(rows)
