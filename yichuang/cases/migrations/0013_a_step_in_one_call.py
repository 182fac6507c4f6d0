"""A step of a case is written in one round trip."""

from django.db import migrations

from yichuang.core.frozen import run_file

DIGEST = "a5851db9bb5258ca3f8bfbc24701ebbb2568df3382d508244024a46cda6a0d3d"


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_the_clock_of_sql"), ("cases", "0012_states_are_validated")]
    operations = [run_file(__file__, "case_move_1.sql", DIGEST)]
