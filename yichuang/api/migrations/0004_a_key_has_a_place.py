"""Whose key it is; the keys of before stay the platform's."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("api", "0003_calls_are_leased"), ("reference", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="apikey",
            name="place",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reference.region",
            ),
        ),
    ]
