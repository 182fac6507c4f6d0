"""Cases as those see them whom they are about: the applicant's own, and one tracked by its number."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from yichuang.cases.models import Case, CaseEvent
from yichuang.cases.queries import cases
from yichuang.cases.rules import states
from yichuang.cases.rules.deliveries import COUNTER, ELECTRONIC, WAITING
from yichuang.core.errors import NotFound
from yichuang.identity.queries import Sight
from yichuang.registry.models import Person

_RESULT_WAITS = Q(
    state__in=states.HANDED_OUT, delivery__state=WAITING, delivery__way__in=[COUNTER, ELECTRONIC]
)
_TRACKED = (
    "uuid",
    "number",
    "password_hash",
    "region",
    "version",
    "item_code",
    "line",
    "channel",
    "state",
    "open",
    "outcome",
    "flags",
    "instant",
    "situation",
    "received_at",
    "clock_from",
    "accepted_at",
    "decided_at",
    "due_at",
    "yellow_on",
    "red_on",
    "statutory_due",
    "accept_by",
    "decides_on",
    "clock_changed",
    "late",
    "closed_at",
    "paused_since",
    "version__item__name",
    "person__name",
    "person__uuid",
    "employer__name",
    "organisation__name",
    "organisation__address",
    "organisation__open_hours",
)


def for_subject(uuid: UUID | str, sight: Sight) -> Case:
    """The case, if it lies within what the account sees. Raises NotFound, for somebody else's too."""
    case = cases.full().filter(_seen(sight), uuid=uuid).first()
    if case is None:
        raise NotFound("没有这件，或不是您的", way_out="请到“我的事”里找")
    return case


def tracked(number: str) -> Case | None:
    """The case with this number, holding only what tracking checks and shows: a public door, asked often."""
    rows = Case.objects.filter(number=number).select_related(
        "version__item", "person", "employer", "organisation"
    )
    return next(iter(rows.only(*_TRACKED)), None)


def of_subject(sight: Sight) -> QuerySet[Case]:
    """All cases that the account sees, newest first."""
    rows = Case.objects.filter(_seen(sight)).select_related("version__item", "organisation")
    return rows.defer("form", "version__form").order_by("-id")


def waiting_for_subject(sight: Sight) -> QuerySet[Case]:
    """Cases in which the applicant has the next step: something to supply, or a result or the notice of a
    refusal to open or fetch."""
    return of_subject(sight).filter(Q(state__in=states.WAITING) | _RESULT_WAITS)


def results_waiting(sight: Sight) -> QuerySet[Case]:
    """Finished cases whose result the applicant has not opened or fetched, each with its delivery, the newest first.

    The notice that a case was not taken on is one."""
    return of_subject(sight).filter(_RESULT_WAITS).select_related("delivery")


def _seen(sight: Sight) -> Q:
    """An account that is not proved sees what it filed itself: a case whose first event it is the actor of, since it
    was opened."""
    side = "person" if isinstance(sight.subject, Person) else "employer"
    mine = Q(**{side: sight.subject})
    if sight.everything:
        return mine
    filed = CaseEvent.objects.filter(
        case=OuterRef("pk"), seq=1, actor=sight.actor, at__gte=sight.since
    )
    return mine & Exists(filed)
