"""A file that a new case takes is held from then on: whoever removes unclaimed files waits, or was here before."""

from django.db import migrations

from yichuang.core.frozen import run_file

DIGEST = "18224d38263dcf019e341e6aae0c8cd3a342eb3be2703a2d86113033aaf21abb"


class Migration(migrations.Migration):
    dependencies = [("cases", "0026_uploads_wait_for_a_case")]
    operations = [run_file(__file__, "case_submit_6.sql", DIGEST)]
