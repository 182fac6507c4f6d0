"""What moves the terms of a case beside pauses, what two officers saw on the spot, what stands in public before a grant
with the objections to it, and what a new year of the calendar moved."""

from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.deletion import PROTECT

from yichuang.core.fields import EncryptedTextField
from yichuang.core.ids import uuid7

OFFICER = "accounts.officer"
UNANSWERED = Q(answered_at__isnull=True, answered_by__isnull=True, upheld__isnull=True, answer="")
ANSWERED = Q(answered_at__isnull=False, answered_by__isnull=False, upheld__isnull=False)


def key():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def uuid():
    return models.UUIDField(default=uuid7, editable=False)


def to(model, name="+", **more):
    return models.ForeignKey(on_delete=PROTECT, related_name=name, to=model, **more)


def words():
    return models.TextField(blank=True, default="")


def number():
    return models.PositiveIntegerField(db_default=0, default=0)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_numbers_of_officers_have_one_spelling"),
        ("cases", "0045_dates_of_the_clock"),
        ("reference", "0002_changes_are_told_to_all_processes"),
    ]
    operations = [
        migrations.CreateModel(
            "TermChange",
            [
                ("id", key()),
                ("kind", models.TextField()),
                ("cause", words()),
                ("on_day", models.DateField()),
                ("days", models.PositiveSmallIntegerField(null=True)),
                ("unit", words()),
                ("until", models.DateField(null=True)),
                ("reason", models.TextField()),
                ("basis", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("granted_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("case", to("cases.case", "term_changes")),
                ("consent", to("cases.storedfile", null=True)),
                ("asked_by", to(OFFICER)),
                ("granted_by", to(OFFICER, null=True)),
            ],
            {
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(kind__in=["extension", "restart", "shorter"]),
                        name="term_change_kind",
                    ),
                    models.CheckConstraint(
                        condition=Q(granted_by__isnull=True) | ~Q(granted_by=F("asked_by")),
                        name="term_change_two_hands",
                    ),
                    models.CheckConstraint(
                        condition=Q(granted_at__isnull=True) | Q(refused_at__isnull=True),
                        name="term_change_one_answer",
                    ),
                    models.UniqueConstraint(
                        fields=["case"],
                        condition=Q(kind="extension", refused_at__isnull=True),
                        name="term_change_one_extension",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "OnSiteCheck",
            [
                ("id", key()),
                ("uuid", uuid()),
                ("on_day", models.DateField()),
                ("place_of", models.TextField()),
                ("findings", EncryptedTextField()),
                ("signed_first_at", models.DateTimeField()),
                ("signed_second_at", models.DateTimeField(null=True)),
                ("case", to("cases.case", "on_site_checks")),
                ("made_by", to(OFFICER)),
                ("second", to(OFFICER)),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(fields=["uuid"], name="on_site_check_uuid"),
                    models.CheckConstraint(
                        condition=~Q(made_by=F("second")), name="on_site_check_two_officers"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "OnSitePhoto",
            [
                ("id", key()),
                ("on_site_check", to("cases.onsitecheck", "photos")),
                ("file", to("cases.storedfile")),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(
                        fields=["on_site_check", "file"], name="on_site_photo_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Notice",
            [
                ("id", key()),
                ("uuid", uuid()),
                ("item_code", models.TextField()),
                ("title", models.TextField()),
                ("basis", models.TextField()),
                ("conditions", models.TextField()),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("published_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("withdrawn_why", words()),
                ("region", to("reference.region")),
                ("organisation", to("accounts.organisation")),
                ("published_by", to(OFFICER)),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(fields=["uuid"], name="notice_uuid"),
                    models.CheckConstraint(
                        condition=Q(until_on__gte=F("from_on")), name="notice_days_in_order"
                    ),
                    models.CheckConstraint(
                        condition=Q(withdrawn_why="") | Q(ended_at__isnull=False),
                        name="notice_withdrawn_is_ended",
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["until_on"],
                        condition=Q(ended_at__isnull=True),
                        name="notice_standing",
                    ),
                    models.Index(fields=["region", "-from_on"], name="notice_of_place"),
                ],
            },
        ),
        migrations.CreateModel(
            "NoticeRow",
            [
                ("id", key()),
                ("shown", models.TextField()),
                ("about", words()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("left_out_why", words()),
                ("ended", models.BooleanField(db_default=False, default=False)),
                ("notice", to("cases.notice", "rows")),
                ("case", to("cases.case", "notice_rows")),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(
                        fields=["case"], condition=Q(ended=False), name="notice_row_one_standing"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Objection",
            [
                ("id", key()),
                ("uuid", uuid()),
                ("text", EncryptedTextField()),
                ("phone", EncryptedTextField(null=True)),
                ("came_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("about", words()),
                ("answer", words()),
                ("upheld", models.BooleanField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("notice", to("cases.notice", "objections")),
                ("row", to("cases.noticerow", "objections", null=True)),
                ("answered_by", to(OFFICER, null=True)),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(fields=["uuid"], name="objection_uuid"),
                    models.CheckConstraint(
                        condition=UNANSWERED | (ANSWERED & ~Q(answer="")),
                        name="objection_answered_whole",
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["due_on"],
                        condition=Q(answered_at__isnull=True),
                        name="objection_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Recount",
            [
                ("id", key()),
                ("year", models.PositiveSmallIntegerField()),
                ("digest", models.TextField()),
                ("begun_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("looked", number()),
                ("moved", number()),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(
                        fields=["year", "digest"],
                        condition=Q(ended_at__isnull=True),
                        name="recount_one_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Recounted",
            [
                ("id", key()),
                ("clock", models.TextField()),
                ("from_on", models.DateField()),
                ("to_on", models.DateField()),
                ("run", to("cases.recount", "rows", db_index=False)),
                ("case", to("cases.case")),
            ],
            {
                "constraints": [
                    models.UniqueConstraint(fields=["run", "case"], name="recounted_once"),
                ],
            },
        ),
    ]
