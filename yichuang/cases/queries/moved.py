"""A case as one of its steps left it, read once for all who are told of the step."""

from dataclasses import dataclass
from uuid import UUID

from yichuang.cases.models import Case, CaseEvent
from yichuang.cases.queries import versions
from yichuang.cases.queries.versions import Version
from yichuang.core import outbox

_NEEDED = (
    "case__person",
    "case__employer",
    "case__organisation",
    "case__received_by",
    "case__received_at_org",
)


@dataclass(frozen=True)
class Moved:
    """case: with its subject and its units, as it is now; step: the entry of its trail; version: of its item."""

    case: Case
    step: CaseEvent
    version: Version


def moved(case_id: UUID, seq: int) -> Moved:
    """The case and entry `seq` of its trail: one read for all handlers of one event, who change nothing of it.

    Raises CaseEvent.DoesNotExist."""

    def read() -> Moved:
        step = CaseEvent.objects.select_related(*_NEEDED).get(case__uuid=case_id, seq=seq)
        return Moved(step.case, step, versions.of_case(step.case))

    return outbox.read_once(("moved", case_id, seq), read)
