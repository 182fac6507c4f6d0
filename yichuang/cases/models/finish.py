"""After the decision: how the result reaches the person, and the call that asks how it went."""

from django.db import models
from django.db.models import Q

from yichuang.accounts.models import Officer
from yichuang.cases.models.case import Case
from yichuang.cases.rules.deliveries import COUNTER, ELSEWHERE, WAYS, Whereabouts
from yichuang.core.fields import EncryptedTextField


class Delivery(models.Model):
    """One per finished case: at the counter, by post, or electronically; with the receipt.

    asked_at: since when the courier's word is awaited, empty when it is not; asked_by: who gave the parcel to the
    courier; refusal: what the courier said instead of a number, for the desk; place: where it is given out, "" for the
    office itself; read_at: when its owner first had a decision that burdens them open online, before it was
    delivered."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="delivery")
    way = models.TextField()
    place = models.TextField(default="", blank=True, db_default="")
    state = models.TextField(default="waiting")
    recipient = EncryptedTextField(bound_to="case_id")
    phone = EncryptedTextField(null=True, bound_to="case_id")
    address = EncryptedTextField(null=True, bound_to="case_id")
    waybill = models.TextField(default="", blank=True)
    asked_at = models.DateTimeField(null=True)
    asked_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    refusal = EncryptedTextField(null=True, bound_to="case_id")
    handed_by = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    signed_by = EncryptedTextField(null=True, bound_to="case_id")
    signer_document = EncryptedTextField(null=True, bound_to="case_id")
    signer_relation = models.TextField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=["counter", "mail", "electronic"]), name="delivery_way"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sent", "delivered", "returned"]),
                name="delivery_state",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="delivery_waiting"),
            models.Index(
                fields=["asked_at"], condition=Q(asked_at__isnull=False), name="delivery_awaited"
            ),
        ]

    @property
    def listed_as(self) -> str:
        """The way, told apart for the lists of a desk: what is fetched at a bank waits for nobody here."""
        if self.way == COUNTER and self.place:
            return ELSEWHERE
        return self.way

    @property
    def given_at(self) -> str:
        """Where it is given out."""
        return self.place or self.case.organisation.name

    @property
    def given_when(self) -> str:
        """Where and at which hours; those of another place than the office are not known here."""
        if self.place:
            return self.place
        office = self.case.organisation
        return f"{office.name}，{office.open_hours}".rstrip("，")

    @property
    def told_way(self) -> str:
        """How it goes to its owner, for its owner."""
        if self.place:
            return f"到{self.place}领"
        return WAYS[self.way]

    @property
    def whereabouts(self) -> Whereabouts:
        """Where the result is, as a value."""
        return Whereabouts(self.way, self.state, self.asked_at, self.refusal is not None)


class DeliveryEvent(models.Model):
    """One step that the courier reported; shown to the applicant."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField()
    state = models.TextField()
    place = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["delivery", "at", "state"], name="delivery_event_once")
        ]


class FollowUp(models.Model):
    """跟踪服务: opened by delivery, done by an officer who asks how it went."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="follow_up")
    due_on = models.DateField()
    owner = models.ForeignKey(Officer, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.TextField(default="open")
    note = models.TextField(default="", blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=["open", "done"]), name="follow_up_state")
        ]
