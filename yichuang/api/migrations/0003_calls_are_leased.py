"""Several calls are counted at once. A database made earlier keeps the function that counts one, for servers which
still call it."""

from django.db import migrations

from yichuang.core.frozen import run_file

DIGEST = "a277e8ff24176d3c7e49b668743cbf24646d89f15ca329e7b19b2225656f2ed3"


class Migration(migrations.Migration):
    dependencies = [("api", "0002_api_admit")]
    operations = [run_file(__file__, "api_admit_2.sql", DIGEST)]
