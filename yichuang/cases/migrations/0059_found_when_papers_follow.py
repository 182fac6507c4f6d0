"""Papers that were to follow, notices that asked for what is held, and the steps that move a due day again after a case
waited are found by indexes of their own, built beside running writers."""

from django.db import migrations, models
from django.db.models import Q

from yichuang.core.resumable import AddIndexConcurrently, RemoveIndexConcurrently

MOVES_THE_DUE = [
    "recount",
    "deem_accepted",
    "resume_acceptance",
    "end_special",
    "end_awaiting",
    "end_awaiting_in_review",
    "resume",
    "end_notice",
    "grant_extension",
    "agree_longer",
    "restart_term",
]
DEMANDED = models.Index(
    fields=["due_at", "id"],
    include=["county", "line", "organisation"],
    condition=Q(flags__contains=["demanded_held"]),
    name="case_demanded",
)
TO_FOLLOW = models.Index(
    fields=["due_on", "id"],
    condition=Q(source="later", supplied_at__isnull=True),
    name="material_to_follow",
)
MOVES_DUE = models.Index(
    fields=["at"], condition=Q(kind__in=MOVES_THE_DUE), name="case_event_moves_due"
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0058_promises_and_what_follows_them")]
    operations = [
        AddIndexConcurrently("case", DEMANDED),
        AddIndexConcurrently("material", TO_FOLLOW),
        AddIndexConcurrently("caseevent", MOVES_DUE),
        RemoveIndexConcurrently("caseevent", "case_event_moved"),
    ]
