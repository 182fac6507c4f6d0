"""What came in, what ended and what broke a rule are found by indexes of their own, built beside running writers."""

from django.db import migrations, models

from yichuang.core.resumable import AddIndexConcurrently

SLOW = models.Q(instant=True, state="closed", minutes__gt=30)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0018_minutes_of_what_is_done")]
    operations = [
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(fields=["received_at"], include=["county", "line", "channel"], name="case_received"),
        ),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                fields=["closed_at"],
                include=["county", "line", "state", "late", "instant", "minutes"],
                condition=models.Q(closed_at__isnull=False),
                name="case_closed",
            ),
        ),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                fields=["due_at", "id"], condition=models.Q(visits__gte=2), name="case_many_visits"
            ),
        ),
        AddIndexConcurrently(
            model_name="case",
            index=models.Index(
                fields=["due_at", "id"],
                condition=models.Q(flags__contains=["second_correction"]),
                name="case_asked_again",
            ),
        ),
        AddIndexConcurrently(
            model_name="case", index=models.Index(fields=["due_at", "id"], condition=SLOW, name="case_slow")
        ),
    ]
