"""A parcel waits for the courier's word: since when, who gave it, and what the courier said instead of a number."""

import django.db.models.deletion
from django.db import migrations, models

import yichuang.core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_leave_and_a_phone_of_an_officer"),
        ("cases", "0028_mandates_sources_and_second_cases"),
    ]
    operations = [
        migrations.AddField("delivery", "asked_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "delivery",
            "asked_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.officer",
            ),
        ),
        migrations.AddField(
            "delivery",
            "refusal",
            yichuang.core.fields.EncryptedTextField(null=True),
        ),
    ]
