from django.db import migrations, models
from django.db.models.fields.json import KeyTextTransform

from yichuang.core.resumable import AddIndexConcurrently


class Migration(migrations.Migration):
    """Which events of a case wait is read from an index; ticks of the old delivery by jobs are forgotten."""

    atomic = False
    dependencies = [
        ("core", "0005_key_check"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [
        AddIndexConcurrently(
            model_name="outboxevent",
            index=models.Index(
                KeyTextTransform("case", "payload"),
                "id",
                condition=models.Q(done_at__isnull=True),
                name="outbox_waiting_of_case",
            ),
        ),
        migrations.RunSQL(
            "delete from procrastinate_jobs where task_name = 'core.deliver_events'",
            migrations.RunSQL.noop,
        ),
    ]
