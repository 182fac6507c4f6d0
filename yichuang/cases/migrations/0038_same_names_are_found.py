"""Cases that name the same people are found by an index, built beside running writers."""

from django.db import migrations, models

from yichuang.core.resumable import AddIndexConcurrently


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("cases", "0037_mandates_of_handlers")]
    operations = [
        AddIndexConcurrently(
            model_name="namecheck",
            index=models.Index(fields=["imprint"], name="name_check_imprint"),
        ),
    ]
