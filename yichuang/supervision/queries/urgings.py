"""Cases that a supervisor asks about."""

from datetime import date

from django.db.models import BigAutoField

from yichuang.cases.models import Case
from yichuang.core.prepared import Prepared, Told
from yichuang.supervision.models import Urging

_OF_CASE = Prepared(
    lambda: (
        Urging.objects.filter(case_id=Told("case", BigAutoField()))
        .select_related("opened_by", "answered_by", "ended_by")
        .order_by("-opened_at", "-id")
    )
)


def of_case(case: Case) -> list[Urging]:
    """Every 督办 of a case, newest first."""
    return _OF_CASE(case=case.pk)


def is_late(urging: Urging, today: date) -> bool:
    """Whether its day is past and nobody has answered."""
    return not urging.ending and urging.answered_at is None and urging.answer_by < today
