"""A unit ends a mandate for all its matters, and a mandate says for which it is; those of before are for all."""

from django.db import migrations, models

import yichuang.core.fields


class Migration(migrations.Migration):
    dependencies = [("cases", "0038_same_names_are_found")]
    operations = [
        migrations.AddField(
            "mandate", "scope", models.TextField(default="all", db_default="all")
        ),
        migrations.AddField("mandate", "ended_at", yichuang.core.fields.MomentField(null=True)),
    ]
