"""Where a result is given out that the office itself does not give: a branch of a bank."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0039_mandates_end_and_have_a_scope")]
    operations = [
        migrations.AddField(
            model_name="delivery",
            name="place",
            field=models.TextField(blank=True, db_default="", default=""),
        ),
    ]
