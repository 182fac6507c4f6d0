"""Promises with the text that was shown, the checks of them, what is taken back and what is to be paid back; what a rule
said of a case, and who looks again. A paper may be asked for where it is held, and may follow later; a case may wait for
what was to follow, which stops our promise alone."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q
from django.db.models.deletion import PROTECT

from yichuang.core.fields import EncryptedJSONField, EncryptedTextField
from yichuang.core.ids import uuid7

OFFICER = "accounts.officer"
CASE = "cases.case"
OPEN = [
    "received",
    "correcting",
    "supplied",
    "accepted",
    "reviewing",
    "special",
    "suspended",
    "awaiting",
    "second",
    "approved",
    "denied",
]
FINAL = ["closed", "refused", "returned", "withdrawn", "voided"]
PAUSES = ["correction", "special", "suspended", "publicity", "before_acceptance", "awaiting"]
SOURCES = ["file", "seen", "shared", "promised", "asked", "later", "earlier"]
PROMISES = ["notice", "tolerance", "credit"]
STATE = models.CheckConstraint(
    condition=Q(open=True, state__in=OPEN) | Q(open=False, state__in=FINAL), name="case_state"
)
ONLY_GRANTS = models.CheckConstraint(
    condition=~Q(flags__contains=["by_rule"], outcome="denied"), name="case_rule_only_grants"
)
PAUSE = models.CheckConstraint(condition=Q(kind__in=PAUSES), name="pause_kind")
SOURCE = models.CheckConstraint(condition=Q(source__in=SOURCES), name="material_source")


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


def unique(name, *fields, **more):
    return models.UniqueConstraint(fields=fields, name=name, **more)


def check(name, condition):
    return models.CheckConstraint(condition=condition, name=name)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_numbers_of_officers_have_one_spelling"),
        ("cases", "0057_how_a_draft_is_held_is_validated"),
        ("registry", "0005_a_passport_is_of_a_country"),
    ]
    operations = [
        migrations.CreateModel(
            "CommitmentText",
            [
                ("id", key()),
                ("kind", models.TextField()),
                ("version", models.TextField()),
                ("hash", models.TextField()),
                ("body", models.JSONField()),
            ],
            {
                "constraints": [
                    unique("commitment_text_once", "kind", "version"),
                    check("commitment_text_kind", Q(kind__in=PROMISES)),
                ],
            },
        ),
        migrations.CreateModel(
            "Commitment",
            [
                ("id", key()),
                ("uuid", uuid()),
                ("kind", models.TextField()),
                ("materials", models.JSONField(default=list)),
                ("shown_hash", models.TextField()),
                ("shown", EncryptedTextField()),
                ("signed_as", models.TextField()),
                ("signed_by", models.TextField()),
                ("channel", models.PositiveSmallIntegerField()),
                ("at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("ended", words()),
                ("case", to(CASE, "commitments")),
                ("signer", to("registry.person", null=True)),
                ("text", to("cases.commitmenttext", db_index=False)),
                ("witnessed_by", to(OFFICER, null=True)),
            ],
            {
                "constraints": [
                    unique("commitment_uuid", "uuid"),
                    unique(
                        "commitment_once",
                        "case",
                        "kind",
                        "materials",
                        condition=Q(withdrawn_at__isnull=True),
                    ),
                    check("commitment_kind", Q(kind__in=PROMISES)),
                    check(
                        "commitment_signed_as",
                        Q(signed_as__in=["self", "guardian", "handler", "legal_rep"]),
                    ),
                    check(
                        "commitment_ended",
                        Q(ended__in=["", "kept", "supplied", "false", "withdrawn"]),
                    ),
                    check(
                        "commitment_withdrawn_whole",
                        Q(ended="withdrawn", withdrawn_at__isnull=False)
                        | ~Q(ended="withdrawn") & Q(withdrawn_at__isnull=True),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Check",
            [
                ("id", key()),
                ("uuid", uuid()),
                ("way", models.TextField()),
                ("due_on", models.DateField()),
                ("sample", models.BigIntegerField(null=True)),
                ("finding", words()),
                ("facts", EncryptedTextField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("commitment", to("cases.commitment", "checks", db_index=False)),
                ("officer", to(OFFICER, null=True)),
            ],
            {
                "constraints": [
                    unique("check_uuid", "uuid"),
                    unique("check_once", "commitment", "way"),
                    check("check_way", Q(way__in=["online", "sample", "visit"])),
                    check(
                        "check_done_whole",
                        Q(finding="", done_at__isnull=True)
                        | Q(finding__in=["true", "false", "unclear"], done_at__isnull=False),
                    ),
                    check(
                        "check_has_an_officer",
                        Q(way="online") | Q(finding="") | Q(officer__isnull=False),
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["due_on"],
                        condition=Q(done_at__isnull=True),
                        name="check_to_be_done",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "CheckFile",
            [
                ("id", key()),
                ("check_row", to("cases.check", "evidence", db_index=False)),
                ("file", to("cases.storedfile")),
            ],
            {"constraints": [unique("check_file_once", "check_row", "file")]},
        ),
        migrations.CreateModel(
            "Revocation",
            [
                ("id", key()),
                ("uuid", uuid()),
                ("facts", EncryptedTextField()),
                ("basis", models.TextField()),
                ("gravity", models.TextField()),
                ("proposed_at", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                ("statement_by", models.DateField()),
                ("statement", EncryptedTextField(null=True)),
                ("heard_at", models.DateTimeField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("outcome", words()),
                ("reason", words()),
                ("case", to(CASE, "revocations")),
                ("check_row", to("cases.check", null=True)),
                ("proposed_by", to(OFFICER)),
                ("decided_by", to(OFFICER, null=True)),
            ],
            {
                "constraints": [
                    unique("revocation_uuid", "uuid"),
                    unique("revocation_one_at_a_time", "case", condition=Q(outcome="")),
                    check("revocation_gravity", Q(gravity__in=["light", "general", "serious"])),
                    check(
                        "revocation_two_hands",
                        Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                    ),
                    check(
                        "revocation_decided_whole",
                        Q(outcome="", decided_at__isnull=True, decided_by__isnull=True)
                        | Q(
                            outcome__in=["confirmed", "dropped"],
                            decided_at__isnull=False,
                            decided_by__isnull=False,
                        ),
                    ),
                    check(
                        "revocation_heard_first",
                        Q(decided_at__isnull=True)
                        | Q(heard_at__isnull=False)
                        | Q(decided_at__date__gt=F("statement_by")),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            "Recovery",
            [
                ("id", key()),
                ("what", models.TextField()),
                ("amount", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("order", words()),
                ("state", models.TextField(default="ordered")),
                ("revocation", to("cases.revocation", "recoveries", db_index=False)),
            ],
            {
                "constraints": [
                    unique("recovery_once", "revocation", "what"),
                    check("recovery_state", Q(state__in=["ordered"])),
                ],
            },
        ),
        migrations.CreateModel(
            "Determination",
            [
                ("id", key()),
                ("uuid", uuid()),
                ("item_code", models.TextField()),
                ("pack_from", models.DateField()),
                ("pack_digest", models.TextField()),
                ("numbers_digest", words()),
                ("verdict", models.TextField()),
                ("trace", EncryptedJSONField()),
                ("facts_hash", models.TextField()),
                ("at", models.DateTimeField()),
                ("decided", models.BooleanField(db_default=False, default=False)),
                ("case", to(CASE, "determinations", db_index=False)),
            ],
            {
                "constraints": [
                    unique("determination_uuid", "uuid"),
                    unique("determination_of_case", "case"),
                    check(
                        "determination_verdict",
                        Q(verdict__in=["yes", "no", "unknown", "contradicts"]),
                    ),
                    check("determination_only_yes", Q(decided=False) | Q(verdict="yes")),
                ],
            },
        ),
        migrations.CreateModel(
            "Look",
            [
                ("id", key()),
                ("uuid", uuid()),
                ("asked_at", models.DateTimeField()),
                ("kind", models.TextField()),
                ("words", EncryptedTextField()),
                ("due_on", models.DateField()),
                ("finding", words()),
                ("answer", EncryptedTextField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("case", to(CASE, "looks")),
                ("officer", to(OFFICER, null=True)),
            ],
            {
                "constraints": [
                    unique("look_uuid", "uuid"),
                    unique("look_one_at_a_time", "case", condition=Q(answered_at__isnull=True)),
                    check(
                        "look_answered_whole",
                        Q(finding="", answered_at__isnull=True)
                        | Q(
                            finding__in=["kept", "to_mend"],
                            answered_at__isnull=False,
                            officer__isnull=False,
                        ),
                    ),
                ],
            },
        ),
        migrations.AddField(
            "material", "commitment", to("cases.commitment", "papers", db_index=False, null=True)
        ),
        migrations.AddField("material", "due_on", models.DateField(null=True)),
        migrations.AddField("material", "supplied_at", models.DateTimeField(null=True)),
        migrations.AddField("draft", "offered", EncryptedJSONField(null=True)),
        migrations.RemoveConstraint("case", "case_state"),
        AddConstraintNotValid("case", STATE),
        AddConstraintNotValid("case", ONLY_GRANTS),
        migrations.RemoveConstraint("pause", "pause_kind"),
        AddConstraintNotValid("pause", PAUSE),
        migrations.RemoveConstraint("material", "material_source"),
        AddConstraintNotValid("material", SOURCE),
    ]
