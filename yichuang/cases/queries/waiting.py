"""What waits for the head of the unit: a longer term that was asked for, and a suspension."""

from yichuang.cases.models import Case, CaseEvent, TermChange
from yichuang.cases.rules.term_changes import EXTENSION

_OF_SUSPENSIONS = ("ask_suspension", "suspend", "refuse_suspension")


def suspension(case: Case) -> CaseEvent | None:
    """The request for a suspension that nobody has answered.

    None where there is none.
    """
    steps = case.events.filter(kind__in=_OF_SUSPENSIONS)
    latest = steps.select_related("officer").order_by("-seq").first()
    if latest is None or latest.kind != "ask_suspension":
        return None
    return latest


def extension(case: Case) -> TermChange | None:
    """The extension that waits for its grant.

    None where there is none; nothing is read where no term of the case
    changed.
    """
    if not case.clock_changed:
        return None
    waiting = case.term_changes.filter(
        kind=EXTENSION, granted_at__isnull=True, refused_at__isnull=True, consent__isnull=True
    )
    return waiting.select_related("asked_by").first()
