"""People are found by their name: a keyed hash of it, filled batch by batch, each in its own transaction."""

from django.db import migrations, models

from yichuang.core.resumable import AddField, AddIndexConcurrently
from yichuang.registry.rules import name_blind

BATCH = 5000
FILL = """
update registry_person p set name_blind = v.blind
from unnest(%s::bigint[], %s::bytea[]) v(id, blind) where p.id = v.id
"""


def fill(apps, schema_editor) -> None:
    """In the order of ids: begun again, it goes on where it stopped."""
    connection = schema_editor.connection
    name_of = apps.get_model("registry", "Person")._meta.get_field("name").opened
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "select id, name, uuid from registry_person where id > %s and name_blind is null order by id limit %s",
                [last, BATCH],
            )
            rows = cursor.fetchall()
            if not rows:
                return
            ids = [row[0] for row in rows]
            blinds = [name_blind(name_of(bytes(row[1]), row[2])) for row in rows]
            cursor.execute(FILL, [ids, blinds])
        last = ids[-1]


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("registry", "0003_one_spelling")]
    operations = [
        AddField(
            model_name="person",
            name="name_blind",
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        AddIndexConcurrently(
            model_name="person",
            index=models.Index(fields=["name_blind"], name="person_name"),
        ),
    ]
