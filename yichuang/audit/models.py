"""One table, only ever added to; a trigger refuses every change (migration 0002)."""

from django.db import models
from django.db.models import Q

from yichuang.core.fields import MomentField

OFFICER = "officer:"
ALARM = "alarm:lookups"  # the subject under which a heap of look-ups is told


class Entry(models.Model):
    """Who did or read what, of what, when. `data` is text, so that its bytes are what a later seal covers.

    The table also has a column `xid` (transaction id, set by the database) that the sealer of Part 3 reads by. It is
    kept by months (docs/adr/0028): `id` comes from one sequence and has an index, yet no constraint of its own."""

    at = MomentField(auto_now_add=True)
    actor = models.TextField()
    verb = models.TextField()
    subject = models.TextField()
    data = models.TextField(default="", blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["subject", "id"], name="audit_subject"),
            # what an officer did; entries of residents and channels cost nothing here
            models.Index(
                fields=["actor", "id"], condition=Q(actor__startswith=OFFICER), name="audit_officer"
            ),
        ]
