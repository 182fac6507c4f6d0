"""Every step that tells another due day is found by its moment, not only countings anew: past months read them (ADR 24)."""

from django.db import migrations, models

from yichuang.core.resumable import AddIndexConcurrently, RemoveIndexConcurrently

MOVES_THE_DUE = [
    "recount",
    "deem_accepted",
    "resume_acceptance",
    "end_special",
    "resume",
    "end_notice",
    "grant_extension",
    "agree_longer",
    "restart_term",
]
MOVED = models.Index(
    fields=["at"], condition=models.Q(kind__in=MOVES_THE_DUE), name="case_event_moved"
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0049_a_new_case_has_all_its_dates")]
    operations = [
        AddIndexConcurrently("caseevent", MOVED),
        RemoveIndexConcurrently("caseevent", "case_event_recount"),
    ]
