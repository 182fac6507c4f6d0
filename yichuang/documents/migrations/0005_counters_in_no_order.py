"""A number is refused at once to who holds another counter already, so that no two wait for each other. The function of
before stays for servers of before: it takes the row of the counter, as this one does."""

from django.db import migrations

from yichuang.core.frozen import run_file

DIGEST = "188ee64379e0964eacb789e24e045c6864673ad1b40bef1c724bf83809576a8e"


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_papers_are_whole")]
    operations = [
        run_file(__file__, "paper_number_2.sql", DIGEST),
    ]
