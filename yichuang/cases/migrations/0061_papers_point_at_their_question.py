"""A paper that was asked for, and a check that was made online, point at the question that settles them."""

from django.db import migrations, models
from django.db.models.deletion import PROTECT


def to_query():
    return models.ForeignKey(
        null=True, on_delete=PROTECT, related_name="+", to="exchange.query", db_index=False
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0060_what_follows_is_validated"),
        ("exchange", "0001_initial"),
    ]
    operations = [
        migrations.AddField("material", "query", to_query()),
        migrations.AddField("check", "query", to_query()),
    ]
