"""Which calendar of each year was loaded last."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reference", "0002_changes_are_told_to_all_processes")]
    operations = [
        migrations.CreateModel(
            "CalendarYear",
            [
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        primary_key=True, serialize=False, verbose_name="年"
                    ),
                ),
                ("digest", models.TextField(verbose_name="摘要")),
                ("provisional", models.BooleanField(verbose_name="推算")),
                ("loaded_at", models.DateTimeField(verbose_name="装入时间")),
            ],
            {"verbose_name": "年历", "ordering": ["year"]},
        ),
    ]
