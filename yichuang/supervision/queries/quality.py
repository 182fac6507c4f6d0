"""抽查: from which cases is drawn, what was drawn, and what was found."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from yichuang.accounts import queries as accounts
from yichuang.accounts.models import Officer
from yichuang.accounts.rules.grants import Grant
from yichuang.cases.models import Case
from yichuang.core.clock import SHANGHAI
from yichuang.core.errors import NotFound
from yichuang.reference.queries import prefix
from yichuang.supervision import rules
from yichuang.supervision.models import QualityCheck, Sample

DIGITS = 12
NOTHING = {"number": 0, "done": 0, "faulty": 0}


class Stratum(NamedTuple):
    """From what is drawn for itself: the cases of a county and a line.

    place: 12 digits.
    """

    place: str
    line: str


Ended = dict[Stratum, list[str]]  # uuids of cases


class Outcome(NamedTuple):
    """What was found in a sample.

    number: of its cases.
    rate: of all that ended, in percent; None before the draw.
    done: how many were looked at.
    faulty: how many of these were not done well.
    share: of the faulty, in percent; None before any was looked at.
    """

    sample: Sample
    number: int
    rate: Decimal | None
    done: int
    faulty: int
    share: Decimal | None


def strata_with_ends(since: date, until: date) -> list[Stratum]:
    """The places and lines in which cases ended that somebody decided.

    since, until: first day, and the day after the last.
    """
    ended = _ended(since, until)
    rows = ended.order_by("county", "line").values_list("county", "line").distinct()
    return [Stratum(county.ljust(DIGITS, "0"), line) for county, line in rows]


def ended_by_stratum(since: date, until: date) -> Ended:
    """The uuids of the cases from which is drawn, by place and line.

    Those that ended on these days, decided by somebody. One read for all
    places: a read of each would look at the whole month again.
    since, until: first day, and the day after the last.
    """
    by_stratum = defaultdict(list)
    rows = _ended(since, until).values_list("county", "line", "uuid")
    for county, line, uuid in rows.iterator():
        stratum = Stratum(county.ljust(DIGITS, "0"), line)
        by_stratum[stratum].append(str(uuid))
    return by_stratum


def _ended(since: date, until: date) -> QuerySet[Case]:
    """The decided cases that ended on these days, in all places.

    What ended by itself is nobody's work to look over.
    """
    first = datetime.combine(since, time.min, tzinfo=SHANGHAI)
    after = datetime.combine(until, time.min, tzinfo=SHANGHAI)
    ended = Case.objects.filter(closed_at__gte=first, closed_at__lt=after)
    return ended.filter(decided_by__isnull=False)


def strata_of(month: date) -> list[Stratum]:
    """The places and lines whose seed of a month is published.

    month: its first day.
    """
    rows = Sample.objects.filter(month=month, kind=Sample.QUALITY)
    return [Stratum(*row) for row in rows.values_list("place_id", "line")]


def waiting(month: date) -> QuerySet[Sample]:
    """The samples of months before this one that were not drawn.

    The oldest first.
    """
    undrawn = Sample.objects.filter(kind=Sample.QUALITY, month__lt=month, drawn_at=None)
    return undrawn.order_by("month", "pk")


def samples_of(officer: Officer, place: str = "") -> QuerySet[Sample]:
    """The samples of what the officer supervises, in a place where one is named.

    The latest first.
    """
    allowed = Q(pk__in=[])
    for grant in accounts.scopes(officer).of("supervisor").grants:
        allowed |= _reached_by(grant)
    rows = Sample.objects.filter(allowed, kind=Sample.QUALITY)
    if place:
        rows = rows.filter(place__code__startswith=prefix(place))
    return rows.select_related("place").order_by("-month", "place_id", "line")


def _reached_by(grant: Grant) -> Q:
    """A filter on Sample: what one grant reaches.

    Its place and all below it, its line or every one.
    """
    reached = Q(place__code__startswith=prefix(grant.region))
    if grant.line:
        reached &= Q(line=grant.line)
    return reached


def outcomes(samples: Iterable[Sample]) -> list[Outcome]:
    """What was found in each of the samples.

    One read.
    """
    listed = list(samples)
    checks = QualityCheck.objects.filter(sample__in=listed).order_by()
    counts = checks.values("sample_id").annotate(
        number=Count("pk"),
        done=Count("pk", filter=Q(done_at__isnull=False)),
        faulty=Count("pk", filter=Q(finding=QualityCheck.FAULTY)),
    )
    by_sample = {row["sample_id"]: row for row in counts}
    rows = []
    for sample in listed:
        row = by_sample.get(sample.pk, NOTHING)
        share = rules.share(row["faulty"], row["done"])
        rate = rules.share(row["number"], sample.population)
        outcome = Outcome(sample, row["number"], rate, row["done"], row["faulty"], share)
        rows.append(outcome)
    return rows


def checks_of(sample: Sample) -> QuerySet[QualityCheck]:
    """The cases of a sample.

    Those that nobody has looked at come first.
    """
    joined = QualityCheck.objects.select_related("case__version__item", "officer", "assigned_to")
    waiting_first = F("done_at").asc(nulls_first=True)
    return joined.filter(sample=sample).order_by(waiting_first, "pk")


def check_for(officer: Officer, uuid: UUID) -> QualityCheck:
    """One case of a sample, of what the officer supervises.

    With all that its page says. Raises NotFound.
    """
    joined = QualityCheck.objects.select_related(
        "sample__place", "case__version__item", "case__organisation", "officer", "assigned_to"
    )
    visible = joined.filter(sample__in=samples_of(officer).order_by())
    check = visible.filter(uuid=uuid).first()
    if check is None:
        raise NotFound("没有这件抽查，或者不归您监督", way_out="请从抽查的清单里打开")
    return check
