"""The days on which clocks of a case stood.

As its terms leave them out, and as somebody reads why.
"""

from datetime import date

from django.db.models import BigAutoField, QuerySet

from yichuang.cases.models import Case, Pause
from yichuang.cases.rules.pauses import KINDS
from yichuang.cases.rules.terms import Terms
from yichuang.cases.rules.timing import Stopped
from yichuang.core.prepared import Prepared, Told

PUBLICITY = "publicity"
# the other kinds begin a term anew, so that their days are no stop within it (ADR 3)
WITHIN_A_TERM = tuple(code for code, kind in KINDS.items() if not kind.restarts)


@Prepared
def _within_a_term() -> QuerySet[Pause]:
    """The prepared read: the pauses of a case that stop a clock.

    The first comes first.
    """
    case = Told("case", BigAutoField())
    pauses = Pause.objects.filter(case_id=case)
    rows = pauses.filter(kind__in=WITHIN_A_TERM)
    return rows.order_by("from_on")


def stood(case: Case, terms: Terms, today: date | None = None) -> tuple[Stopped, ...]:
    """The days that clocks of the case do not count, the first first.

    today: to which a pause that lasts reaches; without it such a pause
    is left out.
    """
    stops = []
    for pause in _within_a_term(case=case.pk):
        last = pause.until_on or today
        if last is None or last < pause.from_on:
            continue
        stop = as_stop(pause, terms, last)
        stops.append(stop)
    return tuple(stops)


def as_stop(pause: Pause, terms: Terms, last: date) -> Stopped:
    """One pause, until its last day.

    It says what it was, what was written about it, and the article that
    allows it.
    """
    label = label_of(pause, terms)
    why = f"{label}，{pause.reason}（{pause.basis}）"
    clocks = _clocks_of(pause, terms)
    return Stopped(pause.from_on, last, why, clocks)


def label_of(pause: Pause, terms: Terms) -> str:
    """What a pause is called.

    By the rule of the case where it names the cause, else by its kind.
    """
    stopping = terms.stops.get(pause.cause)
    if stopping:
        return stopping.label
    suspending = terms.suspends.get(pause.cause)
    if suspending:
        return suspending.label
    kind = KINDS[pause.kind]
    return kind.label


def _clocks_of(pause: Pause, terms: Terms) -> tuple[str, ...]:
    """The clocks that stood meanwhile.

    As the rule of the case names them, else as all pauses of the kind have
    it.
    """
    publicity = terms.publicity
    if publicity and pause.kind == PUBLICITY:
        return publicity.stops
    stopping = terms.stops.get(pause.cause)
    if stopping:
        return stopping.clocks
    kind = KINDS[pause.kind]
    return kind.clocks
