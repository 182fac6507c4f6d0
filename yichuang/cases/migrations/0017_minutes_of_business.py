"""How many minutes of business a 即办件 took: a column that is null until the next migration or the end of a case."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0016_a_draft_may_be_held_by_two")]
    operations = [migrations.AddField("case", "minutes", models.PositiveIntegerField(null=True))]
