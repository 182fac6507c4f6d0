"""The terms against a refusal run from the day on which its owner first had it open online."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_why_a_paper_is_void_is_listed")]
    operations = [
        migrations.AddField(
            model_name="paper",
            name="read_at",
            field=models.DateTimeField("本人先在网上看到的时间", null=True, blank=True),
        ),
    ]
