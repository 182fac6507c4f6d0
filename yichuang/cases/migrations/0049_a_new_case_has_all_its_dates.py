"""A new case is written with its last day to be accepted, and with the one after which silence decides; servers of before
tell neither, and their cases have none."""

from django.db import migrations

from yichuang.core.frozen import run_file

DIGEST = "849ab128e2878d0441b1c269b2b1b24549c77e51fca86a316aefa13b69454061"


class Migration(migrations.Migration):
    dependencies = [("cases", "0048_states_and_pauses_are_validated")]
    operations = [run_file(__file__, "case_submit_8.sql", DIGEST)]
