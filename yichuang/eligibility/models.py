"""Who agreed that a rule may say yes."""

from django.db import models
from django.db.models import Q

from yichuang.accounts.models import Officer


class Approval(models.Model):
    """A legal officer's word for one decision pack.

    Without one for this very digest a pack is not in force.

    item_code, from_on: which pack.
    digest: sha256 of the pack with the numbers that it names, in hex.
    """

    item_code = models.TextField()
    from_on = models.DateField()
    digest = models.TextField()
    approved_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["item_code", "from_on", "digest"],
                condition=Q(withdrawn_at__isnull=True),
                name="approval_once",
            )
        ]
