"""The writing function finds a person by document and name, so that an application is one round trip."""

from django.db import migrations

from yichuang.core.frozen import run_file

DIGEST = "4f41aac775b87a69083795c00e87a5141d9a25d7911d45d21aa2bbf0155a862a"


class Migration(migrations.Migration):
    dependencies = [("cases", "0004_results_of_an_item"), ("registry", "0002_a_known_person_in_one_look")]
    operations = [run_file(__file__, "case_submit_3.sql", DIGEST)]
