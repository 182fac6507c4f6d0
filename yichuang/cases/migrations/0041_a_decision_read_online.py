"""When its owner first read a decision online: the term of review runs from then. New rows have none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0040_where_a_result_is_given")]
    operations = [
        migrations.AddField(
            model_name="delivery",
            name="read_at",
            field=models.DateTimeField(null=True),
        ),
    ]
