"""A case as one of its steps left it, read once for all who are told of the step."""

from collections.abc import Hashable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from yichuang.cases.events import CaseMoved, CaseSubmitted
from yichuang.cases.models import Case, CaseEvent
from yichuang.cases.queries import versions
from yichuang.cases.queries.versions import Version
from yichuang.core import outbox, shelf
from yichuang.identity import queries as identity

_NEEDED = (
    "case__person__trusted_phone",
    "case__employer",
    "case__organisation",
    "case__received_by",
    "case__received_at_org",
)


@dataclass(frozen=True)
class Moved:
    """A case, and one step of it.

    case: with its subject and units, as it is now.
    step: the entry of its trail (`own_pages`: whether the subject has an
    account).
    version: of its item.
    """

    case: Case
    step: CaseEvent
    version: Version


def moved(case_id: UUID, seq: int) -> Moved:
    """The case and entry `seq` of its trail: one read for all handlers of one event, who change nothing of it.

    Raises CaseEvent.DoesNotExist."""

    def read() -> Moved:
        step = _steps().get(case__uuid=case_id, seq=seq)
        case = step.case
        version = versions.of_case(case)
        return Moved(case, step, version)

    key = _key(case_id, seq)
    return shelf.read_once(key, read)


@outbox.ahead(CaseSubmitted, CaseMoved)
def moved_in(events: list[CaseSubmitted | CaseMoved]) -> dict[Hashable, Moved]:
    """The same for many events at once, under the keys by which `moved` finds them.

    Each event has a case of its own.
    """
    seqs = {event.case: set() for event in events}
    for event in events:
        seq = _seq(event)
        seqs[event.case].add(seq)
    any_seq = set().union(*seqs.values())
    steps = _steps().filter(case__uuid__in=seqs, seq__in=any_seq)
    steps_of_events = [step for step in steps if step.seq in seqs[step.case.uuid]]
    cases = [step.case for step in steps_of_events]
    of_cases = versions.of_cases(cases)
    moved_by_key = {}
    for step, version in zip(steps_of_events, of_cases, strict=True):
        case = step.case
        key = _key(case.uuid, step.seq)
        moved_by_key[key] = Moved(case, step, version)
    return moved_by_key


def _steps() -> QuerySet[CaseEvent]:
    """Entries of trails, each with its case and what `Moved` says."""
    own_pages = identity.has_account("case__person_id", "case__employer_id")
    joined = CaseEvent.objects.select_related(*_NEEDED)
    return joined.annotate(own_pages=own_pages)


def _seq(event: CaseSubmitted | CaseMoved) -> int:
    """The first entry of the trail is the submission."""
    return getattr(event, "seq", 1)


def _key(case_id: UUID, seq: int) -> Hashable:
    return ("moved", case_id, seq)
