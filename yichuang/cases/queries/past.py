"""Cases as they stood at a moment: read from what happened before it, so that the answer never changes again.

The row of a case says what is; its trail, its notices and its pauses say what was. Asked about the present moment,
these answers are those of `standing`."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Prefetch, Q, QuerySet

from yichuang.cases.models import (
    Case,
    CaseEvent,
    Correction,
    DaySummed,
    LateThen,
    Pause,
    TermChange,
)
from yichuang.cases.queries import pauses, term_facts, versions
from yichuang.cases.rules import states, timing
from yichuang.cases.rules.pauses import STOPPING
from yichuang.cases.rules.term_changes import MOVES_THE_DUE
from yichuang.core.clock import local
from yichuang.reference import queries as reference

DueMoments = dict[int, datetime]  # by the id of the case
_TAKING = ("claim", "begin_review", "hand_over", "send_back")


@dataclass(frozen=True)
class Stood:
    """Where a case stood: its state, and whether an officer had it in hand."""

    state: str
    held: bool


StoodOfCases = dict[int, Stood]  # by the id of the case


def open_at(moment: datetime) -> tuple[Q, Q]:
    """Two filters on Case, each found by an index of its own.

    They part those received before the moment and not ended before it:
    still open, and ended since.
    """
    received = Q(received_at__lt=moment)
    still = Q(open=True)
    final = list(states.FINAL)
    since = Q(state__in=final, closed_at__gte=moment)
    return received & still, received & since


def overdue_at(cases: QuerySet[Case], moment: datetime) -> DueMoments:
    """The cases that were open at the moment, their clock running, past their due moment.

    Each with the due moment that it had then. Of the beginning of a
    month it is kept (services/days.py).
    """
    month = _kept_month(moment)
    if month is None:
        return count_overdue_at(cases, moment)
    late_then = LateThen.objects.filter(month=month, case__in=cases)
    due_of_case = late_then.values_list("case", "due_at")
    return dict(due_of_case)


def _kept_month(moment: datetime) -> date | None:
    """The month that begins at the moment, when it is kept what was late then.

    None for any other moment.
    """
    begun = local(moment)
    month = begun.date()
    if month.day != 1 or begun.time() != time.min:
        return None
    marks = DaySummed.objects.filter(kind=DaySummed.LATE, day=month)
    if not marks.exists():
        return None
    return month


def count_overdue_at(cases: QuerySet[Case], moment: datetime) -> DueMoments:
    """`overdue_at`, from the cases and what happened to them.

    A case whose due moment moved since is counted as it stood then; one
    whose clock stood still was not late.
    """
    moved = _clock_moved_since(moment)
    overdue: DueMoments = {}
    for was_open in open_at(moment):
        late = cases.filter(was_open, due_at__lt=moment)
        due_of_case = late.values_list("id", "due_at")
        overdue.update(due_of_case)
    for pk in moved:
        overdue.pop(pk, None)
    overdue |= _overdue_of_moved(cases, moved, moment)
    for pk in _stood_still(overdue, moment):
        del overdue[pk]
    return overdue


def _overdue_of_moved(cases: QuerySet[Case], moved: set[int], moment: datetime) -> DueMoments:
    """`overdue_at` of the cases whose due moment moved since.

    Each is counted as it stood then.
    """
    still, since = open_at(moment)
    were_open = cases.filter(still | since, pk__in=moved)
    with_versions = were_open.select_related("version")
    rows = with_versions.defer("form")
    what_moved = _what_moved(moment)
    overdue = {}
    for case in rows.prefetch_related(*what_moved):
        due = _due_then(case, moment)
        if due < moment:
            overdue[case.pk] = due
    return overdue


def stood(ids: Iterable[int], moment: datetime) -> StoodOfCases:
    """Where each of these cases stood at the moment.

    Of the beginning of a month it is kept.
    """
    month = _kept_month(moment)
    if month is None:
        return count_stood(ids, moment)
    cases = list(ids)
    late_then = LateThen.objects.filter(month=month, case__in=cases)
    by_case: StoodOfCases = {}
    for case, state, held in late_then.values_list("case", "state", "held"):
        by_case[case] = Stood(state, held)
    return by_case


def count_stood(ids: Iterable[int], moment: datetime) -> StoodOfCases:
    """`stood`, by the trail of each.

    A case of which nothing had happened by then is left out.
    """
    cases = list(ids)
    events = CaseEvent.objects.filter(case_id__in=cases, at__lt=moment)
    trail = events.order_by("case_id", "seq")
    by_case: StoodOfCases = {}
    for case, verb, state in trail.values_list("case_id", "kind", "state"):
        before = by_case.get(case)
        held = _is_held(before, verb, state)
        by_case[case] = Stood(state, held)
    return by_case


def _is_held(before: Stood | None, verb: str, state: str) -> bool:
    """Whether an officer has the case in hand after an event of its trail.

    before: where it stood until then, None for its first event.
    verb, state: of the event.
    """
    if verb in _TAKING:
        return True
    if before is None or verb == "release":
        return False
    return before.held and not states.passes_on(before.state, state)


def _last_day(moment: datetime) -> date:
    """The last day of which something had passed.

    Midnight belongs to the day that it ends.
    """
    just_before = moment - timedelta(microseconds=1)
    return local(just_before).date()


def _stood_still(ids: Iterable[int], moment: datetime) -> set[int]:
    """Those of the cases whose clock stood still at the moment.

    Their applicant had been asked for papers and had not answered, or
    another pause lasted.
    """
    cases = list(ids)
    never = Q(answered_at__isnull=True)
    later = Q(answered_at__gte=moment)
    notices = Correction.objects.filter(case_id__in=cases, stops_clock=True, asked_at__lt=moment)
    waiting = notices.filter(never | later)
    day = _last_day(moment)
    open_end = Q(until_on__isnull=True)
    ends_later = Q(until_on__gt=day)
    begun = Pause.objects.filter(case_id__in=cases, kind__in=STOPPING, from_on__lte=day)
    lasting = begun.filter(open_end | ends_later)
    return _cases_of(waiting) | _cases_of(lasting)


def _clock_moved_since(moment: datetime) -> set[int]:
    """The cases whose due moment is no longer the one that they had.

    Their clock was started again by an answer, a step told another day,
    or a pause ended.
    """
    restarted = Correction.objects.filter(stops_clock=True, answered_at__gte=moment)
    moved = CaseEvent.objects.filter(kind__in=MOVES_THE_DUE, at__gte=moment)
    day = _last_day(moment)
    stopped = Pause.objects.filter(kind__in=STOPPING, until_on__gt=day)
    return _cases_of(restarted) | _cases_of(moved) | _cases_of(stopped)


def _cases_of(rows: QuerySet) -> set[int]:
    """The ids of the cases of notices, events or pauses."""
    ids = rows.values_list("case_id", flat=True)
    return set(ids)


def _what_moved(moment: datetime) -> tuple[Prefetch, ...]:
    """What `_due_then` reads of each case.

    answers: notices that were answered, the earliest answer first.
    moves: steps since the moment that tell another due day, the first of
    them first.
    ended: pauses that were over by then.
    changes: of its terms, asked for by then.
    """
    answered = Correction.objects.filter(stops_clock=True, answered_at__isnull=False)
    answers = answered.order_by("answered_at")
    telling = CaseEvent.objects.filter(kind__in=MOVES_THE_DUE, at__gte=moment)
    moves = telling.order_by("seq")
    day = _last_day(moment)
    stops = Pause.objects.filter(kind__in=pauses.WITHIN_A_TERM, until_on__lte=day)
    ended = stops.filter(until_on__gte=F("from_on"))
    changes = TermChange.objects.filter(asked_at__lt=moment).order_by("pk")
    return (
        Prefetch("corrections", answers, "answers"),
        Prefetch("events", moves, "moves"),
        Prefetch("pauses", ended, "ended"),
        Prefetch("term_changes", changes, "changes"),
    )


def _due_then(case: Case, moment: datetime) -> datetime:
    """The due moment that the case had.

    Told by the next step that moved it, or counted from what had happened
    by then.
    """
    calendar = reference.calendar(case.region_id)
    restarts = [notice.answered_at for notice in case.answers]
    day = _day_before(case, restarts, moment)
    if day:
        zone = local(moment).tzinfo
        return datetime.combine(day, calendar.closing, tzinfo=zone)
    starts = [case.received_at]
    for restart in restarts:
        if restart < moment:
            starts.append(restart)
    version = versions.of_case(case)
    terms = version.terms_in(case.situation)
    facts = timing.Facts(
        received_at=case.received_at,
        complete_at=max(starts),
        accepted_at=_accepted_before(case, moment),
        stops=tuple(pauses.as_stop(pause, terms, pause.until_on) for pause in case.ended),
        expires_on=term_facts.kept_end(case, terms),
        **term_facts.by_changes(_changes_before(case, moment)),
    )
    due = timing.dates(facts, terms, calendar, reference.thresholds())
    return due.at


def _accepted_before(case: Case, moment: datetime) -> datetime | None:
    """When the case was accepted.

    None for one that was not yet.
    """
    accepted = case.accepted_at
    if accepted is None or accepted >= moment:
        return None
    return accepted


def _changes_before(case: Case, moment: datetime) -> list[TermChange]:
    """The changes of its terms that held; one that was granted or taken back since did not, or still did."""
    changes = []
    for change in case.changes:
        if change.refused_at and change.refused_at < moment:
            continue
        if change.granted_at and change.granted_at >= moment:
            continue
        changes.append(change)
    return changes


def _day_before(case: Case, restarts: list[datetime], moment: datetime) -> date | None:
    """The due day that the next step after the moment replaced.

    Its entry in the trail tells it. None where no step did, of those
    before the clock was started again.
    restarts: when it was, the earliest first.
    """
    later = [at for at in restarts if at >= moment]
    for step in case.moves:
        if later and step.at >= later[0]:
            continue
        entry = json.loads(step.data)
        facts = entry["data"]
        if "from" in facts:
            return date.fromisoformat(facts["from"])
    return None
