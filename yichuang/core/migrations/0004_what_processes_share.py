"""One row that tells every process that what it keeps in memory is old, and tries that all processes count together."""

from django.db import migrations, models

from yichuang.core.frozen import run_file

REVISE = "4bae99b462464497b11e5668e4abe61cf44aa61b1535a24126c828ebb5e3d10c"
COUNT_TRIES = "953eb275e956db00904b27b35d6edb5043fbfdc15abfadbb7bafc2c222331ff0"


class Migration(migrations.Migration):
    dependencies = [("core", "0003_core_now")]
    operations = [
        migrations.CreateModel(
            name="Revision",
            fields=[
                ("id", models.SmallIntegerField(primary_key=True, serialize=False)),
                ("number", models.BigIntegerField()),
                ("packs", models.TextField(default="", db_default="")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("id", 1)), name="revision_is_one_row")]
            },
        ),
        migrations.CreateModel(
            name="Try",
            fields=[
                ("key", models.BinaryField(primary_key=True, serialize=False)),
                ("n", models.PositiveIntegerField()),
                ("until", models.DateTimeField()),
            ],
            options={"indexes": [models.Index(fields=["until"], name="try_until")]},
        ),
        run_file(__file__, "core_revise_1.sql", REVISE),
        run_file(__file__, "core_count_tries_1.sql", COUNT_TRIES),
    ]
