"""A paper keeps what it says and under which look it was issued; its sheet is set when somebody first reads it.

Nothing is rewritten: papers of before have their sheet and nothing frozen. The two CHECKs hold for new rows now and are
validated by the next migration."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

import yichuang.core.fields
from yichuang.core.frozen import run_file

DIGEST = "56009c3de37fdda1a9d88b7ba8f17494605f15dac6bbc5bb29d702e6972df22c"


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_the_clock_of_sql")]
    operations = [
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("templates", models.JSONField(help_text="[[path, text], …]")),
                ("fonts", models.CharField(max_length=64)),
                ("setter", models.CharField(max_length=20)),
                ("created_at", models.DateTimeField(db_default=yichuang.core.fields.ClockNow())),
            ],
        ),
        migrations.AddField(
            "paper",
            "look",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="documents.look",
            ),
        ),
        migrations.AddField("paper", "frozen", yichuang.core.fields.EncryptedTextField(null=True, verbose_name="内容")),
        migrations.AddField(
            "paper",
            "frozen_sha256",
            models.CharField(blank=True, db_default="", default="", max_length=64, verbose_name="内容摘要"),
        ),
        migrations.AlterField(
            "paper", "sha256", models.CharField(blank=True, default="", max_length=64, verbose_name="摘要")
        ),
        migrations.AlterField(
            "paper", "path", models.CharField(blank=True, default="", max_length=200, verbose_name="存放位置")
        ),
        migrations.AlterField("paper", "size", models.PositiveIntegerField(default=0, verbose_name="字节数")),
        AddConstraintNotValid(
            "paper",
            models.CheckConstraint(
                condition=models.Q(look__isnull=True, frozen__isnull=True, frozen_sha256="")
                | models.Q(look__isnull=False, frozen__isnull=False) & ~models.Q(frozen_sha256=""),
                name="paper_frozen_whole",
            ),
        ),
        AddConstraintNotValid(
            "paper",
            models.CheckConstraint(
                condition=models.Q(path="", sha256="", look__isnull=False) | ~models.Q(path="") & ~models.Q(sha256=""),
                name="paper_kept_whole",
            ),
        ),
        run_file(__file__, "paper_number_1.sql", DIGEST),
    ]
