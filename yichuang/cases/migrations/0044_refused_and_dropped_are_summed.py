"""What was refused and what was dropped is summed beside what was done. Sums that lack these numbers are forgotten: until
a job has made them anew, pages count from the cases."""

from django.db import migrations, models

from yichuang.core.frozen import run_file

FUNCTIONS = "80f2d8ef2bd3ac63844dbcf439df3b5139bde850c9e649a7ae22f43dde6361f5"


def count(model, name):
    return migrations.AddField(
        model,
        name,
        models.PositiveIntegerField(db_default=0),
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0043_kinds_of_sums_are_validated")]
    operations = [
        count("dayended", "refused"),
        count("dayended", "dropped"),
        count("weekofitem", "refused"),
        count("weekofitem", "dropped"),
        run_file(__file__, "case_days_3.sql", FUNCTIONS),
    ]
