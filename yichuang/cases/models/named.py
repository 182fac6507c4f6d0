"""What the police register said of the names in a form."""

from django.db import models

from yichuang.cases.models.case import Case


class NameCheck(models.Model):
    """Whether the police register knows the number that a form names under this name, asked after the form was sent.

    name_key: of the field with the name; imprint: a keyed hash of the name and number that were asked, so that a
    correction is asked anew; receipt: the register's number of the question."""

    WAITING = "waiting"
    SAME = "same"
    OTHER = "other"
    UNASKED = "unasked"
    OUTCOMES = (WAITING, SAME, OTHER, UNASKED)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="name_checks")
    name_key = models.TextField()
    imprint = models.BinaryField()
    outcome = models.TextField(default=WAITING)
    receipt = models.TextField(default="")
    asked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "name_key"], name="name_check_once"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=("waiting", "same", "other", "unasked")),
                name="name_check_outcome",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(outcome="waiting"), name="name_check_waiting"
            ),
            models.Index(fields=["imprint"], name="name_check_imprint"),
        ]

    def is_of(self, imprint: bytes) -> bool:
        """Whether it was this name and number that were asked."""
        return bytes(self.imprint) == imprint
