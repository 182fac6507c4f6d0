"""An upload says until when it waits for a case or a draft. Those of before say nothing and stay."""

from django.db import migrations, models

from yichuang.core.resumable import AddField, AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0025_what_was_asked_is_sealed")]
    operations = [
        AddField("storedfile", "unclaimed_until", models.DateField(null=True)),
        AddIndexConcurrently(
            "storedfile",
            models.Index(
                fields=["unclaimed_until"],
                condition=models.Q(unclaimed_until__isnull=False),
                name="stored_file_unclaimed",
            ),
        ),
    ]
