"""County, region, line, item and grade stand in the invitation, written by triggers: servers of before need not know."""

import django.db.models.deletion
from django.db import migrations, models

from yichuang.core.frozen import run_file

REGION = models.ForeignKey(
    "reference.Region",
    null=True,
    editable=False,
    on_delete=django.db.models.deletion.PROTECT,
    related_name="+",
    db_index=False,
)
FUNCTIONS = "cd06de3b3b48315603e3619aedf2458793b003485c44af2b2ff76b3cf9506e15"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0025_what_was_asked_is_sealed"),
        ("ratings", "0003_answers_to_bad_ratings"),
        ("reference", "0001_initial"),
    ]
    operations = [
        migrations.AddField("invitation", "county", models.TextField(null=True, editable=False, db_collation="C")),
        migrations.AddField("invitation", "region", REGION),
        migrations.AddField("invitation", "line", models.TextField(null=True, editable=False)),
        migrations.AddField("invitation", "item_code", models.TextField(null=True, editable=False)),
        migrations.AddField("invitation", "grade", models.PositiveSmallIntegerField(null=True, editable=False)),
        run_file(__file__, "invitation_counted_1.sql", FUNCTIONS),
    ]
