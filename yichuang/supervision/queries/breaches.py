"""Breaches of the rules: which cases they are, and how many, by who
answers.

Each has an index of its own.
"""

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat, TruncDate

from yichuang.accounts.models import Officer
from yichuang.cases.models import CaseEvent, Correction
from yichuang.cases.rules import states
from yichuang.cases.rules.flags import (
    DEEMED,
    DEMANDED_HELD,
    LATE_NOTICE,
    OVER_PLANNED,
    SECOND_CORRECTION,
)
from yichuang.cases.rules.timing import INSTANT_MINUTES
from yichuang.catalog import queries as catalog
from yichuang.core.clock import SHANGHAI
from yichuang.reference.models import Region
from yichuang.supervision.queries import sight

_UNIT = "organisation__name"


def too_many_visits() -> Q:
    """A filter on Case: more visits than the item promises.

    A zero-visit item may still be brought to a window once.
    """
    over = Q(pk__in=[])
    for most, codes in _promised().items():
        beyond = Q(visits__gt=most, item_code__in=codes)
        over |= beyond
    several = Q(visits__gte=2)
    return several & over


def _promised() -> dict[int, list[str]]:
    """Items by how many visits they allow, one at least.

    Items that promise nothing are left out.
    """
    by_visits: dict[int, list[str]] = {}
    flags = catalog.visit_flags()
    for code, most in flags.items():
        if most is None:
            continue
        allowed = max(most, 1)
        codes = by_visits.setdefault(allowed, [])
        codes.append(code)
    return by_visits


def halls() -> Subquery:
    """On which day somebody stood in which hall for a case, the first day first; for a query over cases."""
    this = OuterRef("pk")
    steps = CaseEvent.objects.filter(case=this, on_site=True)
    day = Cast(TruncDate("at", tzinfo=SHANGHAI), TextField())
    text = TextField()
    unit = Coalesce("officer__organisation__name", Value("自助终端"), output_field=text)
    place = Concat(day, Value(" "), unit, output_field=text)
    places = steps.annotate(place=place)
    grouped = places.order_by().values("case")
    listed = grouped.annotate(all=ArrayAgg("place", distinct=True))
    return Subquery(listed.values("all"))


def asked_again() -> Q:
    """A filter on Case: a second notice asked for what was visible
    before.

    行政许可法 32(四): everything is to be told at once.
    """
    return Q(flags__contains=[SECOND_CORRECTION])


def slow() -> Q:
    """A filter on Case: a 即办件 that took more than its 30 minutes."""
    return Q(instant=True, state=states.CLOSED, minutes__gt=INSTANT_MINUTES)


def demanded() -> Q:
    """A filter on Case: a notice asked for what another department
    holds.

    国务院关于在线政务服务的若干规定 7.
    """
    return Q(flags__contains=[DEMANDED_HELD])


def deemed() -> Q:
    """A filter on Case: nobody said in time whether it is accepted.

    The law took it as accepted: 行政许可法 32(四).
    """
    return Q(flags__contains=[DEEMED])


def told_late() -> Q:
    """A filter on Case: papers were asked for after the last day for it.

    The notice stopped no clock.
    """
    return Q(flags__contains=[LATE_NOTICE])


def over_planned() -> Q:
    """A filter on Case: the clock stood longer than the notice of it
    had said.

    行政许可法 45: the time needed is told in writing.
    """
    return Q(flags__contains=[OVER_PLANNED])


BREACHES = {
    "visits": too_many_visits,
    "corrections": asked_again,
    "instant": slow,
    "demanded": demanded,
    "deemed": deemed,
    "told_late": told_late,
    "over_planned": over_planned,
}


def counted(key: str, officer: Officer, place: Region) -> dict[str, int]:
    """How many rows a report of breaches has, by the unit that answers.

    key: of BREACHES. place: within which, as far as the officer may
    see. One read.
    """
    broken = BREACHES[key]()
    rows = sight.cases_of(officer, place.code)
    named = rows.filter(broken).values_list(_UNIT)
    counts = named.annotate(n=Count("*"))
    ordered = counts.order_by(_UNIT)
    return dict(ordered)


def notices() -> Subquery:
    """How many correction notices a case had, for a query over cases."""
    this = OuterRef("pk")
    rows = Correction.objects.filter(case=this)
    grouped = rows.order_by().values("case")
    counts = grouped.annotate(n=Count("*"))
    return Subquery(counts.values("n"))
