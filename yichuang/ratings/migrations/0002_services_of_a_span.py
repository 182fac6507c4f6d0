"""Services are counted by the day on which they were given; the index is built beside running writers."""

from django.db import migrations, models

from yichuang.core.resumable import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("ratings", "0001_initial")]
    operations = [
        AddIndexConcurrently(
            model_name="invitation",
            index=models.Index(fields=["created_at"], name="invitation_created"),
        )
    ]
