"""Invitations of before learn what is counted of them, batch by batch, each in its own transaction; then the indexes
that have all of it."""

from django.db import migrations, models

from yichuang.core.resumable import AddIndexConcurrently, RemoveIndexConcurrently

BATCH = 5000
FILL = """
    update ratings_invitation i
    set county = c.county, region_id = c.region_id, line = c.line, item_code = c.item_code,
      grade = (select r.grade from ratings_rating r where r.invitation_id = i.id)
    from cases_case c
    where c.id = i.case_id and i.county is null and i.id > %s and i.id <= %s
"""


def fill(apps, schema_editor) -> None:
    """In the order of ids: begun again, it passes over what is filled."""
    invitations = apps.get_model("ratings", "Invitation").objects
    newest = invitations.aggregate(id=models.Max("id"))["id"] or 0
    for first in range(0, newest, BATCH):
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(FILL, [first, first + BATCH])


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("ratings", "0004_what_is_counted_stands_in_the_invitation")]
    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        AddIndexConcurrently(
            "invitation",
            models.Index(
                fields=["created_at"],
                include=["county", "line", "item_code", "organisation", "grade", "used_at"],
                name="invitation_counted",
            ),
        ),
        AddIndexConcurrently(
            "invitation",
            models.Index(
                fields=["created_at"],
                include=["county", "line"],
                condition=models.Q(grade__lte=2),
                name="invitation_bad",
            ),
        ),
        RemoveIndexConcurrently("invitation", "invitation_created"),
    ]
