"""One clock for SQL: the machine's, moved by what the session says (YICHUANG_CLOCK_AHEAD, for tests)."""

from django.db import migrations

from yichuang.core.frozen import run_file

DIGEST = "21ed049872e73e32ab477f5b9bf7296a9425fda21852503a6d7f16079e5b25cd"


class Migration(migrations.Migration):
    dependencies = [("core", "0002_outbox")]
    operations = [run_file(__file__, "core_now_1.sql", DIGEST)]
