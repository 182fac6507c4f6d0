"""A thing to do says how it presses, until which moment, and when it goes up the line of those who answer for it."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

TASK = models.CheckConstraint(
    condition=models.Q(task__in=["now", "timed", "careful"]), name="todo_task"
)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_numbers_of_officers_have_one_spelling")]
    operations = [
        migrations.AddField(
            "todo", "task", models.TextField(db_default="timed", default="timed")
        ),
        migrations.AddField("todo", "due_at", models.DateTimeField(null=True)),
        migrations.AddField("todo", "next_at", models.DateTimeField(null=True)),
        AddConstraintNotValid("todo", TASK),
    ]
