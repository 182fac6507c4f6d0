"""Cases as they stood at a moment: read from what happened before it, so that the answer never changes again.

The row of a case says what is; its trail, its notices and its pauses say what was. Asked about the present moment,
these answers are those of `standing`."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from yichuang.cases.models import Case, CaseEvent, Correction, Pause
from yichuang.cases.queries import versions
from yichuang.cases.rules import states, timing
from yichuang.cases.rules.pauses import STOPPING
from yichuang.core.clock import local
from yichuang.reference import queries as reference

_TAKING = ("claim", "begin_review", "hand_over", "send_back")


@dataclass(frozen=True)
class Stood:
    """Where a case stood: its state, and whether an officer had it in hand."""

    state: str
    held: bool


def open_at(moment: datetime) -> Q:
    """A filter on Case: received before the moment and not ended before it."""
    return Q(received_at__lt=moment) & (Q(open=True) | Q(closed_at__gte=moment))


def overdue_at(cases: QuerySet[Case], moment: datetime) -> dict[int, datetime]:
    """The cases that were open at the moment, their clock running, past their due moment: by id, with the due moment
    that they had then."""
    running = cases.filter(open_at(moment)).exclude(_stood_still(moment))
    moved_later = _clock_moved_since(moment)
    found = dict(running.filter(due_at__lt=moment).exclude(moved_later).values_list("id", "due_at"))
    for case in running.filter(moved_later).select_related("version").defer("form"):
        due = _due_then(case, moment)
        if due < moment:
            found[case.pk] = due
    return found


def stood(ids: Iterable[int], moment: datetime) -> dict[int, Stood]:
    """Where each of these cases stood at the moment, by its trail."""
    trail = CaseEvent.objects.filter(case_id__in=list(ids), at__lt=moment).order_by("case_id", "seq")
    found: dict[int, Stood] = {}
    for case, verb, state in trail.values_list("case_id", "kind", "state"):
        found[case] = Stood(state, _is_held(found.get(case), verb, state))
    return found


def _is_held(before: Stood | None, verb: str, state: str) -> bool:
    if verb in _TAKING:
        return True
    if before is None or verb == "release":
        return False
    return before.held and not states.passes_on(before.state, state)


def _last_day(moment: datetime) -> date:
    """The last day of which something had passed: midnight belongs to the day that it ends."""
    return local(moment - timedelta(microseconds=1)).date()


def _stood_still(moment: datetime) -> Q:
    """A filter on Case: the applicant had been asked for papers and had not answered, or another pause lasted."""
    asked = Correction.objects.filter(case=OuterRef("pk"), stops_clock=True, asked_at__lt=moment)
    waiting = asked.filter(Q(answered_at__isnull=True) | Q(answered_at__gte=moment))
    day = _last_day(moment)
    pauses = Pause.objects.filter(case=OuterRef("pk"), kind__in=STOPPING, from_on__lte=day)
    lasting = pauses.filter(Q(until_on__isnull=True) | Q(until_on__gt=day))
    return Q(Exists(waiting)) | Q(Exists(lasting))


def _clock_moved_since(moment: datetime) -> Q:
    """A filter on Case: its due moment is no longer the one that it had."""
    restarted = Correction.objects.filter(case=OuterRef("pk"), stops_clock=True, answered_at__gte=moment)
    recounted = CaseEvent.objects.filter(case=OuterRef("pk"), kind="recount", at__gte=moment)
    stopped = Pause.objects.filter(case=OuterRef("pk"), kind__in=STOPPING, until_on__gt=_last_day(moment))
    return Q(Exists(restarted)) | Q(Exists(recounted)) | Q(Exists(stopped))


def _due_then(case: Case, moment: datetime) -> datetime:
    """The due moment that the case had: told by the next counting anew, or counted from the papers of that time."""
    calendar = reference.calendar(case.region_id)
    answers = case.corrections.filter(stops_clock=True, answered_at__isnull=False)
    restarts = sorted(answers.values_list("answered_at", flat=True))
    next_restart = next((at for at in restarts if at >= moment), None)
    recounts = case.events.filter(kind="recount", at__gte=moment)
    if next_restart:
        recounts = recounts.filter(at__lt=next_restart)
    recounted = recounts.order_by("seq").first()
    if recounted:
        day = date.fromisoformat(json.loads(recounted.data)["data"]["from"])
        return datetime.combine(day, calendar.closing, tzinfo=local(moment).tzinfo)
    day = _last_day(moment)
    ended = case.pauses.filter(kind__in=STOPPING, until_on__lte=day)
    due = timing.due(
        clock_from=max([case.received_at, *(at for at in restarts if at < moment)]),
        definition=versions.of_case(case).definition,
        stops=list(ended.values_list("from_on", "until_on")),
        calendar=calendar,
        thresholds=reference.thresholds(),
    )
    return due.at
