"""The function that knows the caller and counts the call."""

from django.db import migrations

from yichuang.core.frozen import run_file

DIGEST = "39f008d20def560f2325f9df0e630671bc456942467222f44bd6bbc091cbd119"


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial")]
    operations = [
        run_file(__file__, "api_admit_1.sql", DIGEST),
        migrations.RunSQL("alter table api_quotause set (fillfactor = 50)", "alter table api_quotause reset (fillfactor)"),
    ]
