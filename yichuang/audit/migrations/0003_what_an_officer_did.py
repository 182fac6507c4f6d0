"""An auditor asks what one officer read and did. Built beside running writers, so a full table goes on being written."""

from django.db import migrations, models

from yichuang.core.resumable import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("audit", "0002_append_only")]
    operations = [
        AddIndexConcurrently(
            model_name="entry",
            index=models.Index(
                fields=["actor", "id"], condition=models.Q(actor__startswith="officer:"), name="audit_officer"
            ),
        )
    ]
