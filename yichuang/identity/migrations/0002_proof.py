"""An account says whether it is known who sits there, and a phone whether it is known whose it is."""

import django.db.models.deletion
from django.db import migrations, models

import yichuang.core.fields


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial"), ("registry", "0003_one_spelling")]
    operations = [
        migrations.AddField("realname", "proved_at", models.DateTimeField(null=True)),
        migrations.AddField("realname", "proved_by", models.TextField(blank=True, db_default="", default="")),
        migrations.CreateModel(
            name="TrustedPhone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("phone", yichuang.core.fields.EncryptedTextField()),
                ("came_from", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trusted_phone",
                        to="registry.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LegalRepresentative",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("came_from", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "employer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="legal_representative",
                        to="registry.employer",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="registry.person"
                    ),
                ),
            ],
        ),
    ]
