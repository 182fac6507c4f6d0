"""Sums by day, county and line, kept true by triggers. They begin empty: until a job has summed a day, it is counted
from its cases as before, so that nothing waits for this migration."""

from django.db import migrations, models

from yichuang.core.frozen import run_file

FUNCTIONS = "909a5b2df33d9311c4a2c90bbb07ac17b623d32b5d440424c717f20b9291ac04"
COUNT = models.PositiveIntegerField
KINDS = models.CheckConstraint(
    condition=models.Q(kind__in=["came", "ended", "due", "late"]), name="day_summed_kind"
)


def key():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def sums(name, constraint, columns):
    place = [
        ("id", key()),
        ("day", models.DateField()),
        ("county", models.TextField(db_collation="C")),
        ("line", models.TextField()),
    ]
    once = models.UniqueConstraint(fields=["day", "county", "line"], name=constraint)
    return migrations.CreateModel(name, [*place, *columns], {"constraints": [once]})


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0030_awaited_parcels_are_found"),
        ("core", "0003_core_now"),
    ]
    operations = [
        sums("DayCame", "day_came", [(f"channel_{n}", COUNT()) for n in range(1, 7)]),
        sums(
            "DayEnded",
            "day_ended",
            [
                *((name, COUNT()) for name in ("closed", "late", "instant", "within", "timed")),
                ("minutes", models.PositiveBigIntegerField()),
            ],
        ),
        sums("DayDue", "day_due", [("closed", COUNT()), ("late", COUNT())]),
        migrations.CreateModel(
            "DaySummed",
            [("id", key()), ("kind", models.TextField()), ("day", models.DateField())],
            {
                "constraints": [
                    models.UniqueConstraint(fields=["kind", "day"], name="day_summed"),
                    KINDS,
                ]
            },
        ),
        migrations.CreateModel(
            "LateThen",
            [
                ("id", key()),
                ("month", models.DateField()),
                ("case", models.ForeignKey("cases.Case", models.PROTECT, related_name="+")),
                ("due_at", models.DateTimeField()),
                ("state", models.TextField()),
                ("held", models.BooleanField()),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(fields=["month", "case"], name="late_then"),
                ]
            },
        ),
        run_file(__file__, "case_days_1.sql", FUNCTIONS),
    ]
