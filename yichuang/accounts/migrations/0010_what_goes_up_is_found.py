"""What is to go up next is found by an index, built beside running writers; the types of before are proved."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations, models

from yichuang.core.resumable import AddIndexConcurrently

GOES_UP = models.Index(
    fields=["next_at"],
    condition=models.Q(done_at__isnull=True),
    name="todo_goes_up",
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("accounts", "0009_tasks_have_a_moment")]
    operations = [
        AddIndexConcurrently("todo", GOES_UP),
        ValidateConstraint("todo", "todo_task"),
    ]
