"""When a role was taken back in the course of its last day."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0005_leave_and_a_phone_of_an_officer"),
    ]

    operations = [
        migrations.AddField(
            model_name="assignment",
            name="ended_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="收回时间"),
        ),
    ]
