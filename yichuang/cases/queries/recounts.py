"""What a new calendar may move.

The open cases that it touches, what happened to many of them in two reads,
and what the runs over them have moved.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from yichuang.cases.models import Case, Pause, Recount, Recounted, TermChange
from yichuang.cases.queries import pauses, term_facts
from yichuang.cases.rules.terms import Terms
from yichuang.cases.rules.timing import Facts, Stopped


def touching(year: int) -> list[int]:
    """The primary keys of the open cases whose dates may follow from the calendar of a year.

    Those that have a last day in it or after it, or rest on a year
    without a notice; what came in after the year is counted by others.
    The lowest first, so that a batch is locked in one order everywhere.
    """
    first = date(year, 1, 1)
    reaching = Q(due_provisional=True)
    reaching |= Q(due_at__date__gte=first)
    reaching |= Q(statutory_due__gte=first)
    reaching |= Q(accept_by__gte=first)
    reaching |= Q(decides_on__gte=first)
    reaching |= Q(deliver_by__gte=first)
    before = Q(received_at__date__lte=date(year, 12, 31))
    rows = Case.objects.filter(reaching, before, open=True)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def provisional() -> list[int]:
    """The primary keys of the open cases with a provisional date.

    It rests on a year without a notice. The lowest first.
    """
    rows = Case.objects.filter(open=True, due_provisional=True)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def with_subjects(keys: Iterable[int]) -> QuerySet[Case]:
    """These cases as far as they are still open.

    With their subject, which the seal of a step reads; in the order of
    their keys.
    """
    joined = Case.objects.select_related("person", "employer")
    return joined.filter(pk__in=list(keys), open=True).order_by("pk")


def facts_of(cases: Sequence[Case], terms: Sequence[Terms]) -> list[Facts]:
    """What happened to each of the cases, as `term_facts.of_case` says it of one.

    One read of pauses; one of changes, where any has them.
    terms: of each, in the same order.
    A pause that lasts is none of them yet.
    """
    paused = _pauses(cases)
    changed = _changes(cases)
    facts = []
    for case, own_terms in zip(cases, terms, strict=True):
        stops = _stops(paused[case.pk], own_terms)
        facts_of_one = term_facts.with_stops(case, own_terms, stops, changed[case.pk])
        facts.append(facts_of_one)
    return facts


def _pauses(cases: Iterable[Case]) -> dict[int, list[Pause]]:
    """The pauses that are over, by their case, the first first.

    Those after which a term begins anew are no stop within it, and one
    that lasts moves nothing yet.
    """
    keys = [case.pk for case in cases]
    over = Pause.objects.filter(case_id__in=keys, until_on__isnull=False)
    rows = over.filter(kind__in=pauses.WITHIN_A_TERM).order_by("from_on")
    by_case = defaultdict(list)
    for pause in rows:
        by_case[pause.case_id].append(pause)
    return by_case


def _changes(cases: Iterable[Case]) -> dict[int, list[TermChange]]:
    """The changes of terms that were not refused, by their case.

    The first first, as `term_facts.changes_of` has them; nothing is read
    where no case has any.
    """
    keys = [case.pk for case in cases if case.clock_changed]
    by_case = defaultdict(list)
    if not keys:
        return by_case
    changes = TermChange.objects.filter(case_id__in=keys, refused_at__isnull=True)
    for change in changes.order_by("pk"):
        by_case[change.case_id].append(change)
    return by_case


def _stops(rows: Iterable[Pause], terms: Terms) -> tuple[Stopped, ...]:
    """What the pauses of one case stopped.

    One that ended before it began stopped nothing.
    """
    stops = []
    for pause in rows:
        if pause.until_on >= pause.from_on:
            stop = pauses.as_stop(pause, terms, pause.until_on)
            stops.append(stop)
    return tuple(stops)


def runs() -> QuerySet[Recount]:
    """The runs.

    The latest first.
    """
    return Recount.objects.order_by("-begun_at", "-pk")


def rows_of(run: Recount) -> QuerySet[Recounted]:
    """What a run moved, as its page lists it.

    With the case, its item and the unit that decides it.
    """
    joined = Recounted.objects.select_related("case__version__item", "case__organisation")
    return joined.filter(run=run).order_by("pk")


def moved_by_person(run: Recount) -> QuerySet[Recounted]:
    """What a run moved, with whose it is.

    The cases of one person, and those of one unit, stand together.
    """
    joined = Recounted.objects.select_related("case__person", "case__employer")
    rows = joined.filter(run=run)
    return rows.order_by("case__employer_id", "case__person_id", "pk")
