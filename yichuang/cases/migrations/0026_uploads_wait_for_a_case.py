"""An upload says until when it waits for a case or a draft. Those of before say nothing and stay."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0025_what_was_asked_is_sealed")]
    operations = [
        migrations.AddField("storedfile", "unclaimed_until", models.DateField(null=True)),
        AddIndexConcurrently(
            "storedfile",
            models.Index(
                fields=["unclaimed_until"],
                condition=models.Q(unclaimed_until__isnull=False),
                name="stored_file_unclaimed",
            ),
        ),
    ]
