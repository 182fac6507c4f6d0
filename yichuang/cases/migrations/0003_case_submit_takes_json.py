"""The writing function takes one JSON object. A database made earlier keeps the older one of thirty-four arguments too,
so that servers which still call it go on working."""

from django.db import migrations

from yichuang.core.frozen import run_file

DIGEST = "5b0b853b605ee7cbc68a832df70967e213ea2ffbd6382758e2aa8623e46bbeaa"


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_case_submit")]
    operations = [run_file(__file__, "case_submit_2.sql", DIGEST)]
