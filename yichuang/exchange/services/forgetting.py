"""The content of answers is kept for its days and no longer (个人信息保护法
19)."""

from datetime import datetime, timedelta

from django.db.models import Q

from yichuang.core.jobs import each
from yichuang.exchange import tables
from yichuang.exchange.models import Query


def forget_answers(*, now: datetime) -> int:
    """Take away what answers told, once nobody needs it.

    That is of a case some days after its end, and of a draft after it was
    last asked for (packs/retention). Outcome, receipt and hash stay.

    Returns how many.
    """
    length = timedelta(days=tables.days_of_answers())
    before = now - length
    ended = Q(ended_at__isnull=False, ended_at__lt=before)
    unsent = Q(ended_at__isnull=True, case__isnull=True, asked_at__lt=before)
    number = 0
    for over in (ended, unsent):
        telling = Query.objects.filter(over, answer__isnull=False)
        keys = list(telling.values_list("pk", flat=True))
        number += each("exchange.forget_answers", keys, _forget)
    return number


def _forget(key: int) -> None:
    rows = Query.objects.filter(pk=key)
    rows.update(answer=None)
