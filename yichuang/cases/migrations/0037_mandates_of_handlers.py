"""A mandate says whether it makes its bringer the unit's handler; of those of before nobody has read that."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0036_mandates_at_the_counter")]
    operations = [
        migrations.AddField(
            "mandate", "as_handler", models.BooleanField(default=False, db_default=False)
        )
    ]
