"""The first event of a case carries the id of the request that handed the case in."""

from django.db import migrations

from yichuang.core.frozen import run_file

DIGEST = "3006c97e0f4ebb082bf1e4da66baac11bb3abfa0eb7d79b246b03a44c917bb1b"


class Migration(migrations.Migration):
    dependencies = [("cases", "0023_counted_from_the_index_alone")]
    operations = [run_file(__file__, "case_submit_5.sql", DIGEST)]
