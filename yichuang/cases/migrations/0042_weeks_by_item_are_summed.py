"""Weeks that are over are summed by item, and what was open when a month began is kept. Both begin empty: until a job
has made them, pages count from the cases as before."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from yichuang.core.frozen import run_file

FUNCTIONS = "ec67df7fe3c4a360bbf9ff9d59f1ad9bea5d36a194d180eb248f0d363b00d055"
KINDS = models.CheckConstraint(
    condition=models.Q(kind__in=["came", "ended", "due", "late", "items", "open"]),
    name="day_summed_kind",
)


def key():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def place():
    return [
        ("id", key()),
        ("day", models.DateField()),
        ("county", models.TextField(db_collation="C")),
        ("line", models.TextField()),
    ]


def numbers(*names):
    return [(name, models.PositiveIntegerField()) for name in names]


def once(name, *columns):
    return models.UniqueConstraint(fields=["day", "county", "line", *columns], name=name)


class Migration(migrations.Migration):
    dependencies = [("cases", "0041_a_decision_read_online")]
    operations = [
        migrations.CreateModel(
            "WeekOfItem",
            [
                *place(),
                ("item_code", models.TextField()),
                *numbers("received", "online", "closed", "late", "instant", "within"),
            ],
            {"constraints": [once("week_of_item", "item_code")]},
        ),
        migrations.CreateModel(
            "OpenThen",
            [*place(), *numbers("open")],
            {"constraints": [once("open_then")]},
        ),
        migrations.RemoveConstraint("daysummed", "day_summed_kind"),
        AddConstraintNotValid("daysummed", KINDS),
        run_file(__file__, "case_days_2.sql", FUNCTIONS),
    ]
