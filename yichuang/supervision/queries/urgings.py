"""Cases that a supervisor asks about."""

from datetime import date

from yichuang.cases.models import Case
from yichuang.supervision.models import Urging


def of_case(case: Case) -> list[Urging]:
    """Every 督办 of a case, newest first."""
    rows = Urging.objects.filter(case=case).select_related(
        "opened_by",
        "answered_by",
        "ended_by",
    )
    return list(rows.order_by("-opened_at", "-id"))


def is_late(urging: Urging, today: date) -> bool:
    """Whether its day is past and nobody has answered."""
    return not urging.ending and urging.answered_at is None and urging.answer_by < today
