"""Short messages that wait are found by a loop of the worker: the jobs that would send them are forgotten."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("notify", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.RunSQL(
            "delete from procrastinate_jobs where status in ('todo', 'failed') "
            "and task_name in ('notify.send_sms', 'notify.send_waiting')",
            migrations.RunSQL.noop,
        ),
    ]
