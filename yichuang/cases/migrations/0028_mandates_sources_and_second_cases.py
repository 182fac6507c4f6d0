"""A mandate has a last day, a draft knows where its answers come from, and a door that shows nobody the open case before
leaves it to the function to find that case."""

from django.db import migrations, models

from yichuang.core.frozen import run_file

DIGEST = "80d780326bc3e7dbc4dbac91ef73139ba13f6aa7d15e4976dc63bb35b57eddaa"


class Migration(migrations.Migration):
    dependencies = [("cases", "0027_a_file_is_held_while_a_case_takes_it")]
    operations = [
        migrations.AddField("party", "until", models.DateField(null=True)),
        migrations.AddField("draft", "sources", models.JSONField(null=True)),
        run_file(__file__, "case_submit_7.sql", DIGEST),
    ]
