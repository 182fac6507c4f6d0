"""Whatever figures count stands in the index by which it is found, so that no row is read; built beside running writers,
and the indexes of before go when the new ones stand."""

from django.db import migrations, models

from yichuang.core.resumable import AddIndexConcurrently, RemoveIndexConcurrently

ENDED = ["county", "line", "item_code", "state", "late", "instant", "minutes", "received_at", "due_at"]
SLOW = models.Q(instant=True, state="closed", minutes__gt=30)
NEW = (
    models.Index(
        fields=["county", "due_at", "id", "state", "line", "organisation"],
        include=["paused_since", "received_at"],
        condition=models.Q(open=True),
        name="case_open_place",
    ),
    models.Index(
        fields=["received_at"],
        include=["county", "line", "channel", "item_code"],
        name="case_came",
    ),
    models.Index(
        fields=["closed_at"],
        include=ENDED,
        condition=models.Q(closed_at__isnull=False),
        name="case_ended",
    ),
    models.Index(
        fields=["due_at"],
        include=["county", "line", "state", "late"],
        condition=models.Q(open=False),
        name="case_was_due",
    ),
    models.Index(
        fields=["due_at", "id"],
        include=["county", "line", "organisation", "item_code", "visits"],
        condition=models.Q(visits__gte=2),
        name="case_visited_often",
    ),
    models.Index(
        fields=["due_at", "id"],
        include=["county", "line", "organisation"],
        condition=models.Q(flags__contains=["second_correction"]),
        name="case_asked_twice",
    ),
    models.Index(
        fields=["due_at", "id"],
        include=["county", "line", "organisation"],
        condition=SLOW,
        name="case_too_slow",
    ),
)
OLD = (
    "case_open_county",
    "case_received",
    "case_closed",
    "case_many_visits",
    "case_asked_again",
    "case_slow",
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0022_answers_have_a_revision")]
    operations = [
        *(AddIndexConcurrently(model_name="case", index=index) for index in NEW),
        *(RemoveIndexConcurrently(model_name="case", name=name) for name in OLD),
        AddIndexConcurrently(
            model_name="caseevent",
            index=models.Index(
                fields=["at"],
                condition=models.Q(kind="recount"),
                name="case_event_recount",
            ),
        ),
        AddIndexConcurrently(
            model_name="correction",
            index=models.Index(
                fields=["answered_at"],
                condition=models.Q(stops_clock=True, answered_at__isnull=False),
                name="correction_answered",
            ),
        ),
    ]
