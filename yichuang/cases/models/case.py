"""办件: one application of one person or employer for one item, on the version of the day it came in."""

from django.db import models
from django.db.models import F, Func, Q, Value

from yichuang.accounts.models import Officer, Organisation
from yichuang.cases.rules import states
from yichuang.cases.rules.flags import (
    BY_RULE,
    DEEMED,
    DEMANDED_HELD,
    EXTENDED,
    LATE_NOTICE,
    OVER_PLANNED,
    SECOND_CORRECTION,
)
from yichuang.cases.rules.timing import INSTANT_MINUTES
from yichuang.catalog.models import ItemVersion
from yichuang.core.fields import EncryptedJSONField
from yichuang.reference.models import Region
from yichuang.registry.models import Employer, Person


class Case(models.Model):
    """One case. States are ours (rules/states.py); each maps to one code of the national exchange.

    Written first by the SQL function `case_submit` (one round trip), changed by the services only. region: its home,
    the place whose law, unit and calendar apply; filed_in: where it was handed in, when that is another place;
    paused_since: the day from which its clock stands, kept by services/pauses.py; minutes: of business from complete
    papers to the end, of a 即办件 that is done; accept_by, deliver_by: the last days to accept and to deliver, null
    where its version has no terms; decides_on: the last day after which silence decides, null where it does not;
    clock_changed: it has rows of TermChange."""

    uuid = models.UUIDField(editable=False)
    number = models.TextField()
    version = models.ForeignKey(
        ItemVersion, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    item_code = models.TextField()
    line = models.TextField()
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    filed_in = models.ForeignKey(
        Region, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    received_at_org = models.ForeignKey(
        Organisation, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    channel = models.PositiveSmallIntegerField()
    source = models.TextField()
    client_ref = models.TextField()
    body_hash = models.BinaryField(max_length=32)
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    employer = models.ForeignKey(
        Employer, null=True, on_delete=models.PROTECT, related_name="cases", db_index=False
    )
    situation = models.JSONField(default=dict)
    form = EncryptedJSONField()
    password_hash = models.BinaryField(max_length=32)

    state = models.TextField(default=states.RECEIVED, db_default=states.RECEIVED)
    open = models.BooleanField(
        default=True, db_default=True
    )  # written with the state, by services/journal.py
    step = models.PositiveSmallIntegerField(default=0, db_default=0)
    received_at = models.DateTimeField()
    clock_from = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    minutes = models.PositiveIntegerField(null=True)
    due_at = models.DateTimeField()
    yellow_on = models.DateField()
    red_on = models.DateField()
    alarm = models.TextField(default="green", db_default="green")
    statutory_due = models.DateField(null=True)
    accept_by = models.DateField(null=True)
    decides_on = models.DateField(null=True)
    deliver_by = models.DateField(null=True)
    clock_changed = models.BooleanField(default=False, db_default=False)
    paused_since = models.DateField(null=True)
    due_provisional = models.BooleanField(default=False, db_default=False)
    instant = models.BooleanField(default=False, db_default=False)
    late = models.BooleanField(default=False, db_default=False)
    visits = models.PositiveSmallIntegerField(default=0, db_default=0)
    flags = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    slow_reason = models.TextField(default="", db_default="", blank=True)
    outcome = models.TextField(default="", db_default="", blank=True)

    received_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_by = models.ForeignKey(
        Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_by = models.ForeignKey(
        Officer, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    holder = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(null=True)
    seq = models.PositiveIntegerField(default=1, db_default=1)
    head = models.BinaryField(max_length=32)

    county = models.GeneratedField(
        expression=Func(F("region"), Value(6), function="LEFT"),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="case_uuid"),
            models.UniqueConstraint(fields=["number"], name="case_number"),
            models.UniqueConstraint(fields=["source", "client_ref"], name="case_idem"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, employer__isnull=True)
                | Q(person__isnull=True, employer__isnull=False),
                name="case_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(open=True, state__in=list(states.OPEN))
                | Q(open=False, state__in=list(states.FINAL)),
                name="case_state",
            ),
            models.CheckConstraint(
                condition=Q(channel__gte=1, channel__lte=6), name="case_channel"
            ),
            models.CheckConstraint(
                condition=Q(instant=True)
                | Q(decided_by__isnull=True)
                | ~Q(decided_by=F("accepted_by")),
                name="case_two_hands",
            ),
            models.CheckConstraint(
                condition=~Q(flags__contains=[BY_RULE], outcome=states.DENIED),
                name="case_rule_only_grants",
            ),
        ]
        indexes = [
            # what is counted is read from the index alone
            models.Index(
                fields=["county", "due_at", "id", "state", "line", "organisation"],
                include=["paused_since", "received_at", "item_code"],
                condition=Q(open=True),
                name="case_open_counted",
            ),
            models.Index(
                fields=["due_at", "id", "state", "line"],
                condition=Q(open=True),
                name="case_open_due",
            ),
            models.Index(
                fields=["person", "-id"], condition=Q(person__isnull=False), name="case_person"
            ),
            models.Index(
                fields=["employer", "-id"],
                condition=Q(employer__isnull=False),
                name="case_employer",
            ),
            models.Index(
                Func(F("filed_in"), Value(6), function="LEFT"),
                F("id").desc(),
                condition=Q(filed_in__isnull=False),
                name="case_filed_elsewhere",
            ),
            models.Index(
                fields=["item_code", "-id"],
                condition=Q(outcome__in=list(states.DECIDED)),
                name="case_results",
            ),
            models.Index(
                fields=["received_at"],
                include=["county", "line", "channel", "item_code"],
                name="case_came",
            ),
            models.Index(
                fields=["closed_at"],
                include=[
                    "county",
                    "line",
                    "item_code",
                    "state",
                    "late",
                    "instant",
                    "minutes",
                    "received_at",
                    "due_at",
                ],
                condition=Q(closed_at__isnull=False),
                name="case_ended",
            ),
            models.Index(
                fields=["due_at"],
                include=["county", "line", "state", "late"],
                condition=Q(open=False),
                name="case_was_due",
            ),
            # breaches of the rules are few among many; each report finds its own
            models.Index(
                fields=["due_at", "id"],
                include=["county", "line", "organisation", "item_code", "visits"],
                condition=Q(visits__gte=2),
                name="case_visited_often",
            ),
            models.Index(
                fields=["due_at", "id"],
                include=["county", "line", "organisation"],
                condition=Q(flags__contains=[SECOND_CORRECTION]),
                name="case_asked_twice",
            ),
            models.Index(
                fields=["due_at", "id"],
                include=["county", "line", "organisation"],
                condition=Q(instant=True, state=states.CLOSED, minutes__gt=INSTANT_MINUTES),
                name="case_too_slow",
            ),
            models.Index(
                fields=["due_at", "id"],
                include=["county", "line", "organisation"],
                condition=Q(flags__contains=[DEEMED]),
                name="case_deemed",
            ),
            models.Index(
                fields=["due_at", "id"],
                include=["county", "line", "organisation"],
                condition=Q(flags__contains=[LATE_NOTICE]),
                name="case_told_late",
            ),
            models.Index(
                fields=["due_at", "id"],
                include=["county", "line", "organisation"],
                condition=Q(flags__contains=[OVER_PLANNED]),
                name="case_over_planned",
            ),
            models.Index(
                fields=["due_at", "id"],
                include=["county", "line", "organisation"],
                condition=Q(flags__contains=[DEMANDED_HELD]),
                name="case_demanded",
            ),
            models.Index(
                fields=["due_at", "id"],
                include=["county", "line"],
                condition=Q(flags__contains=[EXTENDED]),
                name="case_extended",
            ),
            # what the night looks for
            models.Index(
                fields=["accept_by", "id"],
                condition=Q(open=True, state__in=list(states.FRONT), accept_by__isnull=False),
                name="case_unheard",
            ),
            models.Index(
                fields=["decides_on", "id"],
                condition=Q(open=True, decides_on__isnull=False),
                name="case_silent",
            ),
        ]

    @property
    def subject(self) -> Person | Employer:
        """Whose case it is."""
        return self.person if self.person_id else self.employer

    @property
    def ref(self) -> str:
        """How audit, papers and messages name it."""
        return f"case:{self.uuid}"


class NumberCounter(models.Model):
    """The last serial given on one day to one region by one channel."""

    region = models.TextField()
    day = models.DateField()
    channel = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "day", "channel"], name="number_counter_once")
        ]
