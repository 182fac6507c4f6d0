"""A paper's row takes the time of its making from the one clock of SQL."""

from django.db import migrations, models

from yichuang.core.fields import ClockNow


class Migration(migrations.Migration):
    dependencies = [("core", "0003_core_now"), ("documents", "0001_initial")]
    operations = [
        migrations.AlterField(
            model_name="paper",
            name="created_at",
            field=models.DateTimeField(db_default=ClockNow()),
        ),
    ]
