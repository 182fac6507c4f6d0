"""Cases that were taken back or made void: nothing follows from them any more, and their papers do not hold."""

from django.db.models import Exists, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat

from yichuang.cases.models import Case
from yichuang.cases.rules import states
from yichuang.cases.rules.papers import LASTING
from yichuang.documents import queries as documents


def with_standing_papers() -> QuerySet[Case]:
    """Those of which some paper still holds.

    They ended before papers ended with their case.
    """
    uuid = Cast(OuterRef("uuid"), TextField())
    prefix = Value("case:")
    ref = Concat(prefix, uuid)
    papers = documents.of_subject(ref)
    standing = papers.filter(voided_at=None).exclude(kind__in=LASTING)
    ended = Case.objects.filter(closed_at__isnull=False, state__in=states.OF_NO_EFFECT)
    return ended.filter(Exists(standing))
