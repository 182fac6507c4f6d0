from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0021_who_collected")]
    operations = [
        migrations.AddField("draft", "revision", models.PositiveIntegerField(default=0, db_default=0)),
    ]
