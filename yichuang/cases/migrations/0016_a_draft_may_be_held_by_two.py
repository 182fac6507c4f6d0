"""What a resident began on a phone a clerk may go on with: a draft has a code, and further holders."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0015_kinds_of_pause_hold"),
        ("catalog", "0002_changes_are_told_to_all_processes"),
        ("reference", "0002_changes_are_told_to_all_processes"),
        ("registry", "0003_one_spelling"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftHolder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("actor", models.TextField()),
                ("how", models.TextField()),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="draft",
            name="code",
            field=models.TextField(null=True),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code__isnull", False)), fields=("code",), name="draft_code"
            ),
        ),
        migrations.AddField(
            model_name="draftholder",
            name="draft",
            field=models.ForeignKey(on_delete=PROTECT, related_name="holders", to="cases.draft"),
        ),
        migrations.AddField(
            model_name="draftholder",
            name="user",
            field=models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name="draftholder",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)), fields=("draft", "user"), name="draft_holder_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="draftholder",
            constraint=models.CheckConstraint(
                condition=models.Q(("how__in", ["owner", "code"])), name="draft_holder_how"
            ),
        ),
    ]
