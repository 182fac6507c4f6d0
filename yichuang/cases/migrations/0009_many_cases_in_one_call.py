"""A new case is told by the names of its columns, and many are written in one call with their counters in one order."""

from django.db import migrations

from yichuang.core.frozen import run_file

DIGEST = "e34cb7f6729f3dd0bf37e1984579f843fa646d137d6a918e1ae97aaa7add968b"


class Migration(migrations.Migration):
    dependencies = [("cases", "0008_a_correction_that_waits_is_a_pause")]
    operations = [run_file(__file__, "case_submit_4.sql", DIGEST)]
