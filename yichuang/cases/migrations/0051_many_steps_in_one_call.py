"""The same step of many cases is written in one round trip: a new calendar moves the dates of tens of thousands."""

from django.db import migrations

from yichuang.core.frozen import run_file

DIGEST = "d507f45d4751fc6d60880a8565547acb66664761088c7ed405c2f13e1b432d5f"


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_the_clock_of_sql"),
        ("cases", "0050_what_moved_a_date_is_found"),
    ]
    operations = [run_file(__file__, "case_moves_1.sql", DIGEST)]
