"""How far ciphertexts are bound to their rows: `manage bind_secrets` does it after the migrations."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0006_events_in_order")]
    operations = [
        migrations.CreateModel(
            name="Binding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table_name", models.TextField()),
                ("last", models.BigIntegerField(default=0)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("table_name",), name="binding_table")],
            },
        ),
    ]
